"""班級座號: a text that names a pupil's class, as in 八年1班15號. A guess, so only ever a warning (docs/facts.md A9).

>>> looks_like_class_seat("八年1班15號"), looks_like_class_seat("三年忠班"), looks_like_class_seat("高二1班15號")
(True, True, True)
>>> looks_like_class_seat("110-001"), looks_like_class_seat("S015"), looks_like_class_seat("去年到班級號")
(False, False, False)

Numbers alone (80115, 8-1-15) are left out: they may be any code.
"""

import re

from ..text import fold

_NUMBER = "[0-9一二三四五六七八九十國高]{1,3}"
_CLASS = f"{_NUMBER}年.?.班(?:{_NUMBER}號?)?|{_NUMBER}班{_NUMBER}號|[國高][一二三].?.班{_NUMBER}號?"

_LONGEST = 100  # characters; no class and seat, with what is around them, are as long


def looks_like_class_seat(text: str) -> bool:
    """Return whether text names a class, with or without the seat."""
    if len(text) > _LONGEST or text.isascii():
        return False
    return "班" in (folded := fold(text)) and bool(re.fullmatch(_CLASS, folded))
