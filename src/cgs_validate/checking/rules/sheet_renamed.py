"""A sheet found by its headers, its name being another.

Whether the portal finds it is not known. Right: a name with 當月個案, 相關服務 in it.
"""

from collections.abc import Iterator

from ..findings import Hit, Place, Severity
from ..matching import SheetMatch

CODE = "sheet_renamed"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    if match.found_by_headers and match.sheet:
        yield Hit(Place(match.sheet.name), params={"part": match.spec.label, "name": match.spec.sheet_name})
