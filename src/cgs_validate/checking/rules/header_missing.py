"""A sheet without the row of column headers.

Nothing can be checked where no column is known. Right: the header row of the blank form, as it was.
"""

from collections.abc import Iterator

from ..findings import Hit, Place
from ..matching import SheetMatch

CODE = "header_missing"


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    if match.sheet and match.header_row is None:
        yield Hit(Place(match.sheet.name))
