"""A column that the form does not have; it is not checked.

Wrong: a column 備註
Right: the form's own columns only
"""

from ..findings import Hit, Hits, Severity
from ..matching import SheetMatch

CODE = "column_unknown"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Hits:
    for column in match.unknown:
        yield Hit(match.place(column), params={"found": match.header(column)})
