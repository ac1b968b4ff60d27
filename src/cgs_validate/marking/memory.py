"""The mark memory: what marks covered, in a hidden sheet of the marked workbook that Excel and LibreOffice save again.

A row for each fill that was covered (its number and its XML) and one for each marked cell; in a workbook that is open
also one for each place with a finding, warnings too. The author of a note names the fill's number, too, so that a note
that moved with its cell still names its fill; where an author is gone (LibreOffice drops them), the digest of the
note's text identifies the mark.
"""

import re
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from ..checking.findings import COLOURS
from ..workbook import Formula, Grid, address, column_letters, parse_address

SHEET = "_cgs_marks"
AUTHOR = "cgs-validate"

NO_FILL = '<fill><patternFill patternType="none"/></fill>'

VERSION = "cgs-validate/marks/1"  # the first cell
_ERROR = "#"  # begins the result of a formula whose cell is gone; in LibreOffice it is not always #REF!
_SOLID = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/><bgColor indexed="64"/></patternFill></fill>'
_MARK = re.compile(
    rb"""patternType=["']solid["'][^>]*>\s*<fgColor rgb=["'](?i:FF(%s))["']""" % "|".join(COLOURS.values()).encode()
)
_TRACKED = re.compile(r"=?ROW\(\$?(?:'((?:[^']|'')+)'|([^'!.]+))[!.]")
_MOST_INSERTED = 1_000  # rows below a mark; more is hardly by hand
_MOST_BELOW = 100_000  # cells of a sheet that are looked at for copies of marks


def fill(colour: str) -> bytes:
    """Return the XML of a solid fill. colour: eight hexadecimal digits, the first two opacity."""
    return _SOLID.format(colour).encode()


def mark_colour(xml: bytes) -> str:
    """Return the six digits of a mark's fill, also as Excel or LibreOffice wrote it again; "" where it is another."""
    match = _MARK.search(xml)
    return match[1].decode().upper() if match else ""


def digest(note: str) -> str:
    """Return the digest of a note's text without white space, which programs may change."""
    return f"{zlib.crc32(''.join(note.split()).encode(errors='replace')):08x}"


def end_of(text: str, start: int, digests: Container[str]) -> int | None:
    """Return where the longest piece from start on with a known digest ends, None where none is known."""
    end, checksum = None, 0
    for position, letter in enumerate(text[start:], start + 1):
        if not letter.isspace():
            checksum = zlib.crc32(letter.encode(errors="replace"), checksum)
            if f"{checksum:08x}" in digests:
                end = position
    return end


def is_author(name: str) -> bool:
    """Return whether the author of a note is the one of marks."""
    return name.partition(" ")[0] == AUTHOR


def sheet_in(formula: str) -> str:
    """Return the sheet that a formula of the memory refers to, which programs rename in it; "" where it is unknown."""
    match = _TRACKED.match(formula)
    return (match[1] or match[2]).replace("''", "'") if match else ""


class MarkedCell(NamedTuple):
    """A marked cell: the number of the fill that was covered, the digest of its note or an empty string.

    ``inserted``: how many rows were put in right below it since; programs give them the looks of the row above.
    ``grown``: by how many lines the box of another's note was made higher, and how many rows it covered then.
    """

    sheet: str
    cell: str
    fill: int
    note: str
    inserted: int = 0
    grown: tuple[int, int] = (0, 0)


class FoundPlace(NamedTuple):
    """A cell with findings: the sort of the surest, and its reason in words."""

    sheet: str
    cell: str
    sort: str = ""
    reason: str = ""


