"""The row of headers is gone, so no column is known and nothing on the sheet was checked.

Wrong: the header row deleted
Right: the headers of the blank form
"""

from ..findings import Hit
from ..shared_checks import on_sheet

CODE = "header_missing"
check = on_sheet(lambda match: [Hit(match.place())] if match.sheet and match.header_row is None else [])
