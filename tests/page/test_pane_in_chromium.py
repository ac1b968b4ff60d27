"""The pane as a teacher uses it, in Chromium: the built page, its engine in a worker, and ``office.mjs`` for Excel."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pane_books import OpenInPane
from playwright.sync_api import Browser, Page
from teacher_page import READY, serving
from workbooks import CASES, case, workbook

from cgs_validate import validate
from cgs_validate.reports.grouping import rank
from cgs_validate_addin import actions

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("page")]

ROOT = Path(__file__).parents[2]
SUPPORT = ROOT / "tests" / "support"
SOURCES = [(SUPPORT / name).read_text("utf-8") for name in ("office_runtime.mjs", "office_cells.mjs", "office.mjs")]
OFFICE = re.sub(r"^import .*$|^export ", "", "\n".join(SOURCES), flags=re.MULTILINE)
ERRORS = ROOT / "examples" / "cgs-111-errors.xlsx"
WRONG = workbook([case(D="８", N=None), case(C="S009", D="９")])


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[str]:
    with serving(built) as address:
        yield f"{address}pane/"


@contextmanager
def pane(browser: Browser, address: str, data: bytes, api: str = "1.18") -> Iterator[Page]:
    """Open the pane next to a workbook, and wait until a button can be pressed."""
    page = opened(browser, address, json.dumps(OpenInPane(data).as_json()), api)
    page.wait_for_selector("#buttons button:enabled", timeout=READY)
    yield page
    page.context.close()


def opened(browser: Browser, address: str, model: str, api: str) -> Page:
    """Open the pane; without an ``api``, where there is no Excel."""
    page = browser.new_context().new_page()
    script = f"(() => {{ {OFFICE}\nObject.assign(window, makeOffice({model}, '{api}')); }})();"
    office = "https://appsforoffice.microsoft.com/**"
    page.route(office, lambda route: route.fulfill(body=script) if api else route.abort())
    page.goto(address)
    return page


def press(page: Page, button: str) -> None:
    page.click(f"[data-do={button}]")
    page.wait_for_selector("#working", state="hidden", timeout=READY)


def book_of(page: Page) -> Any:
    return json.loads(page.evaluate("JSON.stringify(window.host.model)"))


def test_it_does_what_the_add_in_does(browser: Browser, served: str) -> None:
    data = ERRORS.read_bytes()
    there = OpenInPane(data)
    actions.run(actions.check, there)
    with pane(browser, served, data) as page:
        press(page, "check")
        assert page.inner_text("#said") == there.messages[0]
        after, expected = book_of(page), there.as_json()
        assert [sheet["name"] for sheet in after["sheets"]] == [sheet["name"] for sheet in expected["sheets"]]
        for found, right in zip(after["sheets"], expected["sheets"], strict=True):
            assert cells_and_notes(found) == cells_and_notes(right)
        listed = page.locator("#findings li").all_inner_texts()
        findings = sorted(validate(data, language="zh-TW").findings, key=rank)
        assert len(listed) == len(findings)
        assert all(
            finding.place.cell in text for finding, text in zip(findings, listed, strict=True) if finding.place.cell
        )
        press(page, "clear")
        assert page.locator("#findings li").count() == 0
        before = OpenInPane(data).as_json()
        assert list(map(cells_and_notes, book_of(page)["sheets"])) == list(map(cells_and_notes, before["sheets"]))


def cells_and_notes(sheet: Any) -> Any:
    cells = {at: (cell.get("formula", cell.get("value")), cell.get("fill")) for at, cell in sheet["cells"].items()}
    notes = {at: note["content"] for at, note in sheet["notes"].items()}
    coloured = {at: (content, fill and fill["color"]) for at, (content, fill) in cells.items() if content or fill}
    return sheet["name"], sheet["visibility"], coloured, notes


def test_a_teachers_walk(browser: Browser, served: str) -> None:
    with pane(browser, served, WRONG) as page:
        press(page, "check")
        page.click("#findings li:has-text('D7') button")
        assert book_of(page)["active"] == [CASES.name, "D7"]
        press(page, "previous")
        first = book_of(page)["active"]
        press(page, "next_")
        assert (first, book_of(page)["active"]) == ([CASES.name, "N6"], [CASES.name, "D7"])
        page.click("[data-do=fix]")
        page.wait_for_selector("#question:visible", timeout=READY)
        assert "可以自動修正" in page.inner_text("#question-text")
        page.click("#no")
        page.wait_for_selector("#working", state="hidden", timeout=READY)
        assert page.locator("#findings li").count() == 3
        page.click("[data-do=fix]")
        page.click("#yes")
        page.wait_for_selector("#working", state="hidden", timeout=READY)
        cells = book_of(page)["sheets"][0]["cells"]
        assert (cells["D6"]["value"], cells["D7"]["value"]) == (8, 9)
        assert page.locator("#findings li").count() == 1


def test_a_cell_that_cannot_be_shown(browser: Browser, served: str) -> None:
    with pane(browser, served, WRONG) as page:
        press(page, "check")
        page.evaluate("window.host.model.sheets[0].visibility = 'Hidden'")
        page.click("#findings li:first-child button")
        page.wait_for_selector("#said:has-text('走不到那一格')")


REFUSALS = {
    "while a cell is edited": (1, "InvalidOperationInCellEditMode", "還在輸入"),
    "while it is read": (2, "InvalidSelection", "報表沒有動"),
    "while it is changed": (4, "AccessDenied", "可能只改了一部分"),
}


@pytest.mark.parametrize(("at", "code", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_excel_refuses(browser: Browser, served: str, at: int, code: str, sentence: str) -> None:
    with pane(browser, served, WRONG) as page:
        page.evaluate(f"window.host.refused = {{ at: {at}, code: '{code}', message: '林家豪' }}")
        press(page, "check")
        said = page.inner_text("#said")
        assert sentence in said
        assert (code in said, "林家豪" in said) == (at > 1, False)
        assert page.is_enabled("[data-do=check]")


def test_an_excel_without_notes_says_so(browser: Browser, served: str) -> None:
    with pane(browser, served, WRONG, api="1.14") as page:
        assert page.is_visible("#no-notes")
        press(page, "check")
        assert page.locator("#findings li").count() == 3
        assert book_of(page)["sheets"][0]["notes"] == {}


@pytest.mark.parametrize(("api", "state"), [("1.12", "old"), ("", "outside")])
def test_where_it_cannot_work(browser: Browser, served: str, api: str, state: str) -> None:
    page = opened(browser, served, json.dumps(OpenInPane(WRONG).as_json()), api)
    page.wait_for_selector(f"#state-{state}:visible", timeout=READY)
    assert page.is_hidden("#buttons")
    page.context.close()


def test_nothing_leaves_after_it_is_ready(browser: Browser, served: str) -> None:
    with pane(browser, served, WRONG) as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        press(page, "check")
        assert [url for url in requests if not url.startswith("blob:")] == []
        attempt = "fetch('https://appsforoffice.microsoft.com/').then(() => 'sent', () => 'refused')"
        assert page.evaluate(attempt) == "refused"


def test_anyone_can_use_it(browser: Browser, served: str) -> None:
    with pane(browser, served, WRONG) as page:
        press(page, "check")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert found.violations_count == 0, found.generate_report()