@dataclass
class Memory:
    """The fills that were covered, as XML without prefixes; a fill's number is its index in the list.

    ``places``: the cells with findings.
    """

    fills: list[str] = field(default_factory=list)
    cells: list[MarkedCell] = field(default_factory=list)
    places: list[FoundPlace] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def add(self, sheet: str, cell: str, fill: str, note: str) -> int:
        """Add a marked cell, with the digest of its note; return the number of its fill."""
        number = self._numbers.setdefault(fill, len(self.fills))
        if number == len(self.fills):
            self.fills.append(fill)
        self.cells.append(MarkedCell(sheet, cell, number, note))
        return number

    def add_growth(self, sheet: str, boxes: Mapping[tuple[int, int], tuple[int, int]]) -> None:
        """Add by how much the boxes of notes on marked cells of a sheet were made higher."""
        grown = {(sheet, address(*place)): more for place, more in boxes.items()}
        if grown:
            self.cells = [cell._replace(grown=grown.get(cell[:2], cell.grown)) for cell in self.cells]

    def fill_of_author(self, author: str) -> str | None:
        """Return the fill that a note's author names; None where the note is not ours."""
        name, _, number = author.partition(" ")
        if name != AUTHOR or not _is_number(number) or int(number) >= len(self.fills):
            return None
        return self.fills[int(number)]

    def sheets(self) -> set[str]:
        """Return the names of the sheets with marks or findings."""
        return {cell.sheet for cell in self.cells} | {place.sheet for place in self.places}

    def rename(self, names: Mapping[str, str]) -> None:
        """Give sheets other names."""
        self.cells = [cell._replace(sheet=names.get(cell.sheet, cell.sheet)) for cell in self.cells]
        self.places = [place._replace(sheet=names.get(place.sheet, place.sheet)) for place in self.places]

    def rows(self) -> Iterator[list[str | Formula]]:
        """Yield the rows of the sheet."""
        yield [VERSION]
        for number, fill in enumerate(self.fills):
            yield ["fill", str(number), fill]
        for cell in self.cells:
            grown = map(str, cell.grown) if any(cell.grown) else ()
            tracked = _tracked(cell.sheet, cell.cell, below=2)
            yield ["cell", cell.sheet, cell.cell, str(cell.fill), cell.note, *tracked, *grown]
        for place in self.places:
            yield ["place", *place, *_tracked(place.sheet, place.cell)]


def _tracked(sheet: str, cell: str, *, below: int = 0) -> list[Formula]:
    """Return formulas whose results, the cell's row and column, follow it when rows are inserted above.

    Those of the cells below it part from it when rows are inserted between. below: how many of these.
    """
    row, column = parse_address(cell) or (0, 0)
    there = "'{}'!{}".format(sheet.replace("'", "''"), column_letters(column))
    rows = [Formula(f"ROW({there}{number})", number) for number in range(row, row + below + 1)]
    rows.insert(1, Formula(f"COLUMN({there}{row})", column))
    return rows


def recall(grid: Grid) -> Memory:
    """Return the memory that a sheet holds; rows that are not understood are passed over."""
    memory = Memory()
    last = max((column.rows[-1] for column in grid.columns.values() if column.rows), default=0)
    for row in range(1, last + 1):
        kind, *rest = (cell.text if (cell := grid.get(row, column)) else "" for column in range(1, 12))
        if kind == "fill":
            memory.fills.append(rest[1])
        elif kind in ("cell", "place") and not rest[4].startswith(_ERROR):
            moved = address(int(rest[4]), int(rest[5])) if all(map(_is_number, rest[4:6])) else rest[1]
            if kind == "place":
                memory.places.append(FoundPlace(rest[0], moved, *rest[2:4]))
            elif _is_number(rest[2]) and int(rest[2]) < len(memory.fills):
                inserted = _inserted(rest[4], *rest[6:8])
                lines, rows = (int(written) if _is_number(written) else 0 for written in rest[8:10])
                memory.cells.append(MarkedCell(rest[0], moved, int(rest[2]), rest[3], inserted, (lines, rows)))
    return memory


def _inserted(row: str, below: str, second: str) -> int:
    """Return how many rows were inserted below a mark: none where the cell below was moved past the one below that."""
    moved = _is_number(second) and _is_number(below) and int(second) < int(below)
    if moved or not (_is_number(row) and _is_number(below)):
        return 0
    return min(max(int(below) - int(row) - 1, 0), _MOST_INSERTED)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


