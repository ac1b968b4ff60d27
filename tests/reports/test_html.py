"""The HTML report: one page that needs nothing else, hides what it must, and works in a browser."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium
from playwright.sync_api import Browser, Page
from workbooks import CASES as CASES_FORM
from workbooks import RIGHT_CASES, by_openpyxl, case, form_page, service, workbook

from cgs_validate import safe_fixes, validate
from cgs_validate.checking.report import Report
from cgs_validate.reports.html import render_html

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}"
NAME, NATIONAL_ID = "王小明", "A123456789"
WRONG = [
    case(C="S010", D=25, E="男生", G="3、5", J="T03", L="3，10", N="3次"),
    case(C="S011", D=None, E=None, F=None),
    case(C=NAME),
    case(C=NATIONAL_ID, M="abc", N="１２"),
]


class Elements(HTMLParser):
    """The elements of a page: name, attributes, and the text directly in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def report(cases: list[Any], name: str = "111-10.xlsx", **options: Any) -> Report:
    return validate(workbook(cases, **options), name=name, spec="cgs/111")


def wrong() -> Report:
    return report([*RIGHT_CASES, *WRONG])


def cells(page: str) -> dict[str, str]:
    """The drawn cells with findings: anchor → class."""
    return {cell["id"]: cell["class"] or "" for cell in Elements(page).all("td") if cell.get("id")}


def test_every_annotation_is_drawn_in_its_colour() -> None:
    checked = report([*RIGHT_CASES, *WRONG], services=[service(G=None), service(C=99)])
    drawn = cells(render_html(checked, "zh-TW"))
    numbers = {table.sheet: number for number, table in enumerate(checked.tables, 1)}
    assert {note.sort for note in checked.annotations} == {"missing", "invalid", "probably_invalid"}
    for note in checked.annotations:
        assert note.sort in drawn[f"s{numbers[note.place.sheet]}-{note.place.cell}"].split()


def test_warnings_are_outlined_and_not_coloured() -> None:
    checked = report([case(), case(C=NAME)])
    assert checked.ok
    assert list(cells(render_html(checked)).values()) == ["warning"]


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_a_report_without_findings(language: str) -> None:
    page = render_html(report(RIGHT_CASES), language)
    assert Elements(page).all("html") == [{"lang": language}]
    assert ("可以上傳" if language == "zh-TW" else "Ready for upload") in page
    assert not Elements(page).all("table")


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_missing_sheets_and_columns_come_first(language: str) -> None:
    only_cases = form_page(CASES_FORM, WRONG, columns="ABCDEFGHJKLMN")
    checked = validate(by_openpyxl([only_cases]), spec="cgs/111", language=language)
    page = render_html(checked)
    assert {"sheet_missing", "column_missing"} <= {finding.code for finding in checked.findings}
    assert page.index('id="whole"') < page.index('id="s1"') < page.index('id="skipped"')


