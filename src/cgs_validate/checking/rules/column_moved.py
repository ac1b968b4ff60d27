"""A column that stands in another place than in the form; it is checked where it stands.

Right: the columns in the order of the blank form.
"""

from collections.abc import Iterator

from ..findings import Hit, Place, Severity
from ..matching import SheetMatch

CODE = "column_moved"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    for field in match.moved:
        if match.sheet and not match.other_template:
            column = match.columns.get(field) or match.renamed[field]
            yield Hit(Place(match.sheet.name, match.header_row, column), field)
