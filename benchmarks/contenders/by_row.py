"""What contenders share that see one row at a time: rows by openpyxl, and the two rules that look beyond a value."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from ..form import DUE, FIRST_ROW, HOLDS, NAMES, UNIQUE, WHEN

Row = dict[str, Any]


def rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows with their numbers, as openpyxl's read-only mode reads them."""
    book = openpyxl.load_workbook(path, read_only=True)
    yield from numbered(book.worksheets[0])
    book.close()


def numbered(sheet: Any) -> Iterator[tuple[int, Row]]:
    """Yield the rows of an open sheet that hold anything, with their numbers."""
    cells = sheet.iter_rows(min_row=FIRST_ROW, max_col=len(NAMES), values_only=True)
    for number, values in enumerate(cells, FIRST_ROW):
        if any(value is not None for value in values):
            yield number, dict(zip(NAMES, values, strict=False))


def beyond_a_value(row: Row, keys: set[Any]) -> Iterator[str]:
    """Yield the columns of a row that break conditional required, or unique. keys: those of the rows before."""
    if row[WHEN] == HOLDS and row[DUE] is None:
        yield DUE
    if row[UNIQUE] in keys:
        yield UNIQUE
    elif row[UNIQUE] is not None:
        keys.add(row[UNIQUE])
