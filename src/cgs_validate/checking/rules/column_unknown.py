"""A column that the form does not have; it is not checked.

Right: notes of one's own in another file.
"""

from collections.abc import Iterator

from ..findings import Hit, Place, Severity
from ..matching import SheetMatch

CODE = "column_unknown"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    for column in match.unknown:
        if match.sheet and not match.other_template:
            yield Hit(Place(match.sheet.name, match.header_row, column), params={"found": match.header(column)})
