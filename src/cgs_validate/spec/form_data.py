"""The answers filled into a template: an invented school's example, or a workbook migrated from another year."""

from dataclasses import dataclass, field

from ..workbook import Cell
from .months import Month

NO_MONTH, NO_SCHOOL = "   -   ", "（學校名稱）"  # in the titles of a blank

Answer = str | Cell
"""A text is typed in, as Excel reads it; a cell is written as it was in the workbook that it comes from."""


@dataclass(frozen=True)
class FilledSheet:
    """A sheet's rows from the first data row on, answers in column order; an empty row is a gap. ``merged``: areas."""

    rows: tuple[tuple[Answer, ...], ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The answers of a school: its sheets by their names in the spec. School and month are None where not known."""

    school: str | None
    month: Month | None
    sheets: dict[str, FilledSheet] = field(default_factory=dict)