class FoundNote(NamedTuple):
    """A note of ours, or our lines in another's: its cell, its author, the digest of our lines."""

    cell: str
    author: str
    note: str


_Covered = tuple[int, tuple[int, int]]  # of a mark: the number of the fill, what its note's box has grown


class MarkMatching:
    """The fills under the marks of one sheet. ``places``: where a mark is or should be; ``below``: cells of rows that
    may have been inserted below a mark, which then got its colour but not its note, each with the cell of that mark.

    Sorting moves notes with their cells, unlike inserted rows unknown to the memory. It shows by a note that is where
    it does not belong while another is missed; from then on addresses mean nothing, and marks of a column with the same
    note are the same: the fill under them is known only where that was the same, too.
    """

    def __init__(self, memory: Memory, sheet: str, found: Iterable[FoundNote]) -> None:
        self._memory = memory
        self._found = {note.cell: note for note in found}
        self._cells = {cell.cell: cell for cell in memory.cells if cell.sheet == sheet}
        self._notes = {cell.note for cell in memory.cells}  # of other notes the author names another memory's fill
        self._alike: dict[tuple[str, str], set[_Covered]] = {}
        for cell in self._cells.values():
            self._alike.setdefault(_kind(cell), set()).add((cell.fill, cell.grown))
        missed = Counter(map(_kind, self._cells.values())) - Counter(map(_kind, self._found.values()))
        places = [*self._found, *(at for at, cell in self._cells.items() if missed[_kind(cell)])]
        self.places = [at for at in dict.fromkeys(places) if parse_address(at)]
        self._sorted = self._is_sorted()
        self.below = {} if self._sorted else dict(islice(self._below(), _MOST_BELOW))

    def marks(self, colours: Mapping[str, str]) -> dict[str, str]:
        """Return all places, and the copies of marks, each with the cell of its mark.

        colours: of places and of what is ``below``, where they are a mark's. The copies of a mark end above the first
        cell of another colour than its own, or, where it was painted over, than that of the first.
        """
        marks, going = dict(zip(self.places, self.places, strict=True)), dict[str, str]()
        for at, mark in self.below.items():
            colour = colours.get(at, "")
            going.setdefault(mark, colours.get(mark) or colour)
            if colour and colour == going[mark]:
                marks[at] = mark
            else:
                going[mark] = ""
        return marks

    def fill(self, place: str) -> str | None:
        """Return the fill that the mark on a cell covered, None where it is not known."""
        note = self._found.get(place)
        if note and note.note in self._notes and (named := self._memory.fill_of_author(note.author)):
            return named
        numbers = {fill for fill, _ in self._covered(place)}
        return self._memory.fills[min(numbers)] if len(numbers) == 1 else None

    def growth(self, place: str) -> tuple[int, int]:
        """Return ``grown`` of the box of a note, zeros where it is not known."""
        grown = {grown for _, grown in self._covered(place)} if place in self._found else set()
        return min(grown) if len(grown) == 1 else (0, 0)

    def _covered(self, place: str) -> set[_Covered]:
        """Return the number of the fill and the growth of the mark on a cell, several where it is one of them."""
        cell = self._cells.get(place)
        if cell and not self._sorted:
            return {(cell.fill, cell.grown)}
        mark = self._found.get(place) or cell
        return self._alike.get(_kind(mark), set()) if mark else set()

    def _below(self) -> Iterator[tuple[str, str]]:
        places = set(self.places)
        for cell in self._cells.values():
            row, column = parse_address(cell.cell) or (0, 0)
            for step in range(1, cell.inserted + 1):
                if (at := address(row + step, column)) in places:
                    break
                yield at, cell.cell

    def _is_sorted(self) -> bool:
        belonging = {(cell.cell, cell.note) for cell in self._cells.values() if cell.note}
        found = {(note.cell, note.note) for note in self._found.values()}
        known = {note for _, note in belonging}
        return bool(belonging - found) and any(note in known for _, note in found - belonging)


def _kind(mark: FoundNote | MarkedCell) -> tuple[str, str]:
    return mark.cell.rstrip("0123456789"), mark.note
