"""The sheet 檢核結果 as a list to work through: its order, what it shows, its looks, and that nothing of it is left."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from marking_corpus import packed, parts_of
from openpyxl.worksheet.worksheet import Worksheet
from sorts import COLOURS
from test_marking import marked, unmarked
from workbooks import CASES, SERVICES, case, service, workbook

from cgs_validate import validate
from cgs_validate.checking.findings import Sort
from cgs_validate.checking.fixes import probable_fixes, safe_fixes
from cgs_validate.checking.messages import catalog
from cgs_validate.marking import summary_sheet

ROWS = [case(D=99, E=None, N=0), case(C="王小明", L="3、10"), case(C="S003", N="３", D="8\n88" * 40)]
WRONG = workbook(ROWS, [service(G=None), service(C=99)])
HEADINGS = ["種類", "工作表", "儲存格", "欄位", "填的內容", "哪裡不對", "怎麼改"]
WINDOW, LEFT = 1440, 50  # pixels; of these, the numbers of rows and a bar for scrolling


def listed(data: bytes, language: str = "zh-TW") -> Worksheet:
    sheet: Worksheet = openpyxl.load_workbook(io.BytesIO(marked(data, language=language)))["檢核結果"]
    return sheet


def table(sheet: Worksheet) -> list[Any]:
    """Return the cells of the rows below the headings."""
    rows = list(sheet.iter_rows(max_col=len(HEADINGS)))
    head = [[cell.value for cell in row] for row in rows].index(HEADINGS)
    return rows[head + 1 :]


def wide(value: Any) -> int:
    """Return how wide a text is, in half-width characters."""
    return sum(1 if char.isascii() else 2 for char in str(value or ""))


def test_it_goes_by_sheet_row_and_column() -> None:
    places = [(row[1].value, row[2].value) for row in table(listed(WRONG)) if row[2].hyperlink]
    found = [(finding.place.sheet, finding.place.cell) for finding in validate(WRONG).findings if finding.place.cell]

    def order(place: tuple[str, str]) -> tuple[bool, int, str]:
        column, row = re.fullmatch(r"([A-Z]+)([0-9]+)", place[1]).groups()  # type: ignore[union-attr]
        return place[0] == SERVICES.name, int(row), column

    assert sorted(places) == sorted(found)
    assert places == sorted(places, key=order)


def test_the_kinds_have_the_colours_of_the_marks_and_say_them_in_words() -> None:
    words = catalog("zh-TW")
    sorts = {words.text(sort): sort for sort in Sort}
    rows = table(listed(WRONG))
    assert {sorts[row[0].value] for row in rows} >= {Sort.MISSING, Sort.INVALID, Sort.WARNING}
    for row in rows:
        assert row[0].fill.fgColor.rgb == COLOURS.get(sorts[row[0].value], "00000000")
        assert {cell.border.bottom.style for cell in row} == {"thin"}


def test_it_shows_what_was_typed_but_no_name() -> None:
    shown = {(row[1].value, row[2].value): row[4].value for row in table(listed(WRONG))}
    assert (shown[CASES.name, "D6"], shown[CASES.name, "E6"]) == ("99", None)
    assert (shown[CASES.name, "C7"], shown[CASES.name, "L7"]) == (None, "3、10")
    assert len(long := str(shown[CASES.name, "D8"])) == 80
    assert long.startswith("8 888 88")


def test_it_fits_a_window_and_a_page_and_its_head_stays() -> None:
    sheet = listed(WRONG)
    head = table(sheet)[0][0].row - 1
    last = sheet.max_row
    assert sum(7 * sheet.column_dimensions[letter].width + 5 for letter in "ABCDEFG") <= WINDOW - LEFT
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (f"A{head + 1}", f"A{head}:G{last}")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == (f"${head}:${head}", "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    for row in table(sheet):
        lines = max(wide(cell.value) / sheet.column_dimensions[cell.column_letter].width for cell in row)
        assert lines * 14 < sheet.row_dimensions[row[0].row].height < (lines + 3) * 16


def test_it_says_how_many_and_what_can_be_corrected_automatically() -> None:
    report, sheet = validate(WRONG), listed(WRONG)
    above = [row[0].value for row in sheet.iter_rows(max_row=table(sheet)[0][0].row - 2)]
    assert f"一共：{catalog('zh-TW').counted(report.tally)}。" in above
    assert f"可以自動修正 {len(safe_fixes(report))} 格。" in above
    assert any(line.startswith(f"另外 {len(probable_fixes(report))} 格") for line in above) == bool(
        probable_fixes(report)
    )
    hints = {row[2].value: row[6].value for row in table(sheet) if row[1].value == CASES.name}
    assert hints["L7"].endswith("請改成「3,10」。（可以自動修正）")
    assert "自動修正" not in hints["D6"]


def test_of_too_many_the_surest_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_sheet, "_MOST_ROWS", 4)
    *rows, last = table(listed(WRONG))
    assert {row[0].value for row in rows} <= {"未填寫", "資料有誤"}
    assert (len(rows), last[0].value) == (4, f"還有 {len(validate(WRONG).findings) - 4} 處")


@pytest.mark.parametrize(
    "names",
    [
        "",
        "<definedNames/>",
        "<definedNames />",
        "<definedNames></definedNames>",
        "<definedNames><definedName name='a'>1</definedName></definedNames>",
    ],
)
@pytest.mark.parametrize("rows", [ROWS, [case()]], ids=["marks", "none"])
def test_it_leaves_nothing_behind(names: str, rows: list[Any]) -> None:
    data = with_names(workbook(rows), names)
    once = marked(data)
    assert parts_of(unmarked(once)) == parts_of(data)
    assert parts_of(marked(once)) == parts_of(once)


def with_names(data: bytes, names: str) -> bytes:
    parts = parts_of(data)
    written = re.sub(rb"<definedNames.*?</definedNames>|<definedNames ?/>", b"", parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = written.replace(b"</sheets>", b"</sheets>" + names.encode())
    return packed(parts)


def test_it_leaves_no_format_behind_where_another_program_saved_it() -> None:
    def saved(data: bytes) -> bytes:
        openpyxl.load_workbook(io.BytesIO(data)).save(buffer := io.BytesIO())
        return buffer.getvalue()

    data = saved(workbook(ROWS))
    again = unmarked(saved(marked(data)))
    with zipfile.ZipFile(io.BytesIO(again)) as one, zipfile.ZipFile(io.BytesIO(data)) as other:
        counts = [re.findall(rb'count="[0-9]+"', file.read("xl/styles.xml")) for file in (one, other)]
        assert b"definedName" not in one.read("xl/workbook.xml")
    assert counts[0] == counts[1]
