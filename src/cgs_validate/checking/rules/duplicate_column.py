"""Two columns with the same header; neither is checked, for nobody can tell which one counts.

Wrong: 學生代號 twice. Right: once.
"""

from collections.abc import Iterator

from ..findings import Hit, Place
from ..matching import SheetMatch

CODE = "duplicate_column"


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    for field, columns in match.doubled.items():
        if match.sheet and not match.other_template:
            places = [Place(match.sheet.name, match.header_row, column) for column in columns]
            yield Hit(places[1], field, related=(places[0],))
