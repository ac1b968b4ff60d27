"""The effects of each button that a teacher sees, and that marks are removed without a trace."""

import io
import re
from collections.abc import Callable
from copy import copy
from typing import Any

import openpyxl
import pytest
from open_books import OpenInExcel, OpenInOpenpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from pane_books import OPENED, WITH_PANE, OpenInPane
from sorts import COLOURS, HEADS
from workbooks import CASES, SERVICES, case, workbook

from cgs_validate import load_spec, mark, unmark, validate
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template
from cgs_validate_addin import actions

Press = Callable[..., Any]
ANSWERS = {OpenInOpenpyxl: ["no", "yes"], OpenInExcel: [7, 6], OpenInPane: ["no", "yes"]}
YELLOW, RED, GREEN, BLUE = "FFFFFF00", "FFFF6666", "FF00FF00", "FF0000FF"
FORM = "表A-1-輔導教師-個案"
TEN = [case(D=99, E=None), case(C="S002", L="3、10", J="T03", B=7), case(C="S003", N=None, A=None, F=99, H=8, E=5)]
WRONG = {"D6", "E6", "L7", "J7", "B7", "N8", "A8", "F8", "H8", "E8"}


def dressed(data: bytes) -> bytes:
    """Return a workbook with a teacher's own formats, notes, dropdowns and conditional formats."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    sheet["D6"].fill = PatternFill("solid", fgColor=GREEN)
    sheet["J7"].fill = PatternFill("solid", fgColor=YELLOW)
    sheet["E6"].font, sheet["E6"].border = Font(bold=True, color=BLUE), Border(left=Side("thick"))
    sheet["L7"].comment = Comment("老師的註解", "陳老師")
    sheet["C6"].comment = Comment("另一個註解", "陳老師")
    dropdown = DataValidation("list", "男,女")
    dropdown.add("E6:E99")
    sheet.add_data_validation(dropdown)
    sheet.conditional_formatting.add("A6:N99", FormulaRule(["$A6=1"], fill=PatternFill(bgColor=BLUE)))
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


MANY = dressed(workbook(TEN))


def seen(data: bytes, name: str = CASES.name) -> dict[str, Any]:
    """Return the visible content of a sheet: each cell's value, fill, font, border, note; dropdowns, conditions."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[name]
    looks: dict[str, Any] = {}
    for row in sheet.iter_rows():
        for cell in row:
            fill = look(cell.fill)
            note = cell.comment.text if cell.comment else None
            looks[cell.coordinate] = cell.value, fill, cell.font.b, repr(cell.border), cell.number_format, note
    looks["dropdowns"] = [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation]
    looks["conditions"] = [str(area.sqref) for area in sheet.conditional_formatting]
    looks["merged"] = sorted(map(str, sheet.merged_cells.ranges))
    return looks


def look(fill: PatternFill) -> Any:
    """Return a solid fill's colour, another fill's description, None for no fill."""
    plain = fill.patternType == "solid" and fill.fgColor.type == "rgb"
    if plain or fill.patternType is None:
        return fill.fgColor.rgb if plain else None
    return repr((fill.patternType, fill.fgColor, fill.bgColor))


def coloured(data: bytes) -> dict[str, str]:
    """Return the cells that have a mark's colour now and did not before."""
    before, after = seen(MANY), seen(data)
    return {at: look[1] for at, look in after.items() if look != before[at] and look[1] in COLOURS.values()}


