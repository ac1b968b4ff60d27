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


def beside_numbers(text: str) -> str | None:
    """Return what is in a text that is no whole number: ``with_unit``, ``several`` numbers, ``decimals``, ``none``.

    >>> [beside_numbers(text) for text in ("2-3次", "3-4", "10/3", "1.5", "-", "無次數", "約3", "很多次", "林阿水")]
    ['with_unit', 'several', 'several', 'decimals', 'none', 'none', None, None, None]
    """
    written = half_width(text[:_LONGEST])
    if may_say_none(written):
        return "none"
    if _WITH_UNIT.search(written):
        return "with_unit"
    if _DECIMALS.fullmatch(written):
        return "decimals"
    return "several" if _TWO.search(written) else None


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
