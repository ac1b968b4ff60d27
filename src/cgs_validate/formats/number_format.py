"""Excel number formats: a number as the cell shows it.

Only what decides how a code reads is carried out: the count of digits, leading zeros, decimals, thousands, per cent,
literal text, and whether the number is a date. Anything richer is shown as General. (ECMA-376 part 1, 18.8.30, 18.8.31)

>>> show_number(1.0, "General"), show_number(7.0, "000"), show_number(1234.5, "#,##0.00"), show_number(0.1 + 0.2, "")
('1', '007', '1,234.50', '0.3')
>>> show_number(1234567.0, "0,"), show_number(1234567.0, "#,##0.0,,"), show_number(-1234567.0, "0,.00")
('1235', '1.2', '-1234.57')
>>> is_date_format("yyyy/m/d"), is_date_format('[$-404]e"年"m"月"d"日"'), is_date_format("[$-404]e-m-d")
(True, True, True)
>>> is_date_format('0"day"'), is_date_format("[Red]0"), is_date_format("0.0E+00"), is_date_format("[h]:mm")
(False, False, False, False)
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from math import inf
from typing import NamedTuple

BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 49: "@",
    **dict.fromkeys((14, 15, 16, 17, 22), "yyyy/m/d"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "e/m/d"),
}  # fmt: skip

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_NO_DATE = re.compile(r"\[(?:h+|m+|s+)\]|[0#?]E[+-]", re.IGNORECASE)  # a length of time, or a power of ten
_DIGITS = re.compile(r"([^0#,]*+(?:,++[^0#,]++)*+)([#,]*+)([0,]*+)(?:\.(0*+)(#*+)(,*+))?+(%?+)([^0#]*+)")
_LITERALS = 0xD800  # the characters from here on, which no XML holds, replace literals
_AROUND = re.compile(r"[\ud800-\udfff() +/-]*")
_LAST_DAY = 2_958_465  # 9999-12-31
_HALF_A_MILLISECOND = 0.0005 / 86_400


@lru_cache(1024)
def is_date_format(code: str) -> bool:
    """Return whether a format shows days or times of day."""
    first = code.split(";")[0]
    shown = _LITERAL.sub("", first).lower().replace("general", "")
    return not _NO_DATE.search(first) and bool(re.search("[ymdhse]", shown))


def to_date(number: float, epoch_1904: bool) -> date | None:
    """Return the day that a serial number means, or None where it is out of Excel's range (1904: its own day count).

    Below 1 it is a time of day. The last half of a millisecond is that of the next day, as for other readers.

    >>> to_date(0.5, False), to_date(0.5, True), to_date(45000.999999999, False), to_date(43538, True)
    (None, None, datetime.date(2023, 3, 16), datetime.date(2023, 3, 15))
    """
    if 0 <= number < 1:
        return None
    number += _HALF_A_MILLISECOND + (1462 if epoch_1904 else 0)
    if not 1 <= number < _LAST_DAY + 1:
        return None
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(days=int(number))


def show_date(day: date, code: str) -> str:
    """Return the day as ``113/9/1`` for a format with an ROC year (``e``), else as ``2024/9/1``."""
    roc = "e" in _LITERAL.sub("", code)
    return f"{day.year - 1911 if roc else day.year}/{day.month}/{day.day}"


def show_number(number: float, code: str) -> str:
    """Return the number as shown by a format code."""
    layout = _layout(code.split(";")[0])
    amount = abs(number) * (100 if layout and layout.percent else 1) / (1_000**layout.scale if layout else 1)
    if layout is None or amount == inf:  # as General
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"
    digits = f"{amount:.{layout.decimals + layout.optional}f}"
    whole, _, fraction = digits.partition(".")
    whole = whole.zfill(layout.least) if layout.least or whole != "0" else ""
    if layout.thousands:
        whole = f"{int(whole or 0):,}".zfill(layout.least)
    fraction = fraction[: layout.decimals] + fraction[layout.decimals :].rstrip("0")
    sign = "-" if number < 0 and digits.strip("0.") else ""
    return f"{sign}{layout.before}{whole}{'.' + fraction if fraction else ''}{layout.percent}{layout.after}"


class _Layout(NamedTuple):
    """What decides how a code shows a number.

    least: digits in front of the point at least; scale: how often it is divided by a thousand, once for each comma
    behind the digits.
    """

    before: str
    thousands: bool
    scale: int
    least: int
    decimals: int
    optional: int
    percent: str
    after: str


@lru_cache(1024)
def _layout(code: str) -> _Layout | None:
    literals: dict[int, str] = {}

    def take(match: re.Match[str]) -> str:
        place = _LITERALS + len(literals)
        literals[place] = match[1] or match[2] or ""
        return chr(place)

    match = _DIGITS.fullmatch(_LITERAL.sub(take, code))
    if not match or not (match[2] + match[3]).strip(","):
        return None
    before, hashes, zeros, decimals, optional, commas, percent, after = (part or "" for part in match.groups())
    if not _AROUND.fullmatch(before + after):
        return None
    before, after = before.translate(literals), after.translate(literals)
    whole = (hashes + zeros).rstrip(",")
    scale = len(hashes + zeros + commas) - len(whole)
    return _Layout(before, "," in whole, scale, zeros.count("0"), len(decimals), len(optional), percent, after)
