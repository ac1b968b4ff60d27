"""個人資料: what may name a person, so that it is shown nowhere but in its own cell.

Wider than what is worth a warning: a name within a note counts, and a text that is too long to say.

>>> may_name_person("王小明的媽媽"), may_name_person("A123456789"), may_name_person("八年1班15號")
(True, True, True)
>>> may_name_person("3,10"), may_name_person("S001"), may_name_person("喪親調適")
(False, False, False)
"""

from collections.abc import Callable
from functools import cache

from .class_seat import looks_like_class_seat
from .contact import contains_contact
from .national_id import contains_national_id
from .person_name import contains_person_name

_SHORTEST = 2  # characters of a name; in Latin letters more
_SHORTEST_ASCII = 7
_MOST_CHARACTERS = 300_000  # of one workbook's texts; what is found in a form has fewer


def may_name_person(text: str) -> bool:
    """Return whether a text may name a person, or say how to reach one."""
    if len(text) < (_SHORTEST_ASCII if text.isascii() else _SHORTEST):
        return False
    return (
        contains_person_name(text)
        or contains_national_id(text)
        or contains_contact(text)
        or looks_like_class_seat(text)
    )


def naming_persons() -> Callable[[str], bool]:
    """Return ``may_name_person`` for the texts of one workbook, which looks once at each, and not at more than any has.

    It is for no other workbook: nothing of one is remembered for the next. Of texts beyond that any may name a person.
    """
    left = _MOST_CHARACTERS

    @cache
    def names_person(text: str) -> bool:
        nonlocal left
        left -= len(text)
        return left < 0 or may_name_person(text)

    return names_person