def test_nothing_of_the_workbook_is_markup() -> None:
    sheet = "<u>'\"當月個案"
    checked = report(
        [*WRONG, case(C=EVIL, K=EVIL, J=EVIL, N=EVIL)],
        name=f"{EVIL}.xlsx",
        in_cases={"name": sheet, "columns": [*"ABCDEFGHIJKLMN", EVIL], "headers": {"H": f"輔導概況{EVIL[:6]}"}},
    )
    elements = Elements(render_html(checked))
    assert not {"script", "img", "u"} & {tag for tag, _ in elements.found}
    assert not [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
    text = "".join(elements.texts)
    assert sheet in text
    assert EVIL[:30] in text
    assert "{{ 7*7 }}" in text


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = render_html(wrong())
    elements = Elements(page)
    links = [value for _, attributes in elements.found for name, value in attributes.items() if name in ("src", "href")]
    assert links
    assert all(link.startswith("#") for link in links if link)
    assert not re.search(r"https?:|//[a-z]|url\(|@import", page)
    policy = next(meta["content"] for meta in elements.all("meta") if "http-equiv" in meta)
    assert policy
    assert "default-src 'none'" in policy


def test_links_lead_to_drawn_cells_and_ids_are_unique() -> None:
    elements = Elements(render_html(report([case(C=f"S{row}", D=25, J=f"T{row:02}") for row in range(1, 16)])))
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"] for link in elements.all("a")} <= {f"#{name}" for name in ids}
    described = {cell["aria-describedby"] for cell in elements.all("td") if "aria-describedby" in cell}
    assert described <= set(ids)


def test_identical_mistakes_are_listed_once() -> None:
    page = render_html(report([case(C=f"S{row}", D=25) for row in range(300)]), "zh-TW")
    assert "共 300 處" in page
    assert page.count('class="group invalid"') == 1
    assert ">D6:D305</a>" in page


def test_a_long_sheet_is_drawn_only_where_something_was_found() -> None:
    rows = [case(C=f"S{row}", D=25 if row % 100 == 0 else 8) for row in range(400)]
    page = render_html(report(rows), "zh-TW")
    assert len(cells(page)) == 4
    assert page.count('scope="row"') == 4
    assert "另外 396 列" in page


def test_what_is_not_drawn_is_not_linked() -> None:
    page = render_html(report([case(C=f"S{row}", D=25, E=None if row == 650 else "男") for row in range(700)]))
    assert page.count('scope="row"') == 500
    assert 'class="cells">E656<' in page


def test_a_value_that_may_name_a_person_is_never_shown() -> None:
    page = render_html(wrong(), "zh-TW")
    assert NAME not in page
    assert NATIONAL_ID not in page
    assert page.count("（不顯示）") == 2


def test_columns_of_ones_own_are_not_shown() -> None:
    page = render_html(report([case(), None, case(C="S9")], in_cases={"columns": [*"ABCDEFGHIJKLMN", "姓名"]}))
    assert "姓名" in page
    assert "自己的備註" not in page


def test_without_values() -> None:
    shown_values = ["S010", "男生", "3、5", "T03", "3，10", "3次", "S001", "適應環境", "abc", "１２"]
    page, silent = render_html(wrong()), render_html(wrong(), values=False)
    assert [value for value in shown_values if value not in page] == []
    assert [value for value in shown_values if value in silent.partition("<main>")[2]] == []
    assert cells(silent) == cells(page)
    drawn = re.findall(r"<td[^>]*>(?:<span.*?</span>)*\s*<bdi>(.+?)</bdi>", silent)
    assert drawn == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The report in a browser; afterwards, nothing was requested or complained of."""
    address = tmp_path / "report.html"
    address.write_text(render_html(wrong(), "zh-TW"), encoding="utf-8")
    opened = browser.new_page()
    said: list[str] = []
    requested: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: requested.append(request.url))
    opened.goto(address.as_uri())
    yield opened
    opened.close()
    assert said == []
    assert requested == [address.as_uri()]


@pytest.mark.program
@pytest.mark.parametrize("width", [1280, 360])
def test_the_reason_shows_on_hover_and_on_focus(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    cell = page.locator("td.invalid").first
    tip = cell.locator("[role=tooltip]")
    assert not tip.is_visible()
    cell.hover()
    assert tip.is_visible()
    page.mouse.move(0, 0)
    assert not tip.is_visible()
    cell.focus()
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800


def test_no_name_is_drawn_in_a_row_that_may_be_data() -> None:
    answers = {"A": "甲", "C": NAME, "D": "高中", "E": "帥", "J": "請填"}
    found = report([case(**{**dict.fromkeys("BDEFGHIJKLMN"), **answers}), *RIGHT_CASES])
    assert [finding.code for finding in found.findings] == ["instruction_row"]
    assert NAME not in render_html(found)


@pytest.mark.program
def test_a_link_of_the_list_leads_to_the_cell_and_its_reason(page: Page) -> None:
    link = page.locator("main ol a").first
    target = page.locator(link.get_attribute("href") or "")
    link.click()
    assert target.evaluate("cell => cell === document.activeElement")
    assert target.locator("[role=tooltip]").is_visible()


@pytest.mark.program
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_only_tables_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.program
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_those_of_the_marks(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    colour = "cell => getComputedStyle(cell).backgroundColor"
    assert page.locator("td.missing").first.evaluate(colour) == "rgb(255, 255, 0)"
    assert page.locator("td.invalid").first.evaluate(colour) == "rgb(255, 102, 102)"


@pytest.mark.program
def test_the_clicked_cell_has_the_word_wherever_the_mouse_is(page: Page) -> None:
    clicked, other = page.locator("td.invalid").nth(0), page.locator("td.invalid").nth(1)
    clicked.click()
    other.hover()
    assert clicked.locator("[role=tooltip]").is_visible()
    assert not other.locator("[role=tooltip]").is_visible()


@pytest.mark.program
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1280, 600), (390, 844)])
def test_the_heads_are_in_sight_of_a_cell_that_was_jumped_to(browser: Browser, width: int, height: int) -> None:
    rows = [case(C=f"S{row}", D=25 if row % 9 == 0 else 8) for row in range(60)]
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.set_content(render_html(report(rows), "zh-TW"))
    for cell in [opened.locator("td.invalid").nth(number) for number in (0, 3, 6)]:
        opened.evaluate("id => { location.hash = id }", cell.get_attribute("id"))
        head, box = opened.locator("thead th").nth(1).bounding_box(), cell.bounding_box()
        assert head
        assert box
        assert 0 <= head["y"] < head["y"] + head["height"] <= box["y"] < height
    opened.close()


def test_the_table_comes_before_the_list() -> None:
    page = render_html(wrong(), "zh-TW")
    assert page.index("<table") < page.index('class="group')


@pytest.mark.program
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_only_probable_is_hatched(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    image = "cell => getComputedStyle(cell).backgroundImage"
    assert "gradient" in page.locator("td.probably_invalid").first.evaluate(image)
    assert page.locator("td.invalid").first.evaluate(image) == "none"


@pytest.mark.program
def test_kinds_are_filtered_without_a_script(page: Page) -> None:
    groups, missing = page.locator(".group:visible"), page.locator(".group.missing:visible")
    before, gone = groups.count(), missing.count()
    page.get_by_role("checkbox", name="未填寫").uncheck()
    assert (groups.count(), missing.count()) == (before - gone, 0)
    assert gone


@pytest.mark.program
def test_paper_is_not_pointed_at(page: Page) -> None:
    assert page.get_by_text("滑鼠").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("滑鼠").is_visible()
    assert page.get_by_text("原因都寫在表格下面的清單").is_visible()
    assert not page.locator(".filter").is_visible()


def test_what_can_be_corrected_automatically_is_marked() -> None:
    checked = wrong()
    page = render_html(checked, "zh-TW")
    assert f"可以自動修正 {len(safe_fixes(checked))} 格" in page
    assert page.count('class="auto"') > 1
    assert "可以自動修正" not in render_html(report(RIGHT_CASES), "zh-TW")
