"""Groups cells into addresses, so that one call to the program covers many; and what is typed into cells."""

from collections.abc import Iterator, Sequence

from cgs_validate.workbook import Area, Formula, address

from .open_book import Position

_LONGEST = 250  # characters of an address; Excel's limit is 255


def area_address(area: Area) -> str:
    """Return the address of an area: ``A1:B2``."""
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"


def within(area: Area) -> Iterator[Position]:
    """Yield the cells of an area."""
    return ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))


def addresses(cells: Sequence[Position]) -> Iterator[tuple[str, list[Position]]]:
    """Yield addresses, such as ``C7:C9,E4``, with the cells in them; adjacent cells of a column become a range."""
    parts: list[str] = []
    inside: list[Position] = []
    length = 0
    for first, last in runs(cells):
        written = address(*first) if first == last else f"{address(*first)}:{address(*last)}"
        if length + len(written) >= _LONGEST:
            yield ",".join(parts), inside
            parts, inside, length = [], [], 0
        parts.append(written)
        length += len(written) + 1
        inside += [(row, first[1]) for row in range(first[0], last[0] + 1)]
    if parts:
        yield ",".join(parts), inside


def runs(cells: Sequence[Position]) -> Iterator[tuple[Position, Position]]:
    """Yield the first and the last of adjacent cells of a column."""
    first: Position | None = None
    last: Position | None = None
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if first and last and cell != (last[0] + 1, last[1]):
            yield first, last
            first = None
        first, last = first or cell, cell
    if first and last:
        yield first, last


def cell_input(text: str | Formula) -> str | None:
    """Return the input of a cell in Excel that keeps text as text."""
    if isinstance(text, Formula):
        return f"={text.text}"
    return f"'{text}" if text else None
