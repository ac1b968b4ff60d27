"""The page as a teacher uses it, in Chromium: by a double click, and served."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from teacher_page import NAME, READY, choose, opened, saved, serving, shown
from workbooks import case, workbook

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

ROOT = Path(__file__).parents[2]
WRONG, RIGHT = workbook([case(D="８", N=None), case(C="S009", L="3、10")]), workbook([case()])


def test_a_teachers_walk(page: Page) -> None:
    choose(page, a=WRONG)
    assert "還不能上傳" in page.inner_text("#verdict")
    assert page.locator("#findings :is(td.missing, td.invalid)").count() == 3
    marked = saved(page, "mark")
    assert "a.marked.xlsx" in page.inner_text("#done")
    choose(page, b=marked)
    assert shown(page)["counts"]["missing"] == 1
    choose(page, a=RIGHT)
    assert "可以上傳" in page.inner_text("#verdict")
    assert shown(page)["ok"]


def test_nothing_to_do_is_said(page: Page) -> None:
    choose(page, a=RIGHT)
    for button, words in {"mark": "沒有要標示", "fix": "沒有可以自動修正", "unmark": "沒有標示"}.items():
        saved(page, button)
        assert words in page.inner_text("#done")


def test_a_living_form(page: Page) -> None:
    choose(page, a=WRONG)
    assert page.is_hidden("#disarm")
    armed = saved(page, "arm")
    assert "a.armed.xlsx" in page.inner_text("#done")
    choose(page, b=armed)
    assert "還不能上傳" in page.inner_text("#verdict")
    saved(page, "disarm")
    assert "b.disarmed.xlsx" in page.inner_text("#done")


def test_of_a_long_sheet_more_can_be_drawn(page: Page) -> None:
    choose(page, a=WRONG)
    assert page.is_hidden("#whole")
    choose(page, b=workbook([case(D=99)] * 400))
    page.click("#whole")
    page.wait_for_selector("#whole", state="hidden")
    assert page.locator("#findings tbody tr").count() == 400


@pytest.mark.parametrize(("kind", "name"), [(0, "cgs-114.xlsx"), (1, "cgs-114-clean.xlsx")])
def test_forms(page: Page, kind: int, name: str) -> None:
    with page.expect_download() as download:
        page.click(f"#forms li:first-child button >> nth={kind}")
    assert download.value.suggested_filename == name
    choose(page, form=download.value.path().read_bytes())
    assert shown(page)["spec"]["id"] == "cgs/114"


def test_a_sentence_for_what_cannot_be_read(page: Page) -> None:
    choose(page, a=b"%PDF-1.7")
    assert "PDF" in page.inner_text("#summary")
    assert shown(page) is None
    assert page.is_hidden("#mark")
    choose(page, large=bytes(10_000_001))
    assert "10 MB" in page.inner_text("#summary")


def test_anyone_can_use_it(page: Page) -> None:
    choose(page, a=WRONG, b=b"%PDF-1.7")
    for button in ("li:nth-child(1)", "li:nth-child(2)"):
        page.click(f"#files {button} button")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_nothing_is_sent(browser: Browser, built: Path) -> None:
    with opened(browser, (built / NAME).as_uri()) as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        choose(page, a=WRONG)
        assert [url for url in requests if not url.startswith("blob:")] == []
        for attempt in ("fetch('http://127.0.0.1:9/')", "fetch('data:,a')", "import('data:text/javascript,')"):
            assert page.evaluate(f"{attempt}.then(() => 'sent', () => 'refused')") == "refused"


def test_served_it_goes_on_without_its_server(browser: Browser, built: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with serving(built / "check") as address:
        page.goto(address)
        page.wait_for_selector("#file:enabled", timeout=READY)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    again = context.new_page()
    again.goto(address)
    again.wait_for_selector("#file:enabled", timeout=READY)
    choose(again, a=WRONG)
    assert not shown(again)["ok"]
    assert again.evaluate("fetch('other?secret=1').then(() => 'sent', () => 'refused')") == "refused"
    context.close()


def test_sizes(built: Path) -> None:
    assert (built / NAME).stat().st_size <= 12_000_000
    assert sum(path.stat().st_size for path in (built / "check").rglob("*.br")) <= 6_500_000


AGAIN = """
import sys
from pathlib import Path
from cgs_validate_page.build.pages import single_file
from cgs_validate_page.build.parts import make_parts
out = Path(sys.argv[1])
(out / "again.html").write_bytes(single_file(make_parts(out)))
"""


def test_two_builds_are_the_same(built: Path, tmp_path: Path) -> None:
    """The build is the checkout's; a wheel has no more of the page than what runs in it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "addin")}
    subprocess.run([sys.executable, "-c", AGAIN, tmp_path], check=True, env=environment)
    assert (built / NAME).read_bytes() == (tmp_path / "again.html").read_bytes()
