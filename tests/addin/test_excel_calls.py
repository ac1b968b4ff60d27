"""The number of calls to Excel: at most 60 for a thousand cells with any button."""

import random
from collections import Counter
from typing import Any

import excel_model
import pytest
from open_books import OpenInExcel
from openpyxl.styles import PatternFill
from workbooks import CASES, case, workbook

from cgs_validate_addin import actions

ROWS, FINDINGS, MOST = 5_000, 500, 60
WIDTH = len(CASES.headers)
WRONG = {"A": None, "B": 7, "D": 99, "E": None, "F": 99, "H": 8, "J": "T03", "L": "3、10", "N": None}


def plain(_: Any) -> None:
    """A sheet without colours."""


def striped(book: Any) -> None:
    """A colour for every other row, none of the theme's."""
    for row in book.worksheets[0].iter_rows(6, ROWS + 5, 1, WIDTH):
        for cell in row if row[0].row % 2 else ():
            cell.fill = PatternFill("solid", fgColor="FFDDEBF7")


def press(book: OpenInExcel, button: str) -> Counter[str]:
    """Return the number of calls of each property and method."""
    excel_model.CALLS.clear()
    actions.run(getattr(actions, button), book)
    assert excel_model.CALLS.total() / (ROWS * WIDTH) * 1000 <= MOST, excel_model.CALLS
    return excel_model.CALLS.copy()


@pytest.mark.parametrize("paper", [plain, striped])
def test_few_calls_for_each_press(paper: Any) -> None:
    chance = random.Random(6)
    wrong = {row: chance.choice(sorted(WRONG)) for row in chance.sample(range(ROWS), FINDINGS)}
    rows = [case(C=f"S{row:05}") for row in range(ROWS)]
    for row, column in wrong.items():
        rows[row] = case(**{"C": f"S{row:05}", column: WRONG[column]})
    book = OpenInExcel(workbook(rows, edit=paper))
    assert press(book, "check")["AddComment"] == FINDINGS

    again = press(book, "check")
    the_old_list = 1
    assert (again["AddComment"], again["Delete"]) == (0, the_old_list)
    assert again["Pattern ="] < 10  # of the new list alone

    corrected = list(wrong.items())[:: FINDINGS // 150]
    for row, column in corrected:
        book.openpyxl[CASES.name][f"{column}{row + 6}"].value = case()["ABCDEFGHIJKLMN".index(column)]
    renewed = press(book, "check")
    list_and_memory = 2
    assert (renewed["AddComment"], renewed["Delete"]) == (0, len(corrected) + list_and_memory)

    assert press(book, "clear")["Delete"] == FINDINGS - len(corrected) + list_and_memory
    assert book.messages[-1] == f"拿掉了 {FINDINGS - len(corrected)} 格的標記。"


def test_reading_alone_needs_hardly_any() -> None:
    book = OpenInExcel(workbook([case(C=f"S{row:05}") for row in range(2_000)]))
    excel_model.CALLS.clear()
    actions.run(actions.check, book)
    assert book.messages[0].startswith("✓")
    assert excel_model.CALLS.total() < 700
