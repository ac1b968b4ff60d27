"""身分證統一編號 (National Identification Card number) and 統一證號 (UI number of a foreign resident).

A letter for the place of registration, 1 or 2 for the sex (8 or 9, or formerly A–D, for foreign residents), seven
digits and a check digit: the letter's number (A=10 … O=35), its tens once and its ones nine times, then the digits
eight times to once, the whole divisible by ten. Law: 戶籍法 §51; 統一證號 new form since 2021-01-02.

>>> contains_national_id("A123456789"), contains_national_id("a123456789")
(True, True)
>>> contains_national_id("A123456780"), contains_national_id("S000123456"), contains_national_id("11001")
(False, False, False)
"""

import re

from ..text import fold

_SHAPE = re.compile(r"(?=([A-Z][1289A-D][0-9]{8})(?![0-9]))")
LENGTH = 10
_PARTING = re.compile(r"[\s\-_.,、/]")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # in the order of their numbers, from 10


def contains_national_id(text: str) -> bool:
    """Return whether text contains an ID number, in any width or case, also parted by blanks or signs.

    >>> contains_national_id("S-A123456789王小明"), contains_national_id("a123-456 789"), contains_national_id("S001")
    (True, True, False)
    """
    return any(map(_is_right, shaped_like_id(text)))


def shaped_like_id(text: str) -> list[str]:
    """Return what in a text is written like an ID number, whatever its check digit.

    >>> shaped_like_id("A123-456 780"), shaped_like_id("S001"), shaped_like_id("S110000123")
    (['A123456780'], [], ['S110000123'])
    """
    if len(text) < LENGTH:
        return []
    return _SHAPE.findall(_PARTING.sub("", fold(text).upper()))


def _is_right(folded: str) -> bool:
    place = _LETTERS.index(folded[0]) + 10
    second = _LETTERS.index(folded[1]) % 10 if folded[1].isalpha() else int(folded[1])
    digits = [place // 10, place % 10, second, *map(int, folded[2:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 10 == 0
