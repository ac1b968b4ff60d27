"""The walk from finding to finding: the sure ones in the order of the visible sheets, then the probable, then hints."""

from typing import NamedTuple

from cgs_validate.checking.findings import Sort
from cgs_validate.marking.memory import FoundPlace
from cgs_validate.workbook import address, parse_address

from .memory_sheet import read_memory
from .open_book import OpenBook, Position

_CLASSES: dict[str, int] = {
    Sort.PROBABLY_MISSING: 1,
    Sort.PROBABLY_INVALID: 1,
    Sort.WARNING: 2,
}  # all others come first

_Rank = tuple[int, int, int]  # a place's sheet number, row, column


class Stop(NamedTuple):
    """A cell with findings: its sort and reason, which are empty where they are not known; its number on the walk."""

    sheet: str
    at: Position
    sort: str
    reason: str
    number: int

    @property
    def cell(self) -> str:
        """The cell's address."""
        return address(*self.at)


class Walk:
    """The stops of an open workbook, and where on the way from one to the next its active cell is."""

    def __init__(self, book: OpenBook) -> None:
        self._order = {sheet.name: number for number, sheet in enumerate(book.sheets()) if sheet.visible}
        found = (
            sorted(_found(book), key=lambda stop: (_CLASSES.get(stop.sort, 0), self._rank(stop))) if self._order else []
        )
        visible = (stop for stop in found if stop.sheet in self._order)
        self.stops = [stop._replace(number=number) for number, stop in enumerate(visible, 1)]
        self._numbers = {(stop.sheet, stop.at): number for number, stop in enumerate(self.stops)}
        self._here = book.active()

    @property
    def next(self) -> Stop | None:
        """The stop after the active cell; None after the last one."""
        if (number := self._number()) is not None:
            return self.stops[number + 1] if number + 1 < len(self.stops) else None
        return next((stop for stop in self.stops if self._rank(stop) > self._rank_here()), None)

    @property
    def previous(self) -> Stop | None:
        """The stop before the active cell; None before the first one."""
        if (number := self._number()) is not None:
            return self.stops[number - 1] if number else None
        return next((stop for stop in reversed(self.stops) if self._rank(stop) < self._rank_here()), None)

    def _number(self) -> int | None:
        """Return the index of the stop at the active cell, or of the one that Enter or Tab has just left."""
        sheet, (row, column) = self._here
        left = ((row, column), (row - 1, column), (row, column - 1))
        return next((self._numbers[sheet, at] for at in left if (sheet, at) in self._numbers), None)

    def _rank(self, stop: Stop) -> _Rank:
        return (self._order.get(stop.sheet, 0), *stop.at)

    def _rank_here(self) -> _Rank:
        sheet, at = self._here
        return (self._order.get(sheet, 0), *at)


def _found(book: OpenBook) -> list[Stop]:
    """Return the cells that the mark memory knows; marked copies know no reasons."""
    memory = read_memory(book)
    places = {(cell.sheet, cell.cell): FoundPlace(cell.sheet, cell.cell) for cell in memory.cells}
    places |= {(place.sheet, place.cell): place for place in memory.places}
    stops = ((place, parse_address(place.cell)) for place in places.values())
    return [Stop(place.sheet, at, place.sort, place.reason, 0) for place, at in stops if at]
