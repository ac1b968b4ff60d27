"""製作即時檢核檔 in Excel: a copy next to the saved file, with the rules in it and without marks."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from open_books import PROGRAMS, opener, press_button
from workbooks import CASES, case, workbook

from cgs_validate import arm, disarm, validate
from cgs_validate_addin import actions

Open = Callable[..., Any]
WRONG = workbook([case(D=99)])


@pytest.fixture(params=PROGRAMS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return opener(PROGRAMS[request.param], tmp_path)


def press(book: Any) -> str:
    """Press the button; return the last message."""
    return press_button(actions.arm, book)


def test_the_copy_is_that_of_the_command(opened: Open) -> None:
    book = opened(WRONG, "yes")
    book.openpyxl[CASES.name]["E6"] = None
    message = press(book)
    arm(book.path.read_bytes(), by_command := io.BytesIO())
    made = book.path.with_name("十月.armed.xlsx").read_bytes()
    assert made == by_command.getvalue()
    assert {finding.place.cell for finding in validate(made).findings} == {"D6", "E6"}
    assert all(part in message for part in ("十月.armed.xlsx", "到第 506 列", "沒有顏色不代表已經檢核"))
    assert "會先把「十月.xlsx」存檔" in book.messages[-2]


def test_marks_stay_in_the_open_book_and_out_of_the_copy(opened: Open) -> None:
    book = opened(WRONG, "yes")
    actions.run(actions.check, book)
    press(book)
    disarm(book.path.with_name("十月.armed.xlsx"), plain := io.BytesIO())
    copy = openpyxl.load_workbook(plain)
    assert copy.sheetnames == openpyxl.load_workbook(io.BytesIO(WRONG)).sheetnames
    assert copy[CASES.name]["D6"].fill.fgColor.rgb == "00000000"
    assert "檢核結果" in book.openpyxl.sheetnames


def test_no_means_no(opened: Open) -> None:
    book = opened(WRONG, "no")
    press(book)
    assert [path.name for path in book.path.parent.iterdir()] == ["十月.xlsx"]
    assert book.path.read_bytes() == WRONG


def test_a_second_copy_gets_a_number(opened: Open) -> None:
    press(opened(WRONG, "yes"))
    assert "十月.armed-2.xlsx" in press(opened(WRONG, "yes"))


def test_a_book_that_was_never_saved_has_to_be(opened: Open) -> None:
    book = opened(WRONG)
    book.path.unlink()
    assert "才能製作即時檢核檔" in press(book)


def test_no_copy_is_made_of_what_is_no_form(opened: Open) -> None:
    openpyxl.Workbook().save(other := io.BytesIO())
    book = opened(other.getvalue(), "yes")
    assert "表格" in press(book)
    assert list(book.path.parent.iterdir()) == [book.path]
