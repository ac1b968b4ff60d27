"""The demo as a process, visited with Chromium: a school's month, and whether the pages are accessible."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import chromium
from demo_server import Demo, running
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from sorts import COLOURS
from workbooks import case, workbook

pytestmark = pytest.mark.program
WRONG = Path(__file__).parents[2] / "examples" / "cgs-111-errors.xlsx"
WIDTHS = (360, 1280)
_USUAL = ("status of 422", "Password forms should have")  # Chromium's messages about a form with mistakes

School = Callable[..., Any]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running(tmp_path_factory.mktemp("demo"), "--schools", "6") as demo:
        yield demo


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(demo: Demo, started: Browser) -> Callable[..., Any]:
    """Open a browser in which an account logs in; requests to other hosts and console messages fail."""

    @contextmanager
    def visiting(unit: str | None = None, **options: Any) -> Iterator[Page]:
        own = f"http://127.0.0.1:{demo.port}"
        context = started.new_context(base_url=own, locale="zh-TW", **options)
        page = context.new_page()
        said: list[str] = []
        asked: set[str] = set()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.add(request.url))
        page.goto("/")
        if unit:
            page.get_by_label("帳號").fill(f"{unit}_a001")
            page.get_by_label("密碼").fill(demo.password)
            page.get_by_role("button", name="登入").click()
            page.get_by_role("button", name="登出").wait_for()
        yield page
        context.close()
        assert not [text for text in said if not any(usual in text for usual in _USUAL)]
        assert all(address.startswith(own) for address in asked)

    return visiting


def upload(page: Page, data: bytes) -> None:
    page.get_by_label("填報檔案").set_input_files(
        {"name": "月報表.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="上傳", exact=True).click()


def arrive(page: Page, heading: str) -> None:
    """Wait for the page with that heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def expect_message(page: Page, sentence: str) -> None:
    """Wait for a message."""
    expect(page.get_by_role("status")).to_contain_text(sentence)


def stored(demo: Demo, unit: str) -> list[tuple[Any, ...]]:
    query = "SELECT r.month, r.status, r.sha256 FROM reports_report r JOIN accounts_unit u ON u.id = r.unit_id"
    return demo.rows(f"{query} WHERE u.code = '{unit}' ORDER BY r.month")


def corrected(marked: bytes) -> bytes:
    """The workbook after a teacher has corrected the marked cells."""
    book = load_workbook(io.BytesIO(marked))
    sheet = book.worksheets[0]
    sheet["D6"], sheet["E7"] = 10, "女"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_from_a_workbook_with_mistakes_to_the_receipt(demo: Demo, visit: School) -> None:
    wrong = workbook([case(C="S001", D=25), case(C="S002", E=None)], school="示範第1高級中學")
    with visit("990301", java_script_enabled=False) as page:
        page.get_by_role("link", name="填報 111-10").click()
        upload(page, wrong)
        arrive(page, "匯入失敗，已標示錯誤資料欄位")
        assert stored(demo, "990301") == []

        with page.expect_download() as download:
            page.get_by_role("link", name="111-10-標示.xlsx").click()
        marked = Path(download.value.path()).read_bytes()
        sheet = load_workbook(io.BytesIO(marked)).worksheets[0]
        drawn = {cell.get_attribute("id"): cell for cell in page.locator("td.missing, td.invalid").all()}
        assert set(drawn) == {"s1-D6", "s1-E7"}
        for name, kind in {"D6": "invalid", "E7": "missing"}.items():
            assert kind in (drawn[f"s1-{name}"].get_attribute("class") or "")
            assert sheet[name].fill.fgColor.rgb == COLOURS[kind]
            reason = sheet[name].comment.text.splitlines()[1]
            assert reason in (drawn[f"s1-{name}"].text_content() or "")

        right = corrected(marked)
        upload(page, right)
        digest = hashlib.sha256(right).hexdigest()
        expect_message(page, "111-10 匯入成功，以下是你匯入的資料")
        assert digest in page.get_by_role("main").inner_text()
        assert stored(demo, "990301") == [("111-10", "uploaded", digest)]
        assert digest in {hashlib.sha256(data).hexdigest() for data in demo.files().values()}
        page.get_by_role("button", name="登出").click()
        arrive(page, "登入系統")
        assert page.goto("/records/111-10/").url.endswith("/login/?next=/records/111-10/")


def test_the_example_with_all_kinds_of_mistakes(visit: School) -> None:
    with visit("990304") as page:
        page.goto("/current/")
        upload(page, WRONG.read_bytes())
        cell = page.locator("td.invalid").first
        tip = cell.get_by_role("tooltip")
        assert not tip.is_visible()
        cell.focus()
        assert tip.is_visible()
        for link in page.locator("main ol a[href^='#']").all()[:5]:
            assert page.locator(link.get_attribute("href") or "").count() == 1


def test_nothing_to_report_asks_before_it_deletes(demo: Demo, visit: School) -> None:
    with visit("990303", java_script_enabled=False) as page:
        page.goto("/current/")
        upload(page, workbook([case(D=3)], month="111-10", school="示範第3國民小學"))
        arrive(page, "111-10 填報資料")
        page.goto("/current/")
        page.get_by_role("button", name="無需上傳").click()
        arrive(page, "要刪除 111-10 已上傳的資料嗎？")
        page.get_by_role("link", name="不要刪除").click()
        assert [row[1] for row in stored(demo, "990303")] == ["uploaded"]

        page.get_by_role("button", name="無需上傳").click()
        page.get_by_role("button", name="刪除資料，填報無個案及服務").click()
        expect_message(page, "111-10 無需上傳")
        assert stored(demo, "990303") == [("111-10", "none", "")]


