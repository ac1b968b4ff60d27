"""A column that the form does not have; it is not checked.

Wrong: a column 備註
Right: the form's own columns only
"""

from ..findings import Hit, Severity
from ..shared_checks import on_sheet

CODE = "column_unknown"
SEVERITY = Severity.WARNING
check = on_sheet(lambda match: [Hit(match.place(at), params={"found": match.header(at)}) for at in match.unknown])
