"""日期: a day, written in ROC (民國) or Gregorian years.

Written as 113/9/1, 113.09.01, 1130901, 民國113年9月1日, a real Excel date. The ROC year is the Gregorian
year less 1911.

>>> read_date("民國113年9月1日", "roc").meaning, read_date("1130901", "roc").meaning
(datetime.date(2024, 9, 1), datetime.date(2024, 9, 1))
>>> read_date("2024-09-01", "gregorian").meaning
datetime.date(2024, 9, 1)
>>> read_date("１１３/９/１", "roc")
Reading(meaning=datetime.date(2024, 9, 1), problems=('full_width',), fix='113/9/1')
>>> read_date("113/2/30", "roc").meaning, read_date("2024/9/1", "roc").meaning
('113/2/30', '2024/9/1')
>>> read_date("113/9/1", "gregorian").meaning
'113/9/1'

Ages are counted in full years (足歲). Months as 民法 §121 has it: to the same day of the month, or to the last one
where the month is shorter.

>>> age_at(date(2006, 9, 1), date(2024, 8, 31)), age_at(date(2006, 9, 1), date(2024, 9, 1))
(17, 18)
>>> months_after(date(2024, 8, 31), 6)
datetime.date(2025, 2, 28)
"""

import re
from calendar import monthrange
from datetime import MAXYEAR, date

from ..text import half_width
from .reading import Reading

CALENDARS = {"roc": (1911, "[0-9]{1,3}"), "gregorian": (0, "[0-9]{4}")}

_SHAPES = (
    r"(?:民國|西元)?\s*({year})\s*年\s*([0-9]{{1,2}})\s*月\s*([0-9]{{1,2}})\s*日",
    r"({year})([./-])([0-9]{{1,2}})\2([0-9]{{1,2}})",
    r"({year})([0-9]{{2}})([0-9]{{2}})",
)


def read_date(text: str, calendar: str) -> Reading:
    """Read a day. calendar: ``roc`` or ``gregorian``; ``meaning`` is a date, or the text where it is not one."""
    if day := _date(text, calendar):
        return Reading(day)
    folded = half_width(text)
    day = _date(folded, calendar) if folded != text else None
    return Reading(day, ("full_width",), folded) if day else Reading(text)


def age_at(born: date, on: date) -> int:
    """Return how many full years somebody has lived on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_after(day: date, months: int) -> date:
    """Return the day so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _date(text: str, calendar: str) -> date | None:
    offset, year = CALENDARS[calendar]
    for shape in _SHAPES:
        if match := re.fullmatch(shape.format(year=year), text):
            numbers = [int(group) for group in match.groups() if group.isdigit()]
            try:
                return date(numbers[0] + offset, numbers[1], numbers[2])
            except ValueError:
                return None
    return None
