"""Excel number formats: a number or a text as the cell shows it. (ECMA-376 part 1, 18.8.30, 18.8.31)

>>> show(1.0, "General"), show(7.0, "000"), show(1234.5, "#,##0.00"), show(1140133.0, "000-0000")
('1', '007', '1,234.50', '114-0133')
>>> show(150.0, '[<100]"A"000;"B"000'), show(-3.0, "0;(0);-"), show(3.0, ";;;"), show(0.03, "0%"), show(0.5, "# ?/?")
('B150', '(3)', '', '3%', ' 1/2')
>>> show(1234567.0, "0,"), show(1234567.0, "#,##0.0,,"), show(100000.0, "0.00E+00"), show(3.0, "[DBNum1]0")
('1235', '1.2', '1.00E+05', None)
>>> show(45000.0, 'm"月"d"日"'), show(45000.0, "[$-404]e/mm/dd"), show(1.5, "[h]:mm"), show(0.5, "h:mm AM/PM")
('3月15日', '112/03/15', '36:00', '12:00 PM')
>>> is_date_format("yyyy/m/d"), is_date_format('[$-404]e"年"m"月"d"日"'), is_date_format("[$-404]e-m-d")
(True, True, True)
>>> is_date_format('0"day"'), is_date_format("[Red]0"), is_date_format("0.0E+00"), is_date_format("[h]:mm")
(False, False, False, False)
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isclose

from .format_digits import show_digits, show_general
from .format_sections import Kind, Section, sections
from .format_times import show_time

_DATE, _ROC_DATE, _ROC_DAY = "yyyy/m/d", "[$-404]e/m/d", '[$-404]e"年"m"月"d"日"'
_NOON, _NOON_SECONDS = '上午/下午hh"時"mm"分"', '上午/下午hh"時"mm"分"ss"秒"'
BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    **dict.fromkeys((5, 6), '"$"#,##0;-"$"#,##0'), **dict.fromkeys((7, 8), '"$"#,##0.00;-"$"#,##0.00'),
    14: _DATE, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'hh"時"mm"分"',
    33: 'hh"時"mm"分"ss"秒"', 34: _NOON, 35: _NOON_SECONDS, 52: _NOON, 53: _NOON_SECONDS, 55: _NOON, 56: _NOON_SECONDS,
    **dict.fromkeys((27, 36, 50, 57), _ROC_DATE), **dict.fromkeys((28, 29, 51, 54, 58), _ROC_DAY),
    **dict.fromkeys((37, 38), "#,##0;-#,##0"), **dict.fromkeys((39, 40), "#,##0.00;-#,##0.00"),
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 42: '_-"$"* #,##0_-;-"$"* #,##0_-;_-"$"* "-"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
    44: '_-"$"* #,##0.00_-;-"$"* #,##0.00_-;_-"$"* "-"??_-;_-@_-',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_NUMBER = re.compile(r"[0-9][0-9,]*+(?:\.[0-9]++)?|\.[0-9]++")
_PLAIN = re.compile(rf"-?(?:{_NUMBER.pattern})\.?")
POWER = re.compile(r"-?[0-9.]+E[+-][0-9]+")
_NO_DATE = re.compile(r"\[(?:h+|m+|s+)\]|[0#?]E[+-]", re.IGNORECASE)  # a length of time, or a power of ten
_GENERAL = ("", "General")
FIRST_OF_1904 = 1_462  # as the usual count has it
_ALL_SECTIONS, _ONE_AND_ELSE = 4, 2
_LONGEST = 1e22  # the first number that would have 23 digits, which would not be its own
_EXACT = 1e15  # below it Excel knows every digit
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
    number += _HALF_A_MILLISECOND + (FIRST_OF_1904 if epoch_1904 else 0)
    if not 1 <= number < _LAST_DAY + 1:
        return None
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(days=int(number))


def plain_number(number: float) -> str:
    """Return a number in its own digits, whole ones in full; after 15 digits come zeros, as in Excel.

    >>> plain_number(1234567890123450.0), plain_number(0.1 + 0.2), plain_number(1e300)
    ('1234567890123450', '0.3', '1E+300')
    >>> plain_number(123456789012345678.0)
    '123456789012346000'
    """
    if not number.is_integer() or abs(number) >= _LONGEST:
        return f"{number:.15G}"
    return f"{int(number)}" if abs(number) < _EXACT else f"{Decimal(f'{number:.15G}'):f}"


def section_for(number: float, code: str) -> Section | None:
    """Return the section of a format that shows a number, None where the format is unknown or has none for it."""
    found = _of_numbers(code)
    if any(section.condition for section in found):
        return next((section for section in _in_turn(found) if section.holds(number)), None)
    sign = 1 if number < 0 else 2 if number == 0 else 0
    return found[sign if sign < len(found) else 0] if found else None


def is_time(number: float, code: str) -> bool:
    """Return whether a format shows a number as a day, a time of day or a length of time."""
    section = section_for(number, code) if sections(code) else None
    return section.is_time if section else not sections(code) and is_date_format(code)


def show(number: float, code: str, *, epoch_1904: bool = False) -> str | None:
    """Return a number as shown by a format; None where that is not known."""
    if code in _GENERAL or (sections(code) and not _of_numbers(code)):
        return show_general(number)
    section = section_for(number, code)
    if section is None:
        return None
    if section.is_time:
        return show_time(number, section, epoch_1904)
    shown = show_digits(abs(number), section)
    signed = number < 0 and (section.condition or len(_of_numbers(code)) == 1) and not section.only_negative
    return f"-{shown}" if shown and signed and re.search("[1-9]|^[^0]*$", shown) else shown


def says_the_same(shown: str, number: float | None, *, exactly: bool) -> bool:
    """Return whether what is shown is a number, with zeros or commas. exactly: and nothing else, such as a unit.

    >>> says_the_same("3次", 3.0, exactly=False), says_the_same("3次", 3.0, exactly=True)
    (True, False)
    >>> says_the_same("0-3", 3.0, exactly=False), says_the_same("1,200.0", 1200.0, exactly=True)
    (False, True)
    >>> says_the_same("300%", 3.0, exactly=False), says_the_same("0%", 0.0, exactly=False)
    (False, True)
    """
    numbers = _NUMBER.findall(shown)
    if number is None or len(numbers) != 1 or POWER.fullmatch(shown) or (exactly and not _PLAIN.fullmatch(shown)):
        return False
    return isclose(float(numbers[0].replace(",", "")), abs(number), rel_tol=1e-14)


def number_shown(shown: str, number: float) -> float:
    """Return the number that is shown, the stored one where that is the same, or where more than a number is shown.

    >>> number_shown("3", 2.9999), number_shown("3", 3000.0), number_shown("2", -2.0), number_shown("3次", 2.9999)
    (3.0, 3.0, 2.0, 2.9999)
    """
    if not _PLAIN.fullmatch(shown) or (says_the_same(shown, number, exactly=True) and number >= 0):
        return number
    return float(shown.replace(",", ""))


def show_text(text: str, code: str) -> str:
    """Return a text as shown by a format's section for texts."""
    found = sections(code)
    pieces = [piece for section in found[len(_of_numbers(code)) :] for piece in section.pieces]
    if len(found) == len(_of_numbers(code)) or not all(piece.kind in (Kind.TEXT, Kind.LITERAL) for piece in pieces):
        return text
    return "".join(text if piece.kind is Kind.TEXT else piece.text for piece in pieces)


@lru_cache(1024)
def _of_numbers(code: str) -> tuple[Section, ...]:
    """Return the sections of a format that show numbers: all but the one for texts."""
    found = sections(code)
    return found[:-1] if len(found) == _ALL_SECTIONS or (found and Kind.TEXT in found[-1].kinds) else found


def _in_turn(found: tuple[Section, ...]) -> list[Section]:
    """Return sections of which some have a condition; one of three without has the usual one, above or below 0."""
    if len(found) <= _ONE_AND_ELSE:
        return list(found)
    usual = ((">", 0.0), ("<", 0.0))
    conditional = (
        replace(section, condition=section.condition or own) for section, own in zip(found, usual, strict=False)
    )
    return [*conditional, *found[2:]]
