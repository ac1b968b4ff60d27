"""A made-up school over many months: each workbook is made from the one before by ``next_month``, then filled in.

Cases open, go on, are referred, and end: in their last month they have no session, and no referral that goes on.
"""

import io
import random
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from cgs_validate import NextMonth, load_spec, next_month
from cgs_validate.spec.examples import Filled, FilledSheet
from cgs_validate.spec.months import Month
from cgs_validate.templates.workbook import build_template

FIRST, MONTHS = Month(111, 8), 16
NAME = "虛構國中"
# the columns of 當月個案, from A
CODE, GRADE, SEX, SOURCE, STATE, REFERRAL, SESSIONS = 3, 4, 5, 7, 8, 9, 14
SERVICES = [["T1", 1, 2, 0, 8], ["T1", 1, 5, 0, 13], ["T2", 1, 3, 0, 14], ["T2", 1, 11, 0, 9]]


@dataclass
class School:
    """The months of one school, as bytes, with what ``next_month`` said of each but the first."""

    random: random.Random
    books: list[bytes] = field(default_factory=list, repr=False)
    made: list[NextMonth] = field(default_factory=list, repr=False)
    number: int = 0

    def new_case(self, month: Month = FIRST) -> list[Any]:
        """A row of a case that opens; in July of no one who graduates."""
        self.number += 1
        pick = self.random.choice
        code, grade = f"A{self.number:02}{pick('KMPRTW')}", pick([7, 8] if month.month == 7 else [7, 8, 9])
        # 教師編碼, 身分, 代號, 年級, 性別, 身分, 來源, 概況, 轉介, 主, 主說明, 副, 副說明, 次數
        return [pick(["T1", "T2"]), 1, code, grade, pick(["男", "女"]), pick([0, 0, 9]), pick([1, 2, 3]), 1,
                pick([1, 2, 2]), pick([1, 3, 5, 12]), 0, pick([0, 4, 6]), 0, self.sessions()]  # fmt: skip

    def sessions(self) -> int:
        """How often a case was seen in a month."""
        return self.random.randint(1, 9)

    def counts(self) -> list[list[Any]]:
        """The services of a month."""
        return [[*service, self.random.randint(1, 40), self.random.randint(1, 40)] for service in SERVICES]


def made_up_school(seed: int) -> School:
    """A school whose every month is right."""
    school = School(random.Random(seed))
    cases = tuple(tuple(map(str, school.new_case())) for _ in range(8))
    services = tuple(tuple(map(str, row)) for row in school.counts())
    sheets = {"cases": FilledSheet(cases), "services": FilledSheet(services)}
    school.books.append(build_template(load_spec("cgs/111"), Filled(school=NAME, month=FIRST, sheets=sheets)))
    while len(school.books) < MONTHS:
        school.made.append(next_month(school.books[-1], written := io.BytesIO()))
        school.books.append(filled_in(written.getvalue(), school, school.made[-1].month))
    return school


def filled_in(data: bytes, school: School, month: Month) -> bytes:
    """The month's own entries put into a workbook: cases that go on, end, are referred, and new ones."""
    before = openpyxl.load_workbook(io.BytesIO(school.books[-1]))
    known = {row[CODE - 1]: row for row in case_rows(before)}
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [entered(row, known[row[CODE - 1]], school, month) for row in case_rows(book)]
    stay = [row for row in rows if row]
    stay += [school.new_case(month) for _ in range(school.random.randint(1, 3))]
    put(book.worksheets[0], stay)
    put(book.worksheets[1], school.counts())
    book.save(written := io.BytesIO())
    return written.getvalue()


def entered(row: list[Any], before: list[Any], school: School, month: Month) -> list[Any] | None:
    """A row with this month's entries; None for a case that has ended."""
    if before[SESSIONS - 1] == 0:
        return None
    row = [*row]
    graduates = row[GRADE - 1] == 9 and month.month == 7
    row[GRADE - 1] += month.month == 8
    if row[REFERRAL - 1] == 3 and (graduates or school.random.random() < 0.4):
        row[REFERRAL - 1] = 4
    elif row[REFERRAL - 1] == 2 and not graduates and school.random.random() < 0.1:
        row[REFERRAL - 1] = 1
    ends = graduates or (row[REFERRAL - 1] in (2, 4) and school.random.random() < 0.2)
    row[SESSIONS - 1] = 0 if ends else school.sessions()
    return row


def case_rows(book: Any) -> list[list[Any]]:
    """The rows of 當月個案, from the first one."""
    rows = ([cell.value for cell in row[:14]] for row in book.worksheets[0].iter_rows(min_row=6))
    return [row for row in rows if row[CODE - 1] is not None]


def put(sheet: Any, rows: list[list[Any]]) -> None:
    """Write the rows of a sheet in the place of those that it has."""
    first = 6 if sheet.max_column >= 14 else 5
    for index in range(max(len(rows), sheet.max_row - first + 1)):
        values = rows[index] if index < len(rows) else [None] * 14
        for column, value in enumerate(values, 1):
            if value is not None or sheet.cell(first + index, column).value is not None:
                sheet.cell(first + index, column).value = value
