"""中文數字: a whole number below a thousand in Chinese numerals.

>>> [read_chinese_number(text) for text in ("三", "十二", "二十", "廿三", "兩", "一百零五", "參佰", "零")]
[3, 12, 20, 23, 2, 105, 300, 0]

Digits in a row may be one number or several codes; 一百五 is 150 for some, 105 for others.

>>> [read_chinese_number(text) for text in ("一二", "一百五", "百", "十十", "零五", "三年", "")]
[None, None, None, None, None, None, None]
>>> in_chinese("7年級"), in_chinese("國2"), in_chinese("12年級"), in_chinese("第110")
('七年級', '國二', '十二年級', '第110')
>>> [lone_number(text) for text in ("一", "③", "Ⅲ", "3", "½", "3①")]
['1', '3', '3', '', '', '']
"""

import re
import unicodedata

from ..text import half_width

_LONGEST = 100  # characters; no number in words is as long, and no name of a code
_NUMERALS = "一二三四五六七八九"
_USUAL = str.maketrans(
    {
        "〇": "零",
        "廿": "二十",
        "卅": "三十",
        **dict(zip("兩壹貳參肆伍陸柒捌玖拾佰", "二一二三四五六七八九十百", strict=True)),
    }
)
_BEGINNINGS = frozenset((*_NUMERALS, "零", "十", *map(chr, _USUAL)))
_NUMBER = re.compile(f"(?:([{_NUMERALS}])百)?(零(?=.))?(?:([{_NUMERALS}]?)十)?([{_NUMERALS}]?)")
_AS_DIGITS = str.maketrans("OolI", "0011")
_TWO_DIGITS = re.compile("(?<![0-9])[1-9][0-9]?(?![0-9])")


def read_chinese_number(text: str) -> int | None:
    """Return the number, None for what is none, or may be two."""
    if text[:1] not in _BEGINNINGS:
        return None
    usual = text.translate(_USUAL)
    if usual == "零":
        return 0
    match = _NUMBER.fullmatch(usual)
    if not match:
        return None
    hundreds, zero, tens, ones = match.groups()
    short = hundreds and ones and tens is None and not zero
    if short or (zero and (tens is not None or not hundreds)):
        return None
    return 100 * _value(hundreds) + (10 * (_value(tens) or 1) if tens is not None else 0) + _value(ones)


def in_chinese(text: str) -> str:
    """Return a text with its numbers from 1 to 99 in Chinese numerals; one that is too long for a name, as it is."""
    if len(text) > _LONGEST:
        return text
    return _TWO_DIGITS.sub(lambda match: _spelt(int(match[0])), text)


def lone_number(text: str) -> str:
    """Return the digits of a text that is a number in Chinese, or one sign for a number; empty for any other."""
    written = half_width(text) if len(text) <= _LONGEST else ""
    if written.isascii():
        return ""
    number = read_chinese_number(written)
    if number is None and len(written) == 1 and (value := unicodedata.numeric(written, 0.5)).is_integer():
        number = int(value)
    return "" if number is None else str(number)


def digits_for_letters(text: str) -> str:
    """Return the digits that a number in Latin letters looks like, and means: 1O, l2; empty for any other text.

    >>> [digits_for_letters(text) for text in ("1O", "l2", "O", "o", "Il", "12", "No", "O型", "OO")]
    ['10', '12', '0', '0', '', '', '', '', '']
    """
    written = half_width(text)
    digits = written.translate(_AS_DIGITS)
    known = len(written) == 1 or any(map(str.isdecimal, written))
    return digits if digits != written and digits.isascii() and digits.isdecimal() and known else ""


def _value(numeral: str | None) -> int:
    return _NUMERALS.index(numeral) + 1 if numeral else 0


def _spelt(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_numeral(tens) if tens > 1 else "") + ("十" if tens else "") + _numeral(ones)


def _numeral(digit: int) -> str:
    return _NUMERALS[digit - 1] if digit else ""
