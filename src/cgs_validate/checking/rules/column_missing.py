"""A column of the form is not in the sheet.

The portal reads every column. Right: all columns of the blank form, in their order.
"""

from collections.abc import Iterator

from ..findings import Hit, Place
from ..matching import SheetMatch

CODE = "column_missing"


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    if match.sheet and match.header_row and not match.other_template:
        for field in match.missing:
            yield Hit(Place(match.sheet.name, match.header_row), field.name)
