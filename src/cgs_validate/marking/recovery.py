"""Notes of marks found in a sheet, matched with the mark memory: also after rows were sorted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from ..workbook import address, parse_address
from .memory import MarkedCell, Memory

_MOST_BELOW = 100_000  # cells of a sheet that are looked at for copies of marks


class FoundNote(NamedTuple):
    """A note of ours, or our lines in another's: its cell, its author, the digest of our lines."""

    cell: str
    author: str
    note: str


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
        self._alike: dict[tuple[str, str], set[int]] = {}
        for cell in self._cells.values():
            self._alike.setdefault(_kind(cell), set()).add(cell.fill)
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
        note, cell = self._found.get(place), self._cells.get(place)
        if note and (named := self._memory.fill_of_author(note.author)):
            return named
        if cell and not self._sorted:
            return self._memory.fills[cell.fill]
        numbers = self._alike.get(_kind(note or self._cells[place]), set())
        return self._memory.fills[min(numbers)] if len(numbers) == 1 else None

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
