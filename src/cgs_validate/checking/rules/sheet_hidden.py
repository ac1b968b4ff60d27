"""A sheet of the form cannot be seen. It is checked, and sent, like the others.

Wrong: the sheet 相關服務 hidden
Right: both sheets shown
"""

from ..findings import Hit, Place, Severity
from ..shared_checks import on_sheet

CODE = "sheet_hidden"
SEVERITY = Severity.WARNING
check = on_sheet(
    lambda match: [Hit(Place(match.sheet.name))] if match.sheet and match.header_row and not match.sheet.visible else []
)
