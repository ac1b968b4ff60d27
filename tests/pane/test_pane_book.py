"""The pane on an open workbook: what it reads, what it does, and that both are few calls of Excel."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from mistakes import PAGES
from open_books import OpenInExcel
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX
from pane_books import OpenInPane
from sorts import COLOURS
from workbooks import CASES, by_xlsxwriter, case, plain_page, workbook

from cgs_validate import load_spec, mark, unmark, validate
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template
from cgs_validate.workbook import Area
from cgs_validate_addin import actions
from cgs_validate_addin.fills import Colour
from cgs_validate_pane.bridge import Press, press_button
from cgs_validate_pane.merged import parse_merged

EXAMPLES = Path(__file__).parents[2] / "examples"
WRONG = workbook([case(D=99, E=None), case(C="S2", D="８")])
TEN = [case(D=99, E=None), case(C="S002", L="3、10", J="T03", B=7), case(C="S003", N=None, A=None, F=99, H=8, E=5)]
needs_node = pytest.mark.program


def edited(data: bytes, edit: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def dress(book: openpyxl.Workbook) -> None:
    sheet = book[CASES.name]
    sheet["D6"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["L7"].comment = Comment("老師的註解", "陳老師")
    sheet["B7"].fill = PatternFill("lightGrid", fgColor="FF0000FF", bgColor="FFFFCC00")


MANY = edited(workbook(TEN), dress)


def look(fill: PatternFill) -> Any:
    return fill.patternType and (fill.patternType, fill.fgColor.rgb, fill.bgColor.rgb)


def pressed(data: bytes, *buttons: str, **options: Any) -> OpenInPane:
    book = OpenInPane(data, **options)
    for button in buttons:
        actions.run(getattr(actions, button), book)
    return book


@needs_node
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xlsx")), ids=lambda path: path.name)
def test_three_round_trips_to_read_and_one_to_write(path: Path) -> None:
    book = pressed(path.read_bytes(), "check")
    assert book.syncs == (3, 1)
    assert pressed(book.saved(), "clear").syncs == (3, 1)


def looks_of(book: openpyxl.Workbook) -> Any:
    """Return what a teacher sees of each sheet: contents, colours, notes."""
    return [
        (
            sheet.title,
            sheet.sheet_state,
            {
                cell.coordinate: (cell.value, look(cell.fill), cell.comment and cell.comment.text)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None or cell.fill.patternType or cell.comment
            },
        )
        for sheet in book.worksheets
    ]


WORKBOOKS = {
    **{path.name: path.read_bytes() for path in sorted(EXAMPLES.glob("*.xlsx"))},
    "mistakes": by_xlsxwriter(PAGES),
    "dressed": MANY,
    "form of 114": build_template(load_spec("cgs/114"), load_example("cgs/114", "errors")),
    "nothing of ours": by_xlsxwriter([plain_page("工作表1", [["教師編碼", "身分"], [None, 99]])]),
}


@needs_node
@pytest.mark.parametrize("data", WORKBOOKS.values(), ids=WORKBOOKS)
def test_it_marks_and_clears_as_the_add_in_does(data: bytes) -> None:
    pane, excel = pressed(data, "check"), OpenInExcel(data)
    actions.run(actions.check, excel)
    assert (looks_of(pane.openpyxl), pane.messages) == (looks_of(excel.openpyxl), excel.messages)
    for book in (pane, excel):
        actions.run(actions.clear, book)
    assert (looks_of(pane.openpyxl), pane.messages) == (looks_of(excel.openpyxl), excel.messages)


@needs_node
def test_a_large_sheet_is_read_in_blocks() -> None:
    rows = 3_000
    book = OpenInPane(workbook([case(C=f"S{number}") for number in range(rows)]))
    assert len(book.sheets()[0].looks(Area(1, 1, rows, 14))) == 0
    assert book.syncs[0] == 3 + 2
    assert [row.values[2] for row in book.sheets()[0].rows(Area(rows + 5, 1, rows + 5, 3))] == [f"S{rows - 1}"]


FILLS = {
    "a colour": PatternFill("solid", fgColor="FF00FF00"),
    "white": PatternFill("solid", fgColor="FFFFFFFF"),
    "a mark's own colour": PatternFill("solid", fgColor="FFFFFF00"),
    "a pattern": PatternFill("lightGrid", fgColor="FF0000FF", bgColor="FFFFCC00"),
    "none": PatternFill(),
}


@needs_node
@pytest.mark.parametrize("fill", FILLS.values(), ids=FILLS)
def test_the_fill_before_comes_back(fill: PatternFill) -> None:
    data = edited(WRONG, lambda book: setattr(book[CASES.name]["D6"], "fill", fill))
    book = pressed(data, "check")
    assert book.openpyxl[CASES.name]["D6"].fill.fgColor.rgb == COLOURS["invalid"]
    actions.run(actions.clear, book)
    found = book.openpyxl[CASES.name]["D6"].fill
    assert found.patternType == fill.patternType
    if fill.patternType:
        assert (found.fgColor.rgb, found.bgColor.rgb) == (fill.fgColor.rgb, fill.bgColor.rgb)
    assert "_cgs_marks" not in book.openpyxl.sheetnames


@needs_node
def test_a_theme_colour_comes_back_as_the_colour_it_shows() -> None:
    """The file had it; Excel gives an add-in no more than red, green and blue."""
    themed = PatternFill("solid", fgColor=openpyxl.styles.colors.Color(theme=4))
    data = edited(WRONG, lambda book: setattr(book[CASES.name]["D6"], "fill", themed))
    mark(data, validate(data), target := io.BytesIO())
    assert pressed(target.getvalue(), "clear").openpyxl[CASES.name]["D6"].fill.fgColor.rgb == "FF4472C4"


@needs_node
def test_an_excel_without_notes_gets_colours_and_the_list() -> None:
    book = pressed(WRONG, "check", api="1.13")
    sheet = book.openpyxl[CASES.name]
    assert [sheet[at].fill.fgColor.rgb for at in ("D6", "E6", "D7")] == [
        COLOURS["invalid"],
        COLOURS["missing"],
        COLOURS["invalid"],
    ]
    assert [cell.comment for row in sheet.iter_rows() for cell in row if cell.comment] == []
    assert "不能加註解" in str(list(book.openpyxl["檢核結果"].values))
    actions.run(actions.clear, book)
    assert book.openpyxl.sheetnames == openpyxl.load_workbook(io.BytesIO(WRONG)).sheetnames


@needs_node
@pytest.mark.parametrize("button", ["check", "fix", "clear"])
def test_notes_that_this_excel_cannot_remove_are_not_orphaned(button: str) -> None:
    mark(WRONG, validate(WRONG), target := io.BytesIO())
    snapshot = OpenInPane(target.getvalue(), api="1.13").snapshot_book()._snapshot
    said = press_button(Press(button), snapshot)
    assert said["actions"] == []
    assert "所以什麼都沒有動" in said["messages"][0][0]


@needs_node
def test_a_threaded_comment_leaves_its_cell_without_a_note() -> None:
    book = OpenInPane(WRONG)
    book.threads.add("D6")
    actions.run(actions.check, book)
    sheet = book.openpyxl[CASES.name]
    assert sheet["D6"].comment is None
    assert sheet["D6"].fill.fgColor.rgb == COLOURS["invalid"]
    assert sheet["E6"].comment


@needs_node
def test_the_command_removes_what_the_pane_painted() -> None:
    data = edited(WRONG, lambda book: setattr(book[CASES.name]["D6"], "comment", Comment("自己的", "陳老師")))
    unmark(pressed(data, "check").saved(), target := io.BytesIO())
    sheet = openpyxl.load_workbook(target)[CASES.name]
    assert sheet["D6"].comment.text == "自己的"
    assert sheet["D6"].fill.patternType is None


@needs_node
def test_a_mark_below_the_last_content_is_removed() -> None:
    book = pressed(WRONG, "check")
    for cell in book.openpyxl[CASES.name][7]:
        cell.value = None
    actions.run(actions.clear, book)
    assert book.openpyxl[CASES.name]["D7"].fill.patternType is None
    assert "D7" not in book.messages[-1]


@needs_node
def test_a_question_ends_a_press_until_it_is_answered() -> None:
    snapshot = OpenInPane(WRONG).snapshot_book()._snapshot
    asked = press_button(Press("fix"), snapshot)
    assert asked.keys() == {"ask"}
    no = press_button(Press("fix", [(asked["ask"], False)]), OpenInPane(WRONG).snapshot_book()._snapshot)
    assert (no["actions"], no["findings"]) == ([], None)
    yes = press_button(Press("fix", [(asked["ask"], True)]), OpenInPane(WRONG).snapshot_book()._snapshot)
    written = [action for action in yes["actions"] if action["do"] == "write"]
    assert (written[0]["row"], written[0]["column"], written[0]["values"]) == (7, 4, [[8]])
    assert {finding["cell"] for finding in yes["findings"]} == {"D6", "E6"}


@pytest.mark.parametrize(
    ("addresses", "areas"),
    [
        ("Sheet1!A1:B2", [Area(1, 1, 2, 2)]),
        ("'A, 陳''s!B1'!A1:B2,'A, 陳''s!B1'!$C$3:$C$14", [Area(1, 1, 2, 2), Area(3, 3, 14, 3)]),
        ("當月個案!AA1:AB2", [Area(1, 27, 2, 28)]),
        ("", []),
    ],
)
def test_merged_areas(addresses: str, areas: list[Area]) -> None:
    assert list(parse_merged(addresses)) == areas


def test_the_colours_of_the_legacy_palette() -> None:
    assert [Colour(indexed=number).shown for number in range(64)] == [colour[-6:] for colour in COLOR_INDEX[:64]]
