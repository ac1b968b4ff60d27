"""Notes of marks found in a sheet, matched with what is remembered of it: also after its rows were sorted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .mark_memory import MarkedCell, Memory
from .sheets import address, parse_address


class FoundNote(NamedTuple):
    """A note of ours, or our lines in another's: where it stands, its author, the digest of our lines."""

    cell: str
    author: str
    note: str


class MarkMatching:
    """What lay under the marks of one sheet. ``places``: where a mark is or should be; ``copies``: cells of rows that
    were inserted below a mark, which got its colour but not its note, each with the cell of that mark.

    Sorting moves notes with their cells, unlike inserted rows unknown to the memory. It shows by a note that stands
    where it does not belong while another is missed; from then on addresses mean nothing, and marks of a column with
    the same note are the same: what lay under them is known only where that was the same, too.
    """

    def __init__(self, memory: Memory, sheet: str, found: Iterable[FoundNote]) -> None:
        self._memory = memory
        self._found = {note.cell: note for note in found}
        self._cells = {cell.cell: cell for cell in memory.cells if cell.sheet == sheet}
        self._alike: dict[tuple[str, str], set[int]] = {}
        for cell in self._cells.values():
            self._alike.setdefault(_kind(cell), set()).add(cell.fill)
        missed = Counter(map(_kind, self._cells.values())) - Counter(map(_kind, self._found.values()))
        self.places = [*self._found, *(at for at, cell in self._cells.items() if missed[_kind(cell)])]
        self._sorted = self._is_sorted()
        copies = {} if self._sorted else dict(self._copies())
        self.copies = {copy: copies[copy] for copy in copies.keys() - set(self.places)}

    def fill(self, place: str) -> str | None:
        """Return the fill that the mark on a cell covered, None where nothing tells it."""
        note, cell = self._found.get(place), self._cells.get(place)
        if note and (named := self._memory.fill_of_author(note.author)):
            return named
        if cell and not self._sorted:
            return self._memory.fills[cell.fill]
        numbers = self._alike.get(_kind(note or self._cells[place]), set())
        return self._memory.fills[min(numbers)] if len(numbers) == 1 else None

    def _copies(self) -> Iterator[tuple[str, str]]:
        for cell in self._cells.values():
            row, column = parse_address(cell.cell) or (0, 0)
            for below in range(row + 1, row + cell.inserted + 1):
                yield address(below, column), cell.cell

    def _is_sorted(self) -> bool:
        belonging = {(cell.cell, cell.note) for cell in self._cells.values() if cell.note}
        standing = {(note.cell, note.note) for note in self._found.values()}
        known = {note for _, note in belonging}
        return bool(belonging - standing) and any(note in known for _, note in standing - belonging)


def _kind(mark: FoundNote | MarkedCell) -> tuple[str, str]:
    return mark.cell.rstrip("0123456789"), mark.note
