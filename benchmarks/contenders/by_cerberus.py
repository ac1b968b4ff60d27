"""Cerberus row by row over openpyxl, and marks by openpyxl: what the same tools give when they are used plainly."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from cerberus import Validator
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from ..form import COLUMNS, NUMBERS, Cell, Column
from .by_row import Row, beyond_a_value, numbered, rows

_RED = PatternFill("solid", fgColor="FFFF6666")


def check(path: Path) -> Callable[[], set[Cell]]:
    """File to wrong cells, read-only."""
    return lambda: set(_wrong(rows(path)))


def check_whole(path: Path) -> Callable[[], set[Cell]]:
    """File to wrong cells, the workbook loaded as a whole, as is needed for marking it."""
    return lambda: set(_wrong(numbered(openpyxl.load_workbook(path).worksheets[0])))


def marked_copy(path: Path) -> Callable[[], set[Cell]]:
    """File to wrong cells to marked copy."""

    def run() -> set[Cell]:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        found = set(_wrong(numbered(sheet)))
        for row, column in found:
            cell = sheet.cell(row, column)
            cell.fill, cell.comment = _RED, Comment("【資料有誤】", "cerberus")
        book.save(path.with_suffix(".cerberus.xlsx"))
        return found

    return run


def saving(path: Path) -> Callable[[], None]:
    """openpyxl's load and save alone."""

    def run() -> None:
        openpyxl.load_workbook(path).save(path.with_suffix(".openpyxl.xlsx"))

    return run


def _wrong(numbered_rows: Iterator[tuple[int, Row]]) -> Iterator[Cell]:
    validator = _validator()
    keys: set[Any] = set()
    for number, row in numbered_rows:
        validator.validate(row, normalize=False)
        for name in {*validator.errors, *beyond_a_value(row, keys)}:
            yield number, NUMBERS[name]


@cache
def _validator() -> Validator:
    return Validator({column.name: _schema(column) for column in COLUMNS})


def _schema(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {"nullable": not column.required}
    if column.allowed:
        schema["allowed"] = list(column.allowed)
    if column.regex:
        schema |= {"type": "string", "regex": column.regex}
    if column.range:
        schema |= {"type": "integer", "min": column.range[0], "max": column.range[1]}
    return schema
