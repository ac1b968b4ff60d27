"""The next and the previous finding in the order of the visible sheets; after the last comes the first."""

from cgs_validate.workbook import parse_address

from .memory_sheet import read_memory
from .open_book import OpenBook, Position


def next_place(book: OpenBook) -> tuple[str, Position] | None:
    """Return the place of the finding after the active cell, None if there is none."""
    places, here = _places(book), _here(book)
    return next((place for rank, place in places if rank > here), places[0][1] if places else None)


def previous_place(book: OpenBook) -> tuple[str, Position] | None:
    """Return the place of the finding before the active cell, None if there is none."""
    places, here = _places(book), _here(book)
    return next((place for rank, place in reversed(places) if rank < here), places[-1][1] if places else None)


_Rank = tuple[int, int, int]  # a place's sheet number, row, column


def _places(book: OpenBook) -> list[tuple[_Rank, tuple[str, Position]]]:
    memory = read_memory(book)
    order = _order(book)
    found = {*memory.places, *((cell.sheet, cell.cell) for cell in memory.cells)}
    places = ((sheet, parse_address(cell)) for sheet, cell in found if sheet in order)
    return sorted(((order[sheet], *at), (sheet, at)) for sheet, at in places if at)


def _here(book: OpenBook) -> _Rank:
    sheet, at = book.active()
    return (_order(book).get(sheet, 0), *at)


def _order(book: OpenBook) -> dict[str, int]:
    """Return the numbers of the visible sheets by name."""
    return {sheet.name: number for number, sheet in enumerate(book.sheets()) if sheet.visible}
