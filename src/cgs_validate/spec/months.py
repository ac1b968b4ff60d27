"""Report months: 民國年-月, ``111-10``. A school year runs from August to July."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..errors import ReadError
from ..text import half_width, strip

_AUGUST = 8
_NOT_FILLED_IN = re.compile(r"(?<=[\[［])\s*[-－]\s*(?=[\]］])")
_WRITTEN = re.compile(r"([0-9]{2,3})-([0-9]{1,2})")
_OTHERWISE = re.compile(r"(?:民國|西元)?\s*([0-9]{2,4})(?:\s*[-/.年]\s*([0-9]{1,2})\s*月?|([0-9]{2}))")
_YEAR_0 = 1911  # 民國 0, in the Gregorian calendar
_YEAR_MONTH = r"(1[0-9]{{2}})\s*{}\s*([0-9]{{1,2}})"
# How titles write the month, the surest first; a date with its day is none.
_IN_TITLE = (
    re.compile(r"\[\s*" + _YEAR_MONTH.format("[-/.]") + r"\s*\]"),
    re.compile(r"(?<![0-9])" + _YEAR_MONTH.format("年") + r"\s*月(?!\s*[0-9]{1,2}\s*日)"),
    re.compile(r"(?<![0-9./-])" + _YEAR_MONTH.format("-") + r"(?![0-9A-Za-z]|\s*[-/.])"),
)


class Month(NamedTuple):
    """A report month: ROC year (民國) and month 1–12; months compare in time."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def school_year(self) -> int:
        """The school year that it is in, from August to July."""
        return self.year - (self.month < _AUGUST)

    def until(self, other: "Month") -> int:
        """Return the number of months to another one."""
        return 12 * (other.year - self.year) + other.month - self.month


def parse_month(text: str) -> Month | None:
    """Return the month written as ``111-10``, or None."""
    match = _WRITTEN.fullmatch(half_width(text))
    return _month(match[1], match[2]) if match else None


def read_month(text: str) -> Month:
    """Return the month that a person typed. Raises ReadError, which names the month that is probably due."""
    if month := parse_month(text):
        return month
    match = _OTHERWISE.fullmatch(half_width(text))
    year = int(match[1]) if match else 0
    year -= _YEAR_0 if year > _YEAR_0 else 0
    if match is None or not 100 <= year < 200:
        raise ReadError("wrong_month", month=text)
    if nearest := _month(year, match[2] or match[3]):
        raise ReadError("month_otherwise", month=text, nearest=nearest)
    raise ReadError("no_such_month", month=text)


def find_month(titles: Sequence[str]) -> tuple[int, Month] | None:
    """Return the report month in titles, with the index of the title, or None.

    A title reads ``[111-10] 某某國中輔導教師工作成果(當月個案填報)`` (P1, A1); a month in brackets comes before
    others.
    """
    titles = list(map(half_width, titles))
    for form in _IN_TITLE:
        for index, title in enumerate(titles):
            match = form.search(title)
            month = _month(match[1], match[2]) if match else None
            if month:
                return index, month
    return None


def with_month(title: str, month: Month) -> str | None:
    """Return a title with another month, written as its own was; None where it has none, and no place for one."""
    bare = strip(title)
    before, _, after = title.partition(bare)
    for form in _IN_TITLE:
        match = form.search(half_width(bare))
        if match and _month(match[1], match[2]):
            digits = 1 if "月" in match[0] and not match[2].startswith("0") else 2
            raised = f"{month.year}{bare[match.end(1) : match.start(2)]}{month.month:0{digits}}"
            return f"{before}{bare[: match.start(1)]}{raised}{bare[match.end(2) :]}{after}"
    return _NOT_FILLED_IN.sub(str(month), title, count=1) if _NOT_FILLED_IN.search(title) else None


def _month(year: int | str, month: str) -> Month | None:
    return Month(int(year), int(month)) if 1 <= int(month) <= 12 else None
