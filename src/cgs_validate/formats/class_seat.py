"""班級座號: a text that names a pupil's class, as in 八年1班15號. A guess, so only ever a warning (FACTS.md A9).

>>> looks_like_class_seat("八年1班15號"), looks_like_class_seat("三年忠班"), looks_like_class_seat("7班12號")
(True, True, True)
>>> looks_like_class_seat("110-001"), looks_like_class_seat("S015"), looks_like_class_seat("個案15號")
(False, False, False)
"""

import re

from ..normalize import fold

_CLASS = re.compile("年.{1,2}班|班.{1,2}號")


def looks_like_class_seat(text: str) -> bool:
    """Tell whether text names a class, with or without the seat."""
    return bool(_CLASS.search(fold(text)))
