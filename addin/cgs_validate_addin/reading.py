"""Reads the open workbook into the same sheets as the readers of files, so that findings are the same."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from cgs_validate.checking.engine import read_needed
from cgs_validate.ooxml.escapes import displayed
from cgs_validate.reading.shown import number_cell
from cgs_validate.text import printable
from cgs_validate.workbook import (
    Area,
    Cell,
    CellKind,
    Column,
    Grid,
    Look,
    OpenedWorkbook,
    Sheet,
    Workbook,
    numbers,
)

from .dropdowns import Dropdowns
from .open_book import OpenBook, OpenSheet, Position, Raw

_BLOCK = 20_000  # cells per call
_FIRST_DAY = datetime(1899, 12, 30)
ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}


AfterBlock = Callable[[str, float], None]  # called with a sheet's name and the fraction read


def read_book(book: OpenBook, after_block: AfterBlock = lambda *_: None) -> OpenedWorkbook:
    """Return the workbook with the cells that a check looks at; it reads more when it is asked to."""
    sheets = {sheet.name: sheet for sheet in book.sheets()}
    named = [Sheet(name, sheet.visible) for name, sheet in sheets.items()]
    workbook = Workbook(printable(book.name), "", named, book.template)
    opened = OpenedWorkbook(workbook, lambda name: read_sheet(sheets[name], after_block))
    opened.offered = Dropdowns(sheets, opened).offered
    opened.fills = lambda name, cells: sheets[name].colours([*cells])
    return read_needed(opened)


def read_sheet(sheet: OpenSheet, after_block: AfterBlock = lambda *_: None) -> Grid:
    """Return the cells and merged areas of a sheet."""
    area = sheet.used()
    if area is None:
        return Grid()
    reader = _GridReader(sheet)
    step = max(1, _BLOCK // (area.right - area.left + 1))
    blocks = [
        Area(top, area.left, min(area.bottom, top + step - 1), area.right)
        for top in range(area.top, area.bottom + 1, step)
    ]
    for done, block in enumerate(blocks, 1):
        reader.read(block)
        after_block(sheet.name, done / len(blocks))
    for number in sorted(reader.grid.columns):
        reader.read_numbers(number)
        after_block(sheet.name, 1.0)
    reader.grid.merges = sheet.merges(area)
    reader.grid.hidden_rows, reader.grid.hidden_columns = map(numbers, sheet.hidden(area))
    reader.grid.filtered = bool(reader.grid.hidden_rows) and sheet.filtered
    reader.dress(sheet.looks(area))
    return reader.grid


class _GridReader:
    """Reads a sheet block by block; cells of numbers are made once the formats of their column are known."""

    def __init__(self, sheet: OpenSheet) -> None:
        self.grid = Grid()
        self._sheet = sheet
        self._numbers: dict[int, list[tuple[int, float, bool]]] = defaultdict(list)  # index, number, formula
        self._known: dict[tuple[object, ...], Cell] = {}

    def read(self, area: Area) -> None:
        for row in self._sheet.rows(area):
            for column, (value, formula) in enumerate(zip(row.values, row.formulas, strict=True), area.left):
                if value is not None or formula:
                    self._add((row.number, column), value, formula)

    def read_numbers(self, number: int) -> None:
        """Make the cells of a column's numbers; call it after the last block."""
        column, numbers = self.grid.columns[number], self._numbers[number]
        rows = [column.rows[index] for index, _, _ in numbers]
        formats = self._sheet.number_formats(number, rows) if rows else []
        for (index, value, formula), shown in zip(numbers, formats, strict=True):
            cell = self._shared(("number", value, shown, formula), _number, value, shown, formula)
            column.codes[index] = column.code(cell)

    def dress(self, looks: dict[Position, Look]) -> None:
        """Give cells their looks; blank ones have none."""
        for (row, number), look in looks.items():
            column = self.grid.columns.get(number, Column())
            index = bisect_left(column.rows, row)
            if column.rows[index : index + 1] == numbers([row]):
                cell = column.distinct[column.codes[index]]
                column.codes[index] = column.code(self._shared((cell, look), cell._replace, look=look))
                self.grid.dressed = True

    def _add(self, at: Position, value: Raw, formula: str | None) -> None:
        calculated = bool(formula) and formula != value and str(formula).startswith("=")
        if value is None and not calculated:
            return
        if value == "":
            return
        row, number = at
        column = self.grid.columns.setdefault(number, Column())
        column.rows.append(row)
        serial = _serial(value)
        if serial is not None:
            self._numbers[number].append((len(column.codes), serial, calculated))
            column.codes.append(0)
        else:
            cell = self._shared((type(value), value, calculated), _cell, value, calculated)
            column.codes.append(column.code(cell))

    def _shared(self, key: tuple[object, ...], make: Callable[..., Cell], *arguments: object, **named: object) -> Cell:
        if key not in self._known:
            self._known[key] = make(*arguments, **named)
        return self._known[key]


def _serial(value: Raw) -> float | None:
    """Return a number, or a date's serial number; None for other values."""
    if isinstance(value, float):
        return value
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _FIRST_DAY) / timedelta(days=1)
    return None


def _number(number: float, code: str, formula: bool) -> Cell:
    cell = number_cell(number, code)
    return cell._replace(formula=True) if formula else cell


def _cell(value: str | bool | int | None, formula: bool) -> Cell:
    if value is None:
        return Cell("", CellKind.UNCALCULATED, formula=True)
    if isinstance(value, bool):
        return Cell(str(value).upper(), CellKind.BOOLEAN, formula=formula)
    if isinstance(value, int):
        return Cell(ERRORS.get(value, f"#{value}"), CellKind.ERROR, formula=formula)
    return Cell(
        displayed(value.replace("_x", "_x005F_x")), formula=formula
    )  # control characters are shown; the text has no escapes
