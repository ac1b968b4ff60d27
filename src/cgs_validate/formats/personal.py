"""個人資料: what may name a person, so that it is shown nowhere but in its own cell.

Wider than what is worth a warning: a name within a note counts, and a text that is too long to say.

>>> may_name_person("王小明的媽媽"), may_name_person("A123456789"), may_name_person("八年1班15號")
(True, True, True)
>>> [may_name_person(text) for text in ("B234567897", "Nguyen Thi Mai", "小華媽媽", "中正路100巷5號")]  # no right ID
[True, True, True, True]
>>> may_name_person("3,10"), may_name_person("S001"), may_name_person("喪親調適")
(False, False, False)
>>> may_name_person("連結"), may_name_person("連結", "資源連結"), may_name_person("林阿花", "資源連結")
(True, False, True)
"""

import re

from .class_seat import looks_like_class_seat
from .contact import contains_contact
from .national_id import shaped_like_id
from .person_name import contains_person_name

_SHORTEST = 2  # characters of a name
_LETTERS = re.compile("[A-Za-z]{3}")  # of a name in Latin letters
_SHORTEST_ASCII = 7  # characters of an identity number or an address
_LONGEST_CODE = 20  # characters of a code in digits
_LATIN_NAME = re.compile(r"\b[A-Z][a-z]+(?:[ ,]+[A-Z][a-z]+){1,3}\b")  # in any language
_RELATIVE = re.compile("[小阿][\u4e00-\u9fff]的?(?:媽|爸|姊|姐|哥|妹)")  # 小華媽媽
_ADDRESS = re.compile("[路街巷弄段][0-9一二三四五六七八九十之-]{1,8}[巷弄號]|[市縣].{1,3}[區鄉鎮市].{1,8}[路街]")
_MOST_CHARACTERS = 300_000  # of one workbook's texts; what is found in a form has fewer


def may_name_person(text: str, words: str = "") -> bool:
    """Return whether a text may name a person, or say how to reach one. words: those of the form, which name no one."""
    if len(text) < _SHORTEST or (_is_number(text) and len(text) < _SHORTEST_ASCII):
        return False
    return (
        contains_person_name(text, words)
        or bool(shaped_like_id(text))
        or contains_contact(text)
        or looks_like_class_seat(text)
        or any(pattern.search(text) for pattern in (_LATIN_NAME, _RELATIVE, _ADDRESS))
    )


class PersonFinder:
    """``may_name_person`` for the texts of one workbook, which looks once at each, and not at more than any has.

    It is for no other workbook: nothing of one is remembered for the next. Of texts beyond that any may name a person,
    but for codes in digits, which are looked at fast. words: those of the form. ``gave_up``: whether there were such.
    """

    def __init__(self, words: str) -> None:
        self.gave_up = False
        self._words = words
        self._left = _MOST_CHARACTERS
        self._known: dict[str, bool] = {}

    def __call__(self, text: str) -> bool:
        """Return whether a text may name a person."""
        if text not in self._known:
            self._known[text] = self._may_name(text)
        return self._known[text]

    def _may_name(self, text: str) -> bool:
        if not (_is_number(text) and len(text) <= _LONGEST_CODE):
            self._left -= len(text)
            if self._left < 0:
                self.gave_up = True
                return True
        return may_name_person(text, self._words)


def _is_number(text: str) -> bool:
    """Return whether a text has no letters but those of a code."""
    return text.isascii() and not _LETTERS.search(text)
