"""What stands around the rows of a sheet, in the plain form that most programs write: of that, the merged areas count.

It is the form's own, so that it is read once for all files that began as the same blank.
"""

from ..errors import ReadError
from ..sheets import Area
from .merged_areas import add_area, overlap
from .xlsx_sheet import PLACED, SHEET_DATA
from .xml_events import Attributes, Parser

_LISTED = 3  # how deep a merged area lies: worksheet, mergeCells, mergeCell


class NotPlainError(Exception):
    """The part is not in the plain form, or not enough of it."""


def merged_areas(part: str, parser: Parser) -> list[Area]:
    """Return the merged areas of a sheet without its rows. Raises NotPlainError, and ReadError."""
    areas: list[Area] = []
    depth = data = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, data
        depth += 1
        if name == "mergeCell" and depth == _LISTED:
            add_area(areas, attributes, part, parser.limits)
        elif name == "sheetData" and depth == _LISTED - 1 and not data:
            data += 1
        elif name in SHEET_DATA or name in PLACED:
            raise NotPlainError

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.parse(part, start, end, root="worksheet")
    if not data:
        raise NotPlainError
    if overlap(areas):
        raise ReadError("inconsistent")
    return areas
