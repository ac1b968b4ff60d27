"""The row of headers is gone, so no column is known and nothing on the sheet was checked.

Wrong: the header row deleted
Right: the headers of the blank form
"""

from collections.abc import Iterator

from ..findings import Hit
from ..matching import SheetMatch

CODE = "header_missing"


def check(match: SheetMatch) -> Iterator[Hit]:
    if match.sheet and match.header_row is None:
        yield Hit(match.place())
