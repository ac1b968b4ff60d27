"""填寫說明: what a text of a form says of the answers in its column.

>>> waives("本欄可免填"), waives("不得空白"), waives("得空白"), waives("不可免填"), waives("請依轉介情況選填:")
(True, False, True, False, False)
>>> allows_several("本欄可複選。"), allows_several("單選，不可複選")
(True, False)
>>> most_choices("最多填寫兩項"), most_choices("至多 3 個"), most_choices("請填一項")
(2, 3, None)
"""

import re

_WAIVES = re.compile(
    r"(?<!不)(?<!不可)(?<!不得)免填|非必[填要]|可以?不填|(?<![不非])[可得能]以?空白|(?<!不可)(?<!不得)(?<!勿)留白"
    r"|[無毋]須填|不[必需用須]要?填"
)
_SEVERAL = re.compile(r"複選|多選|最多[^。\n]{0,4}[項個]")
_NOT_SEVERAL = re.compile(r"(?:不[可得能]|非)[複多]選")
_MOST = re.compile(r"(?:最多|至多|上限)[^。\n0-9一二兩三四五六七八九]{0,4}([0-9]|[一二兩三四五六七八九])\s*[項個]")
_DIGITS = dict(zip("一二兩三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def waives(text: str) -> bool:
    """Return whether a text says that an answer may be left out."""
    return bool(_WAIVES.search(text))


def allows_several(text: str) -> bool:
    """Return whether a text says that several codes may be chosen."""
    return bool(_SEVERAL.search(text)) and not _NOT_SEVERAL.search(text)


def most_choices(text: str) -> int | None:
    """Return how many codes may be chosen at the most, None where a text does not say it."""
    found = _MOST.search(text)
    return int(_DIGITS.get(found[1], found[1])) if found else None
