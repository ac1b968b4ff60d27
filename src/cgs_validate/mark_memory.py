"""What marking covered, kept in a hidden sheet of the marked workbook, in a form that Excel and LibreOffice keep.

A row for each fill that was covered (its number and its XML) and one for each marked cell. The author of a note names
the fill's number, too, so that a note that moved with its cell still tells what lay under the mark.
"""

from dataclasses import dataclass, field

from .sheets import Grid

SHEET = "_cgs_marks"
AUTHOR = "cgs-validate"

_VERSION = "cgs-validate/marks/1"


@dataclass(frozen=True)
class MarkedCell:
    """A marked cell: the number of the fill that was covered."""

    sheet: str
    cell: str
    fill: int


@dataclass
class Memory:
    """The fills that were covered, as XML without prefixes; a fill's number is its place in the list."""

    fills: list[str] = field(default_factory=list)
    cells: list[MarkedCell] = field(default_factory=list)

    def remember(self, sheet: str, cell: str, fill: str) -> str:
        """Note a marked cell down; return the author that its note gets."""
        if fill not in self.fills:
            self.fills.append(fill)
        number = self.fills.index(fill)
        self.cells.append(MarkedCell(sheet, cell, number))
        return f"{AUTHOR} {number}"

    def fill_of_author(self, author: str) -> str | None:
        """Return the fill that a note's author names; None where the note is somebody else's."""
        name, _, number = author.partition(" ")
        if name != AUTHOR or not number.isdecimal() or int(number) >= len(self.fills):
            return None
        return self.fills[int(number)]

    def rows(self) -> list[list[str]]:
        """Return the rows of the sheet."""
        fills = [["fill", str(number), fill] for number, fill in enumerate(self.fills)]
        cells = [["cell", cell.sheet, cell.cell, str(cell.fill)] for cell in self.cells]
        return [[_VERSION], *fills, *cells]


def recall(grid: Grid) -> Memory:
    """Return what the sheet remembers; what is not understood in it is passed over."""
    memory = Memory()
    last = max((column.rows[-1] for column in grid.columns.values() if column.rows), default=0)
    for row in range(1, last + 1):
        kind, *rest = (cell.text if (cell := grid.get(row, column)) else "" for column in range(1, 5))
        if kind == "fill":
            memory.fills.append(rest[1])
        elif kind == "cell" and rest[2].isdecimal() and int(rest[2]) < len(memory.fills):
            memory.cells.append(MarkedCell(rest[0], rest[1], int(rest[2])))
    return memory
