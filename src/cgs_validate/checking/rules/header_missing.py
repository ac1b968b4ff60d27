"""The row of headers is gone, so no column is known and nothing on the sheet was checked.

Wrong: the header row deleted
Right: the headers of the blank form
"""

from ..findings import Hit, Hits
from ..matching import SheetMatch

CODE = "header_missing"


def check(match: SheetMatch) -> Hits:
    if match.sheet and match.header_row is None:
        yield Hit(match.place())
