"""下一個、上一個: in which order, and that each shows the reason at the cell and in the status bar."""

import io
from typing import Any

import openpyxl
import pytest
from open_books import OpenInExcel, OpenInOpenpyxl
from openpyxl.comments import Comment
from test_actions import ANSWERS, MANY
from workbooks import CASES, case, workbook

from cgs_validate import mark, validate
from cgs_validate.checking.messages import catalog
from cgs_validate.workbook import address, parse_address
from cgs_validate_addin import actions

ROWS = [case(N=32), case(C="S002", E=None), case(C="S003", D="3次"), case(C="S005", N="3次"), case(C="S004", L="3、10")]
HINTS, PROBABLE = ["提醒"], ["可能未填寫", "可能有誤"]


@pytest.fixture(params=[OpenInOpenpyxl, OpenInExcel])
def book(request: pytest.FixtureRequest) -> Any:
    """Return a workbook, open and checked in each program."""
    opened = request.param(workbook(ROWS))
    actions.run(actions.check, opened)
    opened.openpyxl.active = opened.openpyxl[CASES.name]
    return opened


def go(book: Any, button: str = "next_", *answers: bool) -> str:
    """Press a button, and return the active cell."""
    book.answers.extend(ANSWERS[type(book)][answer] for answer in answers)
    actions.run(getattr(actions, button), book)
    return address(*book.selected)


def walked(book: Any) -> list[str]:
    """Return what the status bar says all the way."""
    said = []
    while True:
        asked = len(book.messages)
        go(book, "next_", False)
        if len(book.messages) > asked:
            return said
        said.append(book.status[-1])
        book.answers.clear()


def test_it_goes_from_the_sure_to_the_probable_to_hints(book: Any) -> None:
    report, words = validate(workbook(ROWS)), catalog("zh-TW")
    classes = [PROBABLE.count(word) + 2 * HINTS.count(word) for word in (line.split()[1] for line in walked(book))]
    assert classes == sorted(classes)
    assert len(classes) == len({finding.place for finding in report.findings if finding.place.cell})
    assert set(classes) == {0, 1, 2}
    assert words.text("warning") in HINTS


def test_the_status_bar_says_which_it_is_and_why(book: Any) -> None:
    said = walked(book)
    assert f"1／{len(said)} 未填寫 E7 學生性別：這一格還沒有填。" == said[0]
    assert [line.split("／")[0] for line in said] == [str(number) for number in range(1, len(said) + 1)]


def test_the_note_opens_at_the_cell_and_closes_when_she_goes_on(book: Any) -> None:
    first = go(book)
    assert book.open_notes == {first}
    second = go(book)
    assert book.open_notes == {second} != {first}
    actions.run(actions.check, book)
    assert book.open_notes == set()
    assert not book.status[-1]


def test_a_note_that_was_open_before_stays_open() -> None:
    book = OpenInExcel(MANY)
    actions.run(actions.check, book)
    book.model.open_notes.add("L7")
    while go(book) != "L7":
        pass
    go(book)
    assert "L7" in book.open_notes


@pytest.mark.parametrize(("down", "right"), [(1, 0), (0, 1)], ids=["Enter", "Tab"])
def test_after_a_correction_it_goes_on_from_there(book: Any, down: int, right: int) -> None:
    order = [line.split()[2] for line in walked(book)]
    row, column = parse_address(order[0]) or (0, 0)
    if address(row + down, column + right) not in order:
        book.openpyxl[CASES.name].cell(row, column).value = "男"
        move(book, (row + down, column + right))
        assert go(book) == order[1]


def move(book: Any, at: tuple[int, int]) -> None:
    person = book.model if isinstance(book, OpenInExcel) else book.person
    person.selected = at


def test_at_the_end_it_asks_before_it_starts_over(book: Any) -> None:
    order = [line.split()[2] for line in walked(book)]
    assert "這是最後一處" in book.messages[-1]
    assert go(book, "next_", False) == order[-1]
    assert go(book, "next_", True) == order[0]
    assert go(book, "previous", False) == order[0]
    assert "這是第一處" in book.messages[-1]
    assert go(book, "previous", True) == order[-1]


def test_a_marked_copy_is_walked_through_without_reasons() -> None:
    mark(MANY, validate(MANY), target := io.BytesIO())
    book = OpenInExcel(target.getvalue())
    assert go(book) == "D6"
    assert (book.status[-1], book.open_notes) == ("1／10 D6", {"D6"})


def test_what_is_open_is_no_part_of_the_marks() -> None:
    data = workbook([case(D=99)])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0]["D6"].comment = Comment("老師的註解", "陳老師")
    book.save(buffer := io.BytesIO())
    opened = OpenInExcel(buffer.getvalue())
    for button in (actions.check, actions.next_, actions.clear):
        actions.run(button, opened)
    assert opened.openpyxl[CASES.name]["D6"].comment.text == "老師的註解"
    assert opened.openpyxl.sheetnames == book.sheetnames
