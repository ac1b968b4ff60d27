"""Of several sheets of one kind, which is checked: that of the month asked for, and nothing of the others."""

import io

import openpyxl
import pytest
from form_114 import CASES, replaced, sheet_rows

from cgs_validate import validate

WORDING = {"like": "of 111"}


def book_of(*months: tuple[str, str, str], blank: str = "") -> bytes:
    """A workbook with two sheets for each month: (name of the first, name of the second, month of the titles)."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for cases, services, month in months:
        for name, sheet in ((cases, "cases"), (services, "services")):
            rows = [replaced(row, {}) for row in CASES["right"][sheet]]
            page = book.create_sheet(name)
            title = f"[{month}] 虛構國中輔導教師工作成果" if month else "輔導教師工作成果"
            for row in sheet_rows({**WORDING, "title": title}, sheet, [] if name == blank else rows):
                page.append(row)
    book.save(target := io.BytesIO())
    return target.getvalue()


FEBRUARY, MARCH = ("2月個案", "2月服務", "115-02"), ("3月個案", "3月服務", "115-03")
FORGOTTEN = ("3月個案", "3月服務", "115-02")
IN_WORDS = ("二月個案", "二月服務", ""), ("三月個案", "三月服務", "")
IN_DIGITS = ("個案11502", "服務11502", ""), ("個案11503", "服務11503", "")
YEARS_END = ("個案11412", "服務11412", ""), ("個案11501", "服務11501", "")
WINTER = ("12月個案", "12月服務", ""), ("1月個案", "1月服務", "")
COPIED = ("個案", "服務", "115-02"), ("個案 (2)", "服務 (2)", "115-03")
THE_SAME = ("個案", "服務", "115-03"), ("個案 (2)", "服務 (2)", "115-03")
NAMELESS = ("2月A", "2月B", "115-02"), ("3月A", "3月B", "115-03")


@pytest.mark.parametrize(
    ("months", "asked", "checked", "month"),
    [
        ((FEBRUARY, MARCH), "115-02", 0, "115-02"),
        ((FEBRUARY, MARCH), "115-03", 1, "115-03"),
        ((FEBRUARY, MARCH), None, 1, "115-03"),
        ((MARCH, FEBRUARY), None, 0, "115-03"),
        ((FEBRUARY, MARCH), "115-04", 1, "115-04"),
        ((FEBRUARY, FORGOTTEN), "115-03", 1, "115-03"),
        (IN_WORDS, "115-02", 0, "115-02"),
        (IN_DIGITS, "115-02", 0, "115-02"),
        (YEARS_END, None, 1, None),
        (WINTER, None, 1, None),
        (COPIED, "115-03", 1, "115-03"),
        (THE_SAME, "115-03", 0, "115-03"),
        (NAMELESS, "115-03", 1, "115-03"),
        (NAMELESS, "115-02", 0, "115-02"),
    ],
)
def test_the_sheets_of_the_month_are_checked(
    months: tuple[tuple[str, str, str], ...], asked: str | None, checked: int, month: str | None
) -> None:
    report = validate(book_of(*months), month=asked)
    names = list(months[checked][:2])
    unchecked = [found for found in report.findings if found.code == "duplicate_sheet"]
    assert [table.sheet for table in report.tables] == names
    assert {found.place.sheet for found in unchecked} == {*months[0][:2], *months[1][:2]}.difference(names)
    assert [found.params["checked"] for found in unchecked] == names
    assert (str(report.month) if report.month else None, report.ok) == (month, False)


def test_a_blank_sheet_of_a_later_month_is_not_checked_for_that_with_answers() -> None:
    assert validate(book_of(FEBRUARY, MARCH, blank="3月個案")).tables[0].sheet == "2月個案"


def test_the_blank_sheet_of_the_month_asked_for_is_the_one() -> None:
    assert validate(book_of(FEBRUARY, MARCH, blank="3月個案"), month="115-03").tables[0].sheet == "3月個案"


def test_what_is_wrong_in_the_sheet_of_the_month_is_found() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_of(FEBRUARY, MARCH)))
    book["3月個案"]["D4"] = 99
    book.save(target := io.BytesIO())
    report = validate(target.getvalue(), month="115-03")
    assert "3月個案!D4" in {f"{note.place.sheet}!{note.place.cell}" for note in report.annotations}