@pytest.fixture(params=WITH_PANE)
def press(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Return a function that opens a workbook and presses buttons."""

    def press(data: bytes, *buttons: str) -> Any:
        book = OPENED[request.param](data)
        for button in buttons:
            actions.run(getattr(actions, button), book)
        return book

    return press


def test_a_check_marks_lists_and_shows_a_message(press: Press) -> None:
    book = press(MANY, "check")
    marked = book.saved()
    report = validate(MANY)
    sheet = book.openpyxl[CASES.name]
    assert {note.place.cell for note in report.annotations} == WRONG
    for note in report.annotations:
        cell = sheet[note.place.cell]
        assert cell.fill.fgColor.rgb == COLOURS[note.sort]
        assert HEADS[note.sort] in cell.comment.text
    assert sheet["L7"].comment.text.startswith("老師的註解\n【資料有誤】")
    assert [sheet.title for sheet in book.openpyxl if sheet.sheet_state == "visible"][-1] == "檢核結果"
    links = [cell.value for cell in book.openpyxl["檢核結果"]["C"] if str(cell.value).startswith("=HYPERLINK")]
    assert f'=HYPERLINK("#\'{CASES.name}\'!D6","D6")' in links
    assert len(links) == len([finding for finding in report.findings if finding.place.cell])
    assert book.messages[0].startswith("✗ 還不能上傳：3 格未填寫，")
    assert book.openpyxl.active.title == CASES.name
    assert (book.screen_frozen, book.status[-1]) == (False, False)
    assert validate(marked).to_dict()["findings"] == report.to_dict()["findings"]


@pytest.mark.parametrize("rows", [[case(), None, case(C="S9")], [case(C="S9")]], ids=["a reminder", "nothing"])
@pytest.mark.parametrize("locked", [True, False])
def test_the_message_has_no_colours_where_there_are_none(rows: list[Any], locked: bool, press: Press) -> None:
    data = workbook(rows)
    book, report = press(data), validate(data)
    book.openpyxl.security = WorkbookProtection(lockStructure=locked)
    actions.run(actions.check, book)
    verdict, *lines = book.messages[0].split("\n\n")
    assert verdict == report.verdict("zh-TW")
    assert bool(lines) == bool(report.findings)
    assert "黃色" not in book.messages[0]
    if report.findings:
        assert ("活頁簿的結構有保護" if locked else "要看的地方都列在「檢核結果」工作表。") in lines[0]


def test_three_of_ten_corrected_leave_seven_marks(press: Press) -> None:
    book = press(MANY, "check")
    assert len(coloured(book.saved())) == 10
    again = openpyxl.load_workbook(io.BytesIO(book.saved()))
    sheet = again.worksheets[0]
    sheet["D6"], sheet["L7"], sheet["E8"] = 9, "3,10", "男"
    again.save(corrected := io.BytesIO())
    result = press(corrected.getvalue(), "check").saved()
    assert coloured(result).keys() == WRONG - {"D6", "L7", "E8"}
    before, after = seen(MANY), seen(result)
    for at in ("D6", "L7", "E8"):
        assert after[at][1:] == before[at][1:]


def test_clear_brings_everything_back(press: Press) -> None:
    book = press(press(MANY, "check").saved(), "clear")
    assert seen(book.saved()) == seen(MANY)
    assert book.openpyxl.sheetnames == openpyxl.load_workbook(io.BytesIO(MANY)).sheetnames
    assert book.messages == ["拿掉了 10 格的標記。"]


def test_files_and_the_add_in_remove_each_others_marks(press: Press) -> None:
    target = io.BytesIO()
    unmark(press(MANY, "check").saved(), target)
    assert seen(target.getvalue()) == seen(MANY)
    mark(MANY, validate(MANY), target := io.BytesIO())
    assert seen(press(target.getvalue(), "clear").saved()) == seen(MANY)


def test_a_teachers_own_sheet_of_the_lists_name_stays(press: Press) -> None:
    own = openpyxl.load_workbook(io.BytesIO(MANY))
    own.create_sheet("檢核結果")["A1"] = "我自己的筆記"
    own.save(buffer := io.BytesIO())
    book = press(buffer.getvalue(), "check", "check")
    assert book.openpyxl.sheetnames[-3:] == ["檢核結果", "檢核結果2", "_cgs_marks"]
    actions.run(actions.clear, book)
    assert book.openpyxl.sheetnames == own.sheetnames
    assert book.openpyxl["檢核結果"]["A1"].value == "我自己的筆記"


def test_a_right_workbook_gets_no_marks(press: Press) -> None:
    book = press(workbook(), "check")
    assert book.messages == ["✓ 沒有需要修改的地方，可以上傳。"]
    assert "_cgs_marks" not in book.openpyxl.sheetnames


def test_what_is_only_probable_is_pale_and_asked_for_apart(press: Press) -> None:
    """A cell of the form of 114, of which nothing is stated; D5 is blank, which is yellow in any form."""
    book = openpyxl.load_workbook(io.BytesIO(build_template(load_spec("cgs/114"), load_example("cgs/114", "clean"))))
    book.worksheets[0]["D4"], book.worksheets[0]["D5"] = "１０", None
    book.save(buffer := io.BytesIO())
    opened = press(buffer.getvalue(), "check")
    assert opened.messages[0].startswith("✗ 還不能上傳：1 格未填寫，1 處可能有誤。\n\n黃色的格子還沒填")
    colours = {at: opened.openpyxl.worksheets[0][at].fill.fgColor.rgb for at in ("D4", "D5")}
    assert colours == {"D4": COLOURS["probably_invalid"], "D5": COLOURS["missing"]}
    assert seen(press(opened.saved(), "clear").saved(), FORM) == seen(buffer.getvalue(), FORM)

    stated = press(workbook([case(D="８", N="3.0")]))
    stated.answers.extend(ANSWERS[type(stated)][::-1])
    actions.run(actions.fix, stated)
    asked = [message for message in stated.messages if "D6" in message or "N6" in message]
    assert [("D6" in message, "N6" in message) for message in asked] == [(True, False), (False, True)]
    assert [stated.openpyxl.worksheets[0][at].value for at in ("D6", "N6")] == [8, "3.0"]


def test_the_safe_fixes_are_asked_for_first(press: Press) -> None:
    data = workbook([case(D="８", L="3、10", J="T03")])
    book = press(data)
    book.answers.extend(ANSWERS[type(book)])
    actions.run(actions.fix, book)
    assert seen(book.saved()) == seen(data)
    actions.run(actions.fix, book)
    sheet = book.openpyxl.worksheets[0]
    assert [sheet[at].value for at in ("D6", "J6", "L6")] == [8, 3, "3,10"]
    assert book.messages[-1].startswith("✓")
    assert press(workbook(), "fix").messages == ["沒有可以自動修正的地方。其他的錯誤要由您決定怎麼改，請看格子的註解。"]


def test_every_fix_is_listed_afterwards(press: Press) -> None:
    """The question lists a few; below the findings, all are listed with links."""
    rows = [case(C=f"S{row}", D="８") for row in range(20)]
    book = press(workbook([*rows, case(C="S20", D=99)]))
    book.answers.append(ANSWERS[type(book)][1])
    actions.run(actions.fix, book)
    assert "都會列在「檢核結果」工作表" in book.messages[0]
    listed = [[cell.value for cell in row] for row in book.openpyxl["檢核結果"].iter_rows()]
    start = next(number for number, row in enumerate(listed) if row[0] == "自動修正")
    assert listed[start - 1][0] is None
    assert listed[start] == ["自動修正", "工作表", "儲存格", "欄位", "原來", "改成", None]
    link = f'=HYPERLINK("#\'{CASES.name}\'!D6","D6")'
    assert listed[start + 1] == ["改好了", CASES.name, link, CASES.headers[3], "８", "8", None]
    assert len(listed[start + 1 :]) == 20
    assert listed[start - 2][2] == f'=HYPERLINK("#\'{CASES.name}\'!D26","D26")'


def test_no_message_and_no_list_names_a_person(press: Press) -> None:
    book = press(workbook([case(C=" 林家豪"), case(C="A123456789", A="０912-345-678", E="陳大文")]))
    book.answers.extend([ANSWERS[type(book)][1]] * 2)
    actions.run(actions.fix, book)
    listed = [str(cell.value) for row in book.openpyxl["檢核結果"].iter_rows() for cell in row]
    said = "\n".join([*book.messages, *listed])
    assert "（不顯示）" in said
    assert [name for name in ("林家豪", "A123456789", "912-345-678", "陳大文") if name in said] == []


def test_from_finding_to_finding(press: Press) -> None:
    book = press(press(MANY, "check").saved())
    book.openpyxl.active = book.openpyxl[CASES.name]

    def walk(button: str) -> str:
        actions.run(getattr(actions, button), book)
        return "{}{}".format("ABCDEFGHIJKLMN"[book.selected[1] - 1], book.selected[0])

    order = ["D6", "E6", "B7", "J7", "L7", "A8", "E8", "F8", "H8", "N8"]
    assert [walk("next_") for _ in order] == order
    assert [walk("previous") for _ in order[1:]] == [*reversed(order[:-1])]
    assert press(MANY, "next_").messages[0].startswith("沒有要看的地方。請先按「檢核」")


def test_another_workbook_gets_a_message(press: Press) -> None:
    book = press(workbook([], name="別的"), "check")
    assert book.messages


@pytest.mark.parametrize("button", ["upload", "help_"])
def test_messages(button: str, press: Press) -> None:
    assert len(press(MANY, button).messages[0]) > 40


def test_rows_inserted_below_marks_are_left_without_colour(press: Press) -> None:
    """They get the format of the row above. A teacher's own yellow cell below a mark stays."""
    own = openpyxl.load_workbook(io.BytesIO(MANY))
    own[CASES.name]["E7"].fill = PatternFill("solid", fgColor=YELLOW)
    own.save(buffer := io.BytesIO())
    mark(buffer.getvalue(), validate(buffer.getvalue()), by_file := io.BytesIO())
    books = [press(press(buffer.getvalue(), "check").saved()), press(by_file.getvalue()), press(buffer.getvalue())]
    for book in books:
        for row in (7, 8, 11):
            change_rows(book.openpyxl, "insert", row)
    *marked, plain = books
    for book in marked:
        assert book.openpyxl[CASES.name]["E8"].fill.fgColor.rgb == YELLOW
        actions.run(actions.clear, book)
        assert seen(book.saved()) == seen(plain.saved())


def test_a_cell_below_a_mark_that_is_moved_away_takes_no_own_colours_along(press: Press) -> None:
    """References to it follow, as when rows are inserted; a teacher's own red between the two stays."""
    own = openpyxl.load_workbook(io.BytesIO(MANY))
    for at in ("D9", "D10"):
        own[CASES.name][at].fill = PatternFill("solid", fgColor=RED)
    own.save(buffer := io.BytesIO())
    mark(buffer.getvalue(), validate(buffer.getvalue()), by_file := io.BytesIO())
    by_add_in, by_file, plain = (
        press(press(buffer.getvalue(), "check").saved()),
        press(by_file.getvalue()),
        press(buffer.getvalue()),
    )
    for book in (by_add_in, by_file, plain):
        move_cell(book.openpyxl, "D7", "D20")
        book.openpyxl[CASES.name]["D7"].fill = PatternFill("solid", fgColor=RED)
    actions.run(actions.clear, by_add_in)
    actions.run(actions.clear, by_file)
    assert seen(by_add_in.saved()) == seen(by_file.saved()) == seen(plain.saved())


def move_cell(book: openpyxl.Workbook, source: str, target: str) -> None:
    """Drag a cell elsewhere as Excel does: its format and the references to it follow."""
    cell, there = book[CASES.name][source], book[CASES.name][target]
    there.value, there._style, there.comment = cell.value, copy(cell._style), copy(cell.comment)
    cell.value, cell._style, cell.comment = None, copy(book[CASES.name]["Z99"]._style), None
    for line in book["_cgs_marks"].iter_rows() if "_cgs_marks" in book.sheetnames else ():
        for cell in line:
            if cell.data_type == "f":
                cell.value = cell.value.replace(f"!{source})", f"!{target})")


def change_rows(book: openpyxl.Workbook, edit: str, row: int) -> None:
    """Insert or delete a row as Excel does: notes, formats and references follow; a new row looks like that above."""
    sheet = book[CASES.name]
    getattr(sheet, f"{edit}_rows")(row)
    for cell in sheet[row] if edit == "insert" else ():
        cell._style = copy(sheet.cell(row - 1, cell.column)._style)
    for other in book.worksheets:
        for line in other.iter_rows() if other.title == "_cgs_marks" else ():
            for cell in line:
                if cell.data_type == "f":
                    cell.value = re.sub(r"!([A-Z]+)([0-9]+)", lambda found: moved(found, edit, row), cell.value)


def moved(reference: re.Match[str], edit: str, row: int) -> str:
    at = int(reference[2])
    if edit == "delete" and at == row:
        return "!#REF!"
    step = (1 if edit == "insert" else -1) if at >= row else 0
    return f"!{reference[1]}{at + step}"


def turn_rows_round(book: openpyxl.Workbook) -> None:
    """Sort the three rows downwards, as Excel does: values, formats and notes move, references stay."""
    sheet = book[CASES.name]
    for above, below in zip(sheet[6], sheet[8], strict=True):
        above.value, below.value = below.value, above.value
        above._style, below._style = below._style, above._style
        upper, lower = above.comment, below.comment
        above.comment = below.comment = None
        above.comment, below.comment = copy(lower), copy(upper)


def test_a_text_added_to_our_note_stays_when_the_reason_changes(press: Press) -> None:
    book = press(workbook([case(D=99)]), "check")
    cell = book.openpyxl[CASES.name]["D6"]
    cell.comment, cell.value = Comment(f"{cell.comment.text}\n記得問導師", "陳老師"), None
    actions.run(actions.check, book)
    own, *ours = cell.comment.text.splitlines()
    assert (own, ours[0][:5]) == ("記得問導師", "【未填寫】")
    assert "不能加註解" not in str(list(book.openpyxl["檢核結果"].values))


def test_marks_whose_cells_are_gone_leave_no_memory_behind(press: Press) -> None:
    """The same with only warnings, which have no marks: here skipped rows."""
    book = press(workbook([case(), *[None] * 5, case(C="S002")]), "check")
    assert "_cgs_marks" in book.openpyxl.sheetnames
    for row in range(12, 6, -1):
        change_rows(book.openpyxl, "delete", row)
    actions.run(actions.clear, book)
    assert book.openpyxl.sheetnames == [CASES.name, SERVICES.name]


def test_clear_after_rows_were_sorted(press: Press) -> None:
    marked, plain = press(press(MANY, "check").saved()), press(MANY)
    for book in (marked, plain):
        turn_rows_round(book.openpyxl)
    actions.run(actions.clear, marked)
    assert seen(marked.saved()) == seen(plain.saved())
    assert marked.messages == ["拿掉了 10 格的標記。"]


@pytest.mark.parametrize("name", ["1.當月個案", "陳's 當月個案"])
def test_clear_after_the_sheet_was_renamed(name: str, press: Press) -> None:
    marked, plain = press(press(MANY, "check").saved()), press(MANY)
    for book in (marked, plain):
        book.openpyxl[CASES.name].title = name
    for row in marked.openpyxl["_cgs_marks"].iter_rows():
        for cell in row if row[0].value in ("cell", "place") else ():
            if cell.data_type == "f":
                cell.value = cell.value.replace(CASES.name, name.replace("'", "''"))
    actions.run(actions.clear, marked)
    assert marked.messages == ["拿掉了 10 格的標記。"]
    assert seen(marked.saved(), name) == seen(plain.saved(), name)


def test_a_check_after_rows_were_sorted_leaves_no_old_mark(press: Press) -> None:
    marked = press(press(MANY, "check").saved())
    turn_rows_round(marked.openpyxl)
    actions.run(actions.check, marked)
    plain = press(MANY)
    turn_rows_round(plain.openpyxl)
    actions.run(actions.check, plain)
    assert seen(marked.saved()) == seen(plain.saved())
