"""Two sheets could both be the one that counts; only the first was checked.

Wrong: 當月個案 and 當月個案 (2)
Right: one sheet 當月個案
"""

from ..findings import Hit, Hits, Place
from ..matching import SheetMatch

CODE = "duplicate_sheet"


def check(match: SheetMatch) -> Hits:
    for sheet in match.namesakes:
        yield Hit(Place(sheet.name), params={"part": match.spec.label})
