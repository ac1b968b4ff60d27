"""人次、次數: a whole number in half-width digits.

The form: «服務人次(男)或服務人次(女)：若為0人，請輸入0。» (P1, 相關服務 F3).

>>> read_whole_number("12"), read_whole_number("3.0").meaning
(Reading(meaning=12, problems=(), fix=None), 3)
>>> read_whole_number("１２")
Reading(meaning=12, problems=('full_width',), fix='12')
>>> read_whole_number("12次"), read_whole_number("1.5").meaning, read_whole_number("-1").meaning
(Reading(meaning='12次', problems=(), fix=None), '1.5', -1)
"""

import re

from ..text import fold
from .reading import Reading

# 15 digits are what Excel keeps of a number.
_LONGEST = 100  # characters; no number in other digits is as long
_WHOLE = re.compile(r"([+-]?[0-9]{1,15})(?:\.0*)?")


def read_whole_number(text: str) -> Reading:
    """Read a whole number; ``meaning`` is an int, or the text itself where it is not one."""
    if match := _WHOLE.fullmatch(text):
        return Reading(int(match[1]))
    folded = fold(text) if len(text) <= _LONGEST else text
    if match := _WHOLE.fullmatch(folded):
        return Reading(int(match[1]), ("full_width",), folded)
    return Reading(text)
