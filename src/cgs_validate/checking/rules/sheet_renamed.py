"""The sheet's name was changed; it was known by its columns, but the portal may not know it.

Wrong: 工作表1
Right: 表A-1-輔導教師-1_當月個案
"""

from ..findings import Hit, Hits, Place, Severity
from ..sheet_match import SheetMatch

CODE = "sheet_renamed"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Hits:
    if match.found_by_headers and match.sheet:
        yield Hit(Place(match.sheet.name), params={"part": match.spec.label, "name": match.spec.sheet_name})
