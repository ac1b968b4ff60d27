"""Of several sheets that may all be one of a spec, which is checked: that of the report month.

Teachers keep a month a sheet: 2月個案, 3月個案. What says the month is the title, and the name of the sheet, which is
right more often where a sheet was copied. Where none is of the
month, or none is asked for, it is the newest sheet with answers.
"""

import re
from collections.abc import Iterable

from ..formats.chinese_number import read_chinese_number
from ..spec.model import SheetSpec
from ..spec.months import Month, find_month
from ..text import half_width
from ..workbook import Sheet
from .column_matching import find_columns
from .sheet_match import SheetMatch

_YEAR_AND_MONTH = re.compile(r"(?<![0-9])(1[0-9]{2})\s*[-_./年]?\s*(1[0-2]|0?[1-9])(?![0-9])")
_MONTH_ALONE = re.compile(r"(?<![0-9])(1[0-2]|0?[1-9])\s*月|(十[一二]?|[一二三四五六七八九])月")
_UNKNOWN = Month(0, 0)


def in_order(spec: SheetSpec, sheets: Iterable[Sheet], month: Month | None) -> list[Sheet]:
    """Return sheets with the one to be checked first, others as they are. month: the one asked for."""
    sheets = list(sheets)
    return sorted(sheets, key=lambda sheet: _rank(spec, sheet, month), reverse=True) if len(sheets) > 1 else sheets


def _rank(spec: SheetSpec, sheet: Sheet, month: Month | None) -> tuple[int, bool, bool, Month, Month]:
    """Return how well a sheet fits, the more the better."""
    match = SheetMatch(spec, sheet)
    find_columns(match, sheet.grid, by_place=False)
    found = find_month([text for _, _, text in match.folded_titles])
    titled, named = found[1] if found else _UNKNOWN, _named_month(sheet.name)
    by_title = titled == month
    by_name = month is not None and (named == month or named == Month(0, month.month))
    return by_title + by_name, by_title, _has_answers(match), titled, _in_school_year(named)


def _named_month(name: str) -> Month:
    """Return the month in the name of a sheet, often without a year.

    >>> [tuple(_named_month(name)) for name in ("3月個案", "個案11503", "十二月", "表A-1-輔導教師-1_當月個案")]
    [(0, 3), (115, 3), (0, 12), (0, 0)]
    """
    name = half_width(name)
    if whole := _YEAR_AND_MONTH.search(name):
        return Month(int(whole[1]), int(whole[2]))
    alone = _MONTH_ALONE.search(name)
    return Month(0, int(alone[1] or read_chinese_number(alone[2]) or 0)) if alone else _UNKNOWN


def _in_school_year(named: Month) -> Month:
    """Return a month so that months without a year come in the order of the school year, from August."""
    return named if named.year or not named.month else Month(0, (named.month - 8) % 12 + 1)


def _has_answers(match: SheetMatch) -> bool:
    columns = (match.sheet.grid.columns[number] for number in match.columns.values()) if match.sheet else ()
    return any(column.rows and column.rows[-1] >= match.first_row for column in columns)
