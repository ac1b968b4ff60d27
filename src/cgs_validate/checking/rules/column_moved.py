"""The columns are not in the form's order. They are checked where they are, but the portal may misread them.

Wrong: 學生性別 moved to the end
Right: the order of the blank form
"""

from ..findings import Hit, Hits, Severity
from ..sheet_match import SheetMatch

CODE = "column_moved"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Hits:
    for field in match.moved:
        yield Hit(match.place(match.columns.get(field) or match.renamed[field]), field)
