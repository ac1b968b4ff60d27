"""人次、次數: a whole number in half-width digits.

The form: «服務人次(男)或服務人次(女)：若為0人，請輸入0。» (P1, 相關服務 F3).

>>> read_whole_number("12"), read_whole_number("3.0").meaning
(Reading(meaning=12, problems=(), fix=None), 3)
>>> read_whole_number("１２")
Reading(meaning=12, problems=('full_width',), fix='12')
>>> read_whole_number("12次")
Reading(meaning=12, problems=('whole_number',), fix='12')
>>> [read_whole_number(text).fix for text in ("3 人次", "1,200", "１，２００人", "十二", "兩次", "0次", "無")]
['3', '1200', '1200', '12', '2', '0', '0']

A line may be a dash or the number one; ① and ² are no digits.

>>> [read_whole_number(text).meaning for text in ("1.5", "一", "3①", "2³", "½", "3,10", "2-3次", "3次(電訪)", "次")]
['1.5', '一', '3①', '2³', '½', '3,10', '2-3次', '3次(電訪)', '次']
>>> read_whole_number("-1").meaning, read_whole_number("一次").fix
(-1, '1')
"""

import re
from collections.abc import Callable

from ..text import half_width
from .chinese_number import read_chinese_number
from .no_answer import may_say_none, says_none
from .reading import Reading

# 15 digits are what Excel keeps of a number.
_LONGEST = 100  # characters; no number in other digits is as long
_WHOLE = re.compile(r"([+-]?[0-9]{1,15})(?:\.0*)?")
_COUNTED = re.compile(r"(.+?)\s*(人次|個人|[次人位個名回])?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}")
_WITH_UNIT = re.compile(r"[0-9一二兩三四五六七八九十百]\s*[人次位個名回]")
_DECIMALS = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_TWO = re.compile(r"[0-9][^0-9]+[0-9]")
_TIME = re.compile(r"[0-9一二兩三四五六七八九十半]\s*個?(?:小時|分鐘?|鐘頭|[hH](?:[rR]s?|ours?)?|[節堂])")
_ABOUT = re.compile(r"[約多餘幾↑≧≥]|[<>]\s*[0-9]|以上|以下|左右|大概|大約|若干|[數好很許不][次人多少]|[0-9]\s*\+\s*$")
_SUM = re.compile(r"=?\s*([0-9]{1,4}(?:\s*\+\s*[0-9]{1,4}){1,9})")
_ONE = re.compile(r"[^0-9./+-]*([0-9]{1,4})[^0-9./+-]*")
_NOT_DONE = re.compile("[未沒无無].|請假|[轉休]學|結案|缺[席課]|停課")
_LINE = "一"  # a numeral that may be a dash


def read_whole_number(text: str) -> Reading:
    """Read a whole number; ``meaning`` is an int, or the text itself where it is not one."""
    if match := _WHOLE.fullmatch(text):
        return Reading(int(match[1]))
    if len(text) > _LONGEST:
        return Reading(text)
    written = half_width(text)
    if match := _WHOLE.fullmatch(written):
        return Reading(int(match[1]), ("full_width",), written)
    number, _ = _counted(written)
    return Reading(text) if number is None else Reading(number, ("whole_number",), str(number))


def added_to_number(text: str) -> str | None:
    """Return what is written besides the digits of a number: ``unit``, ``thousands``, ``numeral``, ``none``.

    >>> [added_to_number(text) for text in ("3次", "1,200", "十二", "沒有", "1.5")]
    ['unit', 'thousands', 'numeral', 'none', None]
    """
    return _counted(half_width(text))[1]


def other_than_whole(text: str) -> str | None:
    """Return what is in a text that is no whole number: ``with_unit``, ``several`` numbers, ``decimals``, ``none``,
    a ``sum``, ``about`` how many, a ``time``, ``one`` number and other words.

    >>> [other_than_whole(text) for text in ("2-3次", "3-4", "10/3", "1.5", "-", "無次數", "未晤談", "林阿水")]
    ['with_unit', 'several', 'several', 'decimals', 'none', 'none', 'none', None]
    >>> [other_than_whole(text) for text in ("3+1", "約3", "很多次", "20幾人", "2小時", "12(男)", "電訪1", "每週1次")]
    ['sum', 'about', 'about', 'about', 'time', 'one', 'one', 'with_unit']
    """
    written = half_width(text[:_LONGEST])
    if may_say_none(written) or _NOT_DONE.match(written):
        return "none"
    return next((cause for cause, finds in _OTHERS.items() if finds(written)), None)


def number_within(text: str, cause: str | None) -> str | None:
    """Return the number that a text with other words, or a sum, may mean.

    >>> number_within("3＋1", "sum"), number_within("12(男)", "one"), number_within("2小時", "time")
    ('4', '12', None)
    """
    written = half_width(text)
    if cause == "sum":
        return str(sum(map(int, re.findall("[0-9]+", written))))
    match = _ONE.fullmatch(written) if cause == "one" else None
    return match[1] if match else None


def _counted(written: str) -> tuple[int | None, str | None]:
    """Return the number that a text means, and what is written besides its digits."""
    if says_none(written):
        return 0, "none"
    match = _COUNTED.fullmatch(written)
    if not match or written == _LINE:
        return None, None
    number, unit = match.groups()
    if _THOUSANDS.fullmatch(number):
        return int(number.replace(",", "")), "thousands"
    if number.isascii():
        whole = _WHOLE.fullmatch(number)
        return (int(whole[1]), "unit") if whole and unit else (None, None)
    numeral = read_chinese_number(number)
    return (None, None) if numeral is None else (numeral, "unit" if unit else "numeral")


_OTHERS: dict[str, Callable[[str], object]] = {
    "sum": _SUM.fullmatch,
    "about": _ABOUT.search,
    "time": _TIME.search,
    "with_unit": _WITH_UNIT.search,
    "decimals": _DECIMALS.fullmatch,
    "several": _TWO.search,
    "one": _ONE.fullmatch,
}
