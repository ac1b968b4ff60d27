"""The page as a teacher uses it, in Chromium: by a double click, and served."""

import functools
import http.server
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import chromium
from playwright.sync_api import Browser, Page
from workbooks import case, workbook

from cgs_validate import fix, mark, unmark, validate
from cgs_validate.editing import part_writer

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

NAME = "輔導報表檢核.html"
EXAMPLES = Path(__file__).parents[2] / "examples"
WRONG = workbook([case(D="８", N=None), case(C="S009", L="3、10")])
READY = 60_000  # milliseconds, on a busy machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, built: Path) -> Iterator[Page]:
    context = browser.new_context(accept_downloads=True)
    opened = context.new_page()
    opened.goto((built / NAME).as_uri())
    opened.wait_for_selector("#file:enabled", timeout=READY)
    yield opened
    context.close()


def choose(page: Page, **files: bytes) -> None:
    chosen = [{"name": f"{name}.xlsx", "mimeType": "", "buffer": data} for name, data in files.items()]
    page.set_input_files("#file", chosen)
    page.wait_for_selector(f'#verdict[data-file="{chosen[0]["name"]}"]', timeout=READY)
    page.wait_for_selector("#working", state="hidden", timeout=READY)


def shown(page: Page) -> Any:
    return json.loads(page.evaluate("JSON.stringify(window.cgs.report)"))


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.click(f"#{button}")
    return download.value.path().read_bytes()


def native(write: Any, *arguments: Any) -> bytes:
    write(*arguments, target := io.BytesIO())
    return target.getvalue()


@pytest.mark.parametrize("name", ["cgs-111-errors", "cgs-111-clean", "cgs-111"])
def test_verdict_and_copies_are_those_of_the_command(page: Page, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_writer, "isal_zlib", None)
    data = (EXAMPLES / f"{name}.xlsx").read_bytes()
    choose(page, a=data)
    report = validate(data, name="a.xlsx", language="zh-TW")
    assert shown(page) == report.to_dict()
    marked = saved(page, "mark")
    assert marked == native(mark, data, report)
    assert saved(page, "fix") == native(fix, data, report)
    choose(page, b=marked)
    assert saved(page, "unmark") == native(unmark, marked)


def test_a_teachers_walk(page: Page) -> None:
    choose(page, a=WRONG)
    assert "還不能上傳" in page.inner_text("#verdict")
    assert page.locator("#shown td.missing, #shown td.invalid").count() == 3
    choose(page, b=workbook([case()]))
    assert "可以上傳" in page.inner_text("#verdict")
    assert shown(page)["ok"]


def test_many_files(page: Page) -> None:
    choose(page, a=WRONG, b=workbook([case()]), c=b"%PDF-1.7")
    assert page.locator("#files li").count() == 3
    page.click("#files li:nth-child(3) button")
    assert "PDF" in page.inner_text("#verdict")
    assert shown(page) is None
    page.click("#files li:nth-child(2) button")
    assert shown(page)["workbook"]["name"] == "b.xlsx"


def test_options(page: Page) -> None:
    choose(page, a=WRONG)
    page.click("#options summary")
    page.fill("#month", "111-11")
    page.press("#month", "Tab")
    page.wait_for_selector("#shown .facts:has-text('111-11')", timeout=READY)
    page.select_option("#stage", "senior")
    page.wait_for_selector("#shown .facts:has-text('高中職')", timeout=READY)
    page.check("#hide")
    page.click("[data-language=en]")
    page.wait_for_selector("#shown .facts:has-text('Senior')", timeout=READY)
    assert [finding["value"] for finding in shown(page)["findings"] if finding["value"]] == []


def test_a_check_that_is_stopped(page: Page) -> None:
    page.set_input_files("#file", [{"name": "a.xlsx", "mimeType": "", "buffer": workbook([case()] * 20_000)}])
    page.click("#cancel")
    page.wait_for_selector("#verdict:has-text('已經取消')", timeout=READY)
    choose(page, b=WRONG)
    assert not shown(page)["ok"]


def test_a_check_that_is_stopped_before_another_worker_is_ready(page: Page) -> None:
    many = workbook([case()] * 20_000)
    for name in ("a.xlsx", "b.xlsx"):
        page.set_input_files("#file", [{"name": name, "mimeType": "", "buffer": many}])
        page.click("#cancel")
        page.wait_for_selector(f'#verdict[data-file="{name}"]:has-text("已經取消")', timeout=READY)
    choose(page, c=WRONG)
    assert not shown(page)["ok"]


def test_the_same_file_can_be_chosen_again(page: Page) -> None:
    choose(page, a=WRONG)
    assert page.evaluate("document.getElementById('file').value") == ""


def test_nothing_is_sent(browser: Browser, built: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((built / NAME).as_uri())
    page.wait_for_selector("#file:enabled", timeout=READY)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    choose(page, a=WRONG)
    assert [url for url in requests if not url.startswith("blob:")] == []
    for attempt in ("fetch('http://127.0.0.1:9/')", "fetch('data:,a')", "import('data:text/javascript,')"):
        assert page.evaluate(f"{attempt}.then(() => 'sent', () => 'refused')") == "refused"
    context.close()


def test_anyone_can_use_it(page: Page) -> None:
    choose(page, a=WRONG)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_a_browser_without_what_the_page_needs(browser: Browser, built: Path) -> None:
    switches = ["--no-sandbox", "--js-flags=--jitless"]
    old = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=switches)
    page = old.new_page()
    page.goto((built / NAME).as_uri(), wait_until="commit")
    page.wait_for_selector("#state-old", timeout=READY)
    assert "Edge" in page.inner_text("#state-old")
    assert page.is_hidden("#state-starting")
    old.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def test_served_it_goes_on_without_its_server(browser: Browser, built: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    with serving(built / "check") as address:
        page.goto(address)
        page.wait_for_selector("#file:enabled", timeout=READY)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert page.evaluate("fetch('other?secret=1').then(() => 'sent', () => 'refused')")
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
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLES.parent / "addin")}
    subprocess.run([sys.executable, "-c", AGAIN, tmp_path], check=True, env=environment)
    assert (built / NAME).read_bytes() == (tmp_path / "again.html").read_bytes()
