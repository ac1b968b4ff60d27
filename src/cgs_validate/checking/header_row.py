"""Finding the header row of a sheet by the headers that a spec knows, and how far down it reaches.

Headers are found by their text, never by fixed rows: titles, group rows and instructions vary (docs/facts.md A1, H9).
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import chain

from ..spec.model import SheetSpec
from ..text import undecorated
from ..workbook import Cell, CellKind, Grid, Places

HEADER_COLUMNS = 200  # in which headers are looked for

_FIRST_ROWS = range(1, 11)  # in which most forms have their header row
_OTHER_ROWS = range(11, 41)  # in which it is looked for, too
_LONGEST_DECORATED = 500  # characters of a header with its instructions
_MORE = 20  # characters, such as stars, that a header may have beyond those of the spec
_LONGEST = 60  # characters; one length, in which most specs' headers are, so that texts are compared and stored once
_SPLIT_ROWS = 2  # below the header row


def header_text(grid: Grid, row: int, column: int) -> str:
    """Return a header's text; a merged header belongs to its left-most column, in all its rows."""
    cell = grid.get(row, column) or grid.get(*grid.merged_from.get((row, column), (row, column)))
    return cell.text if cell else ""


def find_headers(spec: SheetSpec, grid: Grid) -> tuple[int, dict[str, list[int]]]:
    """Return the row with the most headers of the spec, at least two of them, the first of equals; 0 where none is.

    With it, from the left, the fields with a header in it, each with its columns.
    """
    own = _MORE + 3 * max(map(len, spec.headers), default=0)  # letters are compared in their composed form
    longest = max(own, _LONGEST)
    best, found = _best_row(spec, first := grid.texts_at_top(_FIRST_ROWS, longest))
    if len(found) < len(spec.fields):
        best, found = _best_row(spec, first, grid.texts_at_top(_OTHER_ROWS, longest))
    if 2 * len(found) < len(spec.fields):
        best, found = _best_row(spec, first, grid.texts_at_top(_FIRST_ROWS, _LONGEST_DECORATED, undecorated))
    if len(found) < min(2, len(spec.fields)):
        return 0, {}
    columns = {name: sorted(columns) for name, columns in found.items()}
    return best, dict(sorted(columns.items(), key=lambda item: item[1]))


def _best_row(spec: SheetSpec, *texts: Places) -> tuple[int, dict[str, list[int]]]:
    rows: dict[int, dict[str, list[int]]] = {}
    for text, name in spec.headers.items():
        for row, column in chain.from_iterable(places.get(text, ()) for places in texts):
            if column <= HEADER_COLUMNS:
                columns = rows.setdefault(row, {}).setdefault(name, [])
                if column not in columns:
                    columns.append(column)
    best = max(sorted(rows), key=lambda row: len(rows[row]), default=0)
    return best, rows.get(best, {})


def below_merged(grid: Grid, row: int) -> set[int]:
    """Return the columns over which a header from further left is merged; their own headers are a row below."""
    wide = (area for area in grid.merges if area.top <= row <= area.bottom)
    return {column for area in wide for column in range(area.left + 1, min(area.right, HEADER_COLUMNS) + 1)}


def header_bottom(grid: Grid, row: int, columns: set[int]) -> int:
    """Return the last row of the headers, where some are merged downwards; a row that holds anything is none.

    It may hold texts below other headers that are split there, where most are merged into it.
    """
    crossing = [area for area in grid.merges if area.top <= row <= area.bottom]
    merged = {
        column: area.bottom for column in sorted(columns) for area in crossing if area.left <= column <= area.right
    }
    deepest = max([row, *merged.values()])
    if row < deepest <= row + _SPLIT_ROWS and 2 * list(merged.values()).count(deepest) > len(columns):
        below = [(column, cell) for column in columns for _, cell in _between(grid, column, row + 1, deepest)]
        if all(merged.get(column) != deepest and cell.kind is CellKind.TEXT for column, cell in below):
            return deepest
    filled = (grid.columns[column].rows for column in columns if column in grid.columns)
    after = (rows[bisect_right(rows, row)] for rows in filled if rows[-1] > row)
    return min(deepest, min(after, default=deepest + 1) - 1)


def _between(grid: Grid, column: int, first: int, last: int) -> Iterable[tuple[int, Cell]]:
    return grid.columns[column].between(first, last) if column in grid.columns else ()
