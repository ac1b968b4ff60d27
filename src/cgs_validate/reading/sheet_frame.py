"""What stands around the rows of a sheet: of that, the merged areas count.

It is the form's own, so that it is read once for all files that began as the same blank.
"""

from dataclasses import dataclass, field

from ..errors import ReadError
from ..ooxml.xml_parser import Attributes, Parser
from ..workbook import Area
from .merged_areas import add_area, overlap
from .sheet import SHEET_DATA

_MERGED, _DATA = ("mergeCell", 3), ("sheetData", 2)  # how deep they lie
_MISPLACED = (("row", 3), ("c", 4))


@dataclass
class Frame:
    """What is known of a sheet by its frame.

    columns: those in which the last such sheet had cells, numbers by letters, in their order.
    """

    merges: list[Area]
    columns: dict[str, int] = field(default_factory=dict)


def read_frame(part: str, parser: Parser) -> Frame:
    """Return the frame of a sheet whose rows are left out. Raises ReadError."""
    areas: list[Area] = []
    depth, has_data = 0, False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, has_data
        depth += 1
        at = (name, depth)
        if at == _MERGED:
            add_area(areas, attributes, part, parser.limits)
        elif at == _DATA and not has_data:
            has_data = True
        elif name in SHEET_DATA or at in _MISPLACED:
            raise ReadError("damaged", part=part)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.parse(part, start, end, root="worksheet")
    if not has_data:
        raise ReadError("damaged", part=part)
    if overlap(areas):
        raise ReadError("inconsistent")
    return Frame(areas)
