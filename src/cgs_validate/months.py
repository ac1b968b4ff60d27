"""Report months: 民國年-月, ``111-10``. A school year runs from August to July."""

import re
from typing import NamedTuple

from .normalize import fold

_WRITTEN = re.compile(r"([0-9]{2,3})-([0-9]{1,2})")
_IN_TITLE = re.compile(r"(?<![0-9])(1[0-9]{2})\s*(?:-|/|\.|年)\s*([0-9]{1,2})(?![0-9])")


class Month(NamedTuple):
    """A report month: ROC year (民國) and month 1–12; months compare in time."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def parse_month(text: str) -> Month | None:
    """Return the month written as ``111-10``, or None."""
    match = _WRITTEN.fullmatch(fold(text))
    return _month(match) if match else None


def find_month(title: str) -> Month | None:
    """Return the first report month in a title such as ``[111-10] 某某國中輔導教師工作成果``, or None."""
    match = _IN_TITLE.search(fold(title))
    return _month(match) if match else None


def _month(match: re.Match[str]) -> Month | None:
    year, month = int(match[1]), int(match[2])
    return Month(year, month) if 1 <= month <= 12 else None
