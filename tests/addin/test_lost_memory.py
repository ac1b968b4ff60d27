"""Marks whose memory is lost, in an open workbook: replaced by a check, removed by 清除標記, and listed."""

import io
from typing import Any

import openpyxl
import pytest
from libreoffice import OpenInLibreOffice
from lost_memory import LOST, MARKED, edited, marked, noted, without
from openpyxl.styles import PatternFill
from pane_books import OPENED, WITH_PANE
from workbooks import case, workbook

from cgs_validate_addin import actions

ONLY_IN_FILES = ("in references", "in UTF-16", "other line breaks", "fills in small letters")
TEACHER = "下週轉介，先聯絡家長"


def seen(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Return the notes and the fills of the first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for row in book.worksheets[0].iter_rows(min_row=6) for cell in row)
    fills = {cell.coordinate: cell.fill.fgColor.rgb for cell in cells if cell.fill.fill_type == "solid"}
    return {cell.coordinate: cell.comment.text for cell in noted(book)}, fills


def pressed(program: str, data: bytes, *buttons: str) -> Any:
    book = OPENED[program](data)
    for button in buttons:
        actions.run(getattr(actions, button), book)
    return book


@pytest.mark.parametrize("program", WITH_PANE)
@pytest.mark.parametrize("way", [way for way in LOST if way not in ONLY_IN_FILES])
def test_marks_are_replaced_and_removed(program: str, way: str) -> None:
    data = LOST[way]()
    book = pressed(program, data, "check")
    assert seen(book.saved()) == seen(marked())
    unknown = [message for message in book.messages if "原來的底色沒辦法確定" in message]
    assert len(unknown) == 1
    assert all(cell in unknown[0] for cell in MARKED)
    actions.run(actions.clear, book)
    assert seen(book.saved()) == ({}, {})
    alone = pressed(program, data, "clear")
    assert seen(alone.saved()) == ({}, {})
    assert all(cell in alone.messages[0] for cell in MARKED)


@pytest.mark.parametrize("program", WITH_PANE)
def test_what_the_teacher_wrote_and_painted_stays(program: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        without("_cgs_marks", by="輔導組")(book)
        sheet = book.worksheets[0]
        sheet["D6"].comment.text = f"{TEACHER}\n{sheet['D6'].comment.text}\n再約家長"
        for cell in ("N8", "C8"):
            sheet[cell].fill = PatternFill("solid", fgColor="FFFFFF00")

    data = edited(marked(workbook([case(D=99, E=None), case(C="S002", D=99), case(C="S003", N=99)])), edit)
    left = {"D6": f"{TEACHER}\n再約家長"}, {"N8": "FFFFFF00", "C8": "FFFFFF00"}
    assert seen(pressed(program, data, "clear").saved()) == left
    assert seen(pressed(program, data, "check", "clear").saved()) == left


@pytest.mark.parametrize("program", WITH_PANE)
def test_the_list_is_enough_where_the_notes_are_gone(program: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        without("_cgs_marks")(book)
        for cell in noted(book):
            cell.comment = None

    book = pressed(program, edited(marked(), edit), "clear")
    assert seen(book.saved()) == ({}, {})
    assert all(cell in book.messages[0] for cell in MARKED)


@pytest.mark.program
@pytest.mark.xdist_group("libreoffice")
@pytest.mark.parametrize("way", ["no author", "hidden sheets removed"])
def test_in_libreoffice(way: str) -> None:
    book = OpenInLibreOffice(LOST[way]())
    actions.run(actions.check, book)
    assert seen(book.saved()) == seen(marked())
    actions.run(actions.clear, book)
    assert seen(book.saved()) == ({}, {})