def test_overdue_months_come_first_and_can_be_corrected(demo: Demo, visit: School) -> None:
    september, october = (
        workbook([case(D=7)], month=month, school="示範第2國民中學") for month in ("111-09", "111-10")
    )
    with visit("990302", java_script_enabled=False) as page:
        assert "待補填報的月份：111-09" in page.get_by_role("list", name="填報情形").inner_text()
        page.get_by_role("link", name="當期填報").click()
        arrive(page, "當期填報 111-10")
        assert page.get_by_label("填報檔案").count() == 0
        page.get_by_role("link", name="補填 111-09").click()
        page.get_by_role("button", name="無需上傳").click()
        expect_message(page, "111-09 無需上傳")
        assert stored(demo, "990302") == [("111-09", "none", "")]
        page.goto("/current/")
        upload(page, october)
        expect_message(page, "111-10 匯入成功")
        assert [row[:2] for row in stored(demo, "990302")] == [("111-09", "none"), ("111-10", "uploaded")]

        page.goto("/corrections/")
        page.get_by_label("申請修改的月份").select_option("111-09")
        page.get_by_role("button", name="送出申請").click()
        arrive(page, "逾期補填 111-09")
        upload(page, september)
        expect_message(page, "111-09 匯入成功")
        assert [row[:2] for row in stored(demo, "990302")] == [("111-09", "uploaded"), ("111-10", "uploaded")]


def test_the_skip_link_comes_first(visit: School) -> None:
    with visit("990305") as page:
        page.keyboard.press("Tab")
        link = page.get_by_role("link", name="跳到主要內容")
        assert link.evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_printed_is_the_receipt_and_the_data(visit: School) -> None:
    with visit("990305") as page:
        page.goto("/current/")
        upload(page, workbook([case(D=7)], school="示範第5國民中學"))
        arrive(page, "111-10 填報資料")
        page.emulate_media(media="print")
        assert page.get_by_role("heading", name="收據").is_visible()
        assert page.locator("table").first.is_visible()
        for hidden in ("nav", "button", "a.button", "a.skip"):
            assert not [item for item in page.locator(hidden).all() if item.is_visible()]


def complaints(page: Page) -> list[str]:
    """The violations that axe finds on a page; in the dark only contrasts can differ."""
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = Axe().run(page, options={"runOnly": ["color-contrast"]} if dark else None).response["violations"]
    return [f"{page.url} {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found]


def all_pages(page: Page, units: str) -> Iterator[None]:
    """Stop at every page of an account."""
    for address in units.split():
        page.goto(address)
        yield


SCHOOL_PAGES = (
    "/work/ /guide/ /current/ /overdue/ /corrections/ /records/ /tokens/ /account/ /account/password/ /account/email/"
)
OFFICE_PAGES = {
    "990001": "/progress/ /guide/",
    "990002": "/progress/",
    "990003": "/desk/ /desk/?q=990301 /desk/units/990301/",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_pages(visit: School, scheme: Any) -> None:
    wrong: list[str] = []
    with visit() as page:
        page.emulate_media(color_scheme=scheme)
        wrong += complaints(page)
        page.get_by_role("button", name="登入").click()
        expect(page).to_have_title(re.compile("錯誤"))
        wrong += complaints(page)
    with visit("990306") as page:
        page.emulate_media(color_scheme=scheme)
        for _ in all_pages(page, SCHOOL_PAGES):
            wrong += complaints(page)
        page.goto("/tokens/")
        page.get_by_label("用途").fill("辦公室電腦")
        page.get_by_role("button", name="產生權杖").click()
        expect_message(page, "只顯示這一次")
        wrong += complaints(page)
        page.goto("/current/")
        page.get_by_role("button", name="上傳", exact=True).click()
        expect(page).to_have_title(re.compile("錯誤"))
        wrong += complaints(page)
        upload(page, WRONG.read_bytes())
        arrive(page, "匯入失敗，已標示錯誤資料欄位")
        wrong += complaints(page)
        upload(page, workbook([case(D=3, N=45)], school="示範第6國民小學"))
        arrive(page, "111-10 填報資料")
        wrong += complaints(page)
        page.goto("/current/")
        page.get_by_role("button", name="無需上傳").click()
        arrive(page, "要刪除 111-10 已上傳的資料嗎？")
        wrong += complaints(page)
    for unit, pages in OFFICE_PAGES.items():
        with visit(unit) as page:
            page.emulate_media(color_scheme=scheme)
            for _ in all_pages(page, pages):
                wrong += complaints(page)
    assert wrong == []


@pytest.mark.parametrize("width", WIDTHS)
def test_only_tables_scroll_sideways(visit: School, width: int) -> None:
    wide: list[str] = []
    for unit, pages in {"990304": SCHOOL_PAGES, **OFFICE_PAGES}.items():
        with visit(unit, viewport={"width": width, "height": 800}) as page:
            for _ in all_pages(page, pages):
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wide.append(re.sub(r".*:\d+", "", page.url))
    assert wide == []
