"""Two sheets could both be the one that is meant; only the first is checked.

Wrong: 當月個案 and 當月個案 (2), both filled in. Right: one of them.
"""

from collections.abc import Iterator

from ..findings import Hit, Place
from ..matching import SheetMatch

CODE = "duplicate_sheet"


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    for sheet in match.namesakes:
        yield Hit(Place(sheet.name), params={"part": match.spec.label})
