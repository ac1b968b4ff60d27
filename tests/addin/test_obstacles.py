"""Obstacles to marks: protection, sharing, hidden and filtered cells, long notes, threads. Each is reported."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from open_books import OpenInExcel
from openpyxl.comments import Comment
from openpyxl.workbook.protection import WorkbookProtection
from pane_books import OPENED, WITH_PANE, OpenInPane
from test_actions import ANSWERS, MANY, seen
from workbooks import CASES, SERVICES, case, service, workbook

from cgs_validate import validate
from cgs_validate_addin import actions

Open = Callable[[bytes], Any]


@pytest.fixture(params=WITH_PANE)
def opened(request: pytest.FixtureRequest) -> Open:
    opened: Open = OPENED[request.param]
    return opened


def press(book: Any, *buttons: str) -> Any:
    for button in buttons:
        actions.run(getattr(actions, button), book)
    assert not [message for message in book.messages if "紀錄檔" in message]
    return book


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """Return a workbook with a change to its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def looks(data: bytes) -> dict[str, Any]:
    return {at: look for at, look in seen(data).items() if at != "merged"}


def test_a_protected_sheet_has_a_list_and_a_sentence(opened: Open) -> None:
    book = press(opened(changed(MANY, lambda sheet: sheet.protection.enable())), "check")
    listed = [cell.value for cell in book.openpyxl["檢核結果"]["A"]]
    assert any(f"工作表「{CASES.name}」有保護，所以沒有上色" in str(line) for line in listed)
    assert f"工作表「{CASES.name}」有保護，所以沒有上色" in book.messages[0]
    assert listed.count("資料有誤") == validate(MANY).counts["invalid"]
    assert looks(book.saved()) == looks(MANY)
    press(book, "next_")
    assert book.selected == (6, 4)


def test_marks_under_protection_stay_until_it_is_removed(opened: Open) -> None:
    marked = press(opened(MANY), "check").saved()
    book = press(opened(changed(marked, lambda sheet: sheet.protection.enable())), "clear")
    assert f"工作表「{CASES.name}」現在有保護，標記還留著" in book.messages[0]
    assert looks(book.saved()) == looks(marked)
    unprotected = changed(book.saved(), lambda sheet: sheet.protection.disable())
    assert seen(press(opened(unprotected), "clear").saved()) == seen(MANY)


def protect(sheet: Any) -> None:
    """Protect a sheet so that colours are allowed."""
    sheet.protection.enable()
    sheet.protection.formatCells = False


def test_fixes_in_protected_sheets_are_reported(opened: Open) -> None:
    data = workbook([case(L="3、10")], edit=lambda book: protect(book[CASES.name]))
    book = press(opened(data), "fix")
    (message,) = book.messages
    assert message.startswith(f"工作表「{CASES.name}」有保護，裡面可以自動修正的格子都沒有改。請先按「校閱」")
    assert looks(book.saved()) == looks(data)


def test_what_can_be_fixed_is_fixed_where_another_sheet_is_protected(opened: Open) -> None:
    data = workbook([case(D="８")], [service(C="３")], edit=lambda book: protect(book[SERVICES.name]))
    book = opened(data)
    book.answers.append(ANSWERS[type(book)][1])
    press(book, "fix")
    assert book.messages[0].startswith(f"工作表「{SERVICES.name}」有保護，裡面可以自動修正的格子都沒有改")
    assert book.openpyxl[CASES.name]["D6"].value == 8


@pytest.mark.parametrize("shared", [False, True])
def test_without_a_findings_list_the_message_has_the_findings(opened: Open, shared: bool) -> None:
    book = opened(MANY)
    lock(book, shared)
    press(book, "check")
    assert "活頁簿的結構有保護，或是設成了共用" in book.messages[0]
    assert f"{CASES.name} D6" in book.messages[0]
    assert seen(book.saved()) == seen(MANY)


