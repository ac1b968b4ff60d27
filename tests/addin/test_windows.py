"""Peculiarities of Excel on Windows: patterns and theme colours, protection, and the length of notes."""

import io
from pathlib import Path
from typing import Any

import excel_model
import openpyxl
import pytest
from open_books import OpenInExcel
from openpyxl.comments import Comment
from openpyxl.styles import GradientFill, PatternFill
from openpyxl.styles.colors import Color
from test_actions import MANY, TEN
from workbooks import CASES, SERVICES, workbook

from cgs_validate import mark, unmark, validate
from cgs_validate_addin import actions, run_button
from cgs_validate_addin.excel.press import press as press_button

OWN_FILLS = {
    "D6": PatternFill("solid", fgColor=Color(theme=4, tint=0.5999)),
    "E6": PatternFill("lightGrid", fgColor=Color(theme=9, tint=-0.25), bgColor="FF123456"),
    "J7": PatternFill("darkGrid", fgColor="FFFF0000", bgColor="FFFFFFFF"),
    "L7": PatternFill("solid", fgColor=Color(indexed=13)),
    "B7": PatternFill("solid", fgColor="FF000000"),
    "N8": PatternFill("solid", fgColor="FF8EA9DB"),
    "A8": PatternFill("mediumGray", fgColor=Color(indexed=64), bgColor=Color(indexed=65)),
    "F8": PatternFill("solid", fgColor="FF8EAADB"),
}


def press(data: bytes, *pressed: str) -> OpenInExcel:
    book = OpenInExcel(data)
    for button in pressed:
        actions.run(getattr(actions, button), book)
    return book


def changed(data: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def fill_in(sheet: Any) -> None:
    for at, fill in OWN_FILLS.items():
        sheet[at].fill = fill


def as_excel_shows(fill: Any) -> tuple[Any, ...]:
    """Return the visible part of a fill; Excel gives a colour of the legacy palette by its red, green and blue."""
    colours = (fill.fgColor, fill.bgColor) if fill.patternType not in (None, "solid") else (fill.fgColor,)
    shown = [(excel_model._blue_green_red(colour), colour.type == "theme", colour.tint) for colour in colours]
    return (fill.patternType, *shown) if fill.patternType else (None,)


def test_theme_colours_tints_and_patterns_come_back() -> None:
    data = changed(MANY, fill_in)
    cleared = press(press(data, "check").saved(), "clear").openpyxl[CASES.name]
    before = openpyxl.load_workbook(io.BytesIO(data))[CASES.name]
    for row in before.iter_rows():
        for cell in row:
            assert as_excel_shows(cleared[cell.coordinate].fill) == as_excel_shows(cell.fill), cell.coordinate


def test_files_give_back_what_excel_covered_and_excel_what_files_covered() -> None:
    data = changed(MANY, fill_in)
    before = openpyxl.load_workbook(io.BytesIO(data))[CASES.name]
    unmark(press(data, "check").saved(), by_file := io.BytesIO())
    mark(data, validate(data), by_add_in := io.BytesIO())
    for result in (by_file.getvalue(), press(by_add_in.getvalue(), "clear").saved()):
        sheet = openpyxl.load_workbook(io.BytesIO(result))[CASES.name]
        assert {at: as_excel_shows(sheet[at].fill) for at in OWN_FILLS} == {
            at: as_excel_shows(before[at].fill) for at in OWN_FILLS
        }


def test_a_fill_that_cannot_be_restored_is_reported_as_such() -> None:
    data = changed(MANY, lambda sheet: setattr(sheet["D6"], "fill", GradientFill(stop=("FFFFFFFF", "FF0000FF"))))
    mark(data, validate(data), by_file := io.BytesIO())
    message = press(by_file.getvalue(), "clear").messages[0]
    assert f"拿掉標記以後會沒有底色，需要的話請自己再塗：{CASES.name} D6" in message
    assert "排序" not in message


def test_a_note_beyond_the_first_plane_is_cut_where_it_ended() -> None:
    data = changed(MANY, lambda sheet: setattr(sheet["D6"], "comment", Comment("𠮷😀老師", "陳老師")))
    book = press(data, "check", "clear")
    assert book.openpyxl[CASES.name]["D6"].comment.text == "𠮷😀老師"


def test_unexpected_errors_are_shown_and_logged_without_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("王小明")

    monkeypatch.setattr(run_button, "LOG", tmp_path / "log.txt")
    monkeypatch.setattr(actions, "check", fail)
    book = OpenInExcel(workbook(TEN))
    run_button.run_button("check", book)
    assert str(tmp_path / "log.txt") in book.messages[0]
    log = (tmp_path / "log.txt").read_text("utf-8")
    assert "RuntimeError" in log
    assert "test_windows.py" in log
    assert "王小明" not in log


def test_the_calling_workbook_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlwings

    book = OpenInExcel(MANY)
    monkeypatch.setattr(xlwings.Book, "caller", classmethod(lambda _: book._book))
    press_button("check")
    assert book.messages[0].startswith("✗")


def test_there_are_two_sheets_to_check() -> None:
    assert press(workbook(), "check").openpyxl.sheetnames == [CASES.name, SERVICES.name, "檢核結果"]
