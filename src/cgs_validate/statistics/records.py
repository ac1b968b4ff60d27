"""The cases and services of a checked workbook, as statistics count them: codes, and whole numbers.

Only what is understood is counted: an answer that is wrong or missing is none. The fields are those of the family cgs.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..checking.report import Report
from ..checking.tables import Table
from ..checking.values import Value
from ..formats.look_alike import identity

COUNTS = {"count_male": "male", "count_female": "female", "count_other": "other"}


class Case(NamedTuple):
    """A row of 當月個案.

    ``month``: empty where it is not known; ``student``: of 學生代號, what all that look alike share.
    """

    month: str
    teacher: str
    identity: str
    student: str
    grade: str
    sex: str
    state: str
    referral: str
    main: tuple[str, ...]
    secondary: tuple[str, ...]
    sessions: int


class Service(NamedTuple):
    """A row of 相關服務. ``persons``: 服務人次 by ``male``, ``female`` and ``other``."""

    month: str
    teacher: str
    identity: str
    item: str
    target: str
    persons: dict[str, int]


def cases(report: Report) -> Iterator[Case]:
    """Yield the cases of a workbook."""
    month = str(report.month or "")
    for table in _tables(report, "cases"):
        rows = _Rows(table)
        for index in range(len(table.rows)):
            yield Case(
                month,
                rows.text("teacher_code", index),
                rows.code("identity", index),
                identity(rows.text("student_code", index)),
                rows.code("student_grade", index),
                rows.code("student_sex", index),
                rows.code("counselling_state", index),
                rows.code("referral", index),
                rows.codes("category_main", index),
                rows.codes("category_secondary", index),
                rows.number("sessions", index),
            )


def services(report: Report) -> Iterator[Service]:
    """Yield the services of a workbook."""
    month = str(report.month or "")
    for table in _tables(report, "services"):
        rows = _Rows(table)
        for index in range(len(table.rows)):
            yield Service(
                month,
                rows.text("teacher_code", index),
                rows.code("identity", index),
                rows.code("service_item", index),
                rows.code("service_target", index),
                {kind: rows.number(field, index) for field, kind in COUNTS.items() if field in table.columns},
            )


def _tables(report: Report, name: str) -> Iterator[Table]:
    return (table for table in report.tables if table.spec.name == name)


class _Rows:
    """The answers of a sheet by field and row; a field that it has not is blank."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def text(self, field: str, index: int) -> str:
        value = self._value(field, index)
        return value.text if value and value.readable else ""

    def codes(self, field: str, index: int) -> tuple[str, ...]:
        """Return the codes of an answer, without that for none."""
        value = self._value(field, index)
        if value is None or not value.certain:
            return ()
        column = self._table.columns[field].spec
        return tuple(code for code in value.codes if column.codes is None or code in column.codes.codes)

    def code(self, field: str, index: int) -> str:
        return next(iter(self.codes(field, index)), "")

    def number(self, field: str, index: int) -> int:
        value = self._value(field, index)
        known = value is not None and value.certain and isinstance(value.meaning, int)
        return value.meaning if value is not None and known else 0

    def _value(self, field: str, index: int) -> Value | None:
        return self._table.columns[field][index] if field in self._table.columns else None