@pytest.mark.parametrize("shared", [False, True])
def test_where_no_sheet_can_be_removed_marks_stay_until_it_can(opened: Open, shared: bool) -> None:
    book = press(opened(MANY), "check")
    marked = seen(book.saved())
    lock(book, shared)
    press(book, "clear")
    assert "標記還留著" in book.messages[-1]
    assert seen(book.saved()) == marked
    lock(book, False, locked=False)
    assert seen(press(book, "clear").saved()) == seen(MANY)


def lock(book: Any, shared: bool, *, locked: bool = True) -> None:
    """Protect the structure of a workbook, or share it, or neither."""
    book.openpyxl.security = WorkbookProtection(lockStructure=locked and not shared)
    if isinstance(book, OpenInPane):
        if shared:
            pytest.skip("Excel does not say so to a pane")
        return
    (book.model.book if isinstance(book, OpenInExcel) else book._book.impl).shared = locked and shared


def test_hidden_rows_and_columns_are_marked_and_reported(opened: Open) -> None:
    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A3:N8"
        sheet.row_dimensions[6].hidden = True
        sheet.row_dimensions.group(7, 7, hidden=True)
        sheet.column_dimensions["N"].hidden = True

    hidden = changed(MANY, hide)
    book = press(opened(hidden), "check")
    sheet = book.openpyxl[CASES.name]
    for note in validate(hidden).annotations:
        assert sheet[note.place.cell].comment
    book.openpyxl.active = sheet
    message = []
    for _ in range(12):
        book.messages.clear()
        press(book, "next_")
        message += [line.split()[0] for line in book.messages if "在隱藏的" in line]
    assert message == ["D6", "E6", "B7", "J7", "L7", "N8", "N3", "A6"]
    assert seen(press(book, "clear").saved()) == seen(hidden)


def test_a_hidden_sheet_is_not_walked_into(opened: Open) -> None:
    book = press(opened(workbook([case(D=99)], in_cases={"hidden": True})), "check", "next_")
    assert book.messages[0].startswith("✗")
    assert f"工作表「{CASES.name}」隱藏起來了" in book.messages[0]
    assert "請先取消隱藏" in book.messages[1]


def test_a_note_without_room_for_ours_stays_and_the_list_says_so(opened: Open) -> None:
    long = changed(MANY, lambda sheet: setattr(sheet["D6"], "comment", Comment("長" * 32_000, "陳老師")))
    book = press(opened(long), "check")
    assert book.openpyxl[CASES.name]["D6"].comment.text == "長" * 32_000
    assert list_entry(book, "D6") == "（這一格不能加註解，原因只寫在這裡。）"
    assert seen(press(book, "clear").saved()) == seen(long)


def test_a_threaded_comment_stays_and_the_list_says_so(opened: Open) -> None:
    book = opened(MANY)
    book.threads.add("D6")
    press(book, "check")
    assert book.openpyxl[CASES.name]["D6"].fill.fgColor.rgb == "FFFF6666"
    assert list_entry(book, "D6") == "（這一格不能加註解，原因只寫在這裡。）"
    assert seen(press(book, "check", "clear").saved()) == seen(MANY)


def list_entry(book: Any, at: str) -> str:
    """Return the end of a cell's entry in the list."""
    rows = [[str(cell.value) for cell in row] for row in book.openpyxl["檢核結果"].iter_rows()]
    (hint,) = (row[6] for row in rows if f'"{at}")' in row[2])
    return hint[hint.rfind("（") :]


def test_hundreds_of_notes(opened: Open) -> None:
    data = workbook([case(C=f"S{row}", D=99, E=None) for row in range(400)])
    book = press(opened(data), "check")
    assert sum(1 for row in book.openpyxl[CASES.name].iter_rows() for cell in row if cell.comment) == 800
    press(book, "check", "clear")
    assert seen(book.saved()) == seen(data)


def test_looks_far_below_cost_nothing(opened: Open) -> None:
    book = opened(workbook([case()]))
    book.openpyxl.worksheets[0]["A1048576"].number_format = "0.00"
    used = book.sheets()[0].used()
    assert used is not None
    assert used.bottom == 6
