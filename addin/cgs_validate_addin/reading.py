"""Reads the open workbook into the same sheets as the readers of files, so that findings are the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cgs_validate.formats.number_format import is_date_format, show_date, show_number, to_date
from cgs_validate.reading.shared_strings import unescape
from cgs_validate.text import printable
from cgs_validate.workbook import Area, Cell, CellKind, Column, Grid, Sheet, Workbook

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


def read_book(book: OpenBook, after_block: AfterBlock = lambda *_: None) -> Workbook:
    """Return the workbook as it is now."""
    sheets = [Sheet(sheet.name, sheet.visible, _reader(sheet, after_block)) for sheet in book.sheets()]
    return Workbook(printable(book.name), "", sheets, book.template)


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
    columns = {}
    for number in reader.columns:
        columns[number] = reader.column(number)
        after_block(sheet.name, 1.0)
    return Grid(columns, sheet.merges(area))


def _reader(sheet: OpenSheet, after_block: AfterBlock) -> Callable[[], Grid]:
    return lambda: read_sheet(sheet, after_block)


@dataclass
class _ReadColumn:
    """A column while it is read; cells of numbers are made once their formats are known."""

    rows: list[int] = field(default_factory=list)
    cells: list[Cell | None] = field(default_factory=list)
    numbers: list[tuple[int, float, bool]] = field(default_factory=list)  # index among the cells, number, formula


class _GridReader:
    """Reads a sheet block by block; equal cells become one object."""

    def __init__(self, sheet: OpenSheet) -> None:
        self._sheet = sheet
        self._columns: dict[int, _ReadColumn] = {}
        self._known: dict[tuple[object, ...], Cell] = {}

    def read(self, area: Area) -> None:
        for row in self._sheet.rows(area):
            for column, (value, formula) in enumerate(zip(row.values, row.formulas, strict=True), area.left):
                if value is not None or formula:
                    self._add((row.number, column), value, formula)

    @property
    def columns(self) -> list[int]:
        """The numbers of the columns that are not empty."""
        return sorted(self._columns)

    def column(self, number: int) -> Column:
        """Return a column; call it after the last block."""
        column = self._columns[number]
        rows = [column.rows[index] for index, _, _ in column.numbers]
        codes = self._sheet.number_formats(number, rows) if rows else []
        for (index, value, formula), code in zip(column.numbers, codes, strict=True):
            column.cells[index] = self._shared(("number", value, code, formula), _number, value, code, formula)
        return Column(column.rows, [cell for cell in column.cells if cell is not None])

    def _add(self, at: Position, value: Raw, formula: str | None) -> None:
        calculated = bool(formula) and formula != value and str(formula).startswith("=")
        if value is None and not calculated:
            return
        if value == "":
            return
        row, number = at
        column = self._columns.setdefault(number, _ReadColumn())
        column.rows.append(row)
        serial = _serial(value)
        if serial is not None:
            column.numbers.append((len(column.cells), serial, calculated))
            column.cells.append(None)
        else:
            column.cells.append(self._shared((type(value), value, calculated), _cell, value, calculated))

    def _shared(self, key: tuple[object, ...], make: Callable[..., Cell], *arguments: object) -> Cell:
        cell = self._known.get(key)
        if cell is None:
            cell = self._known[key] = make(*arguments)
        return cell


def _serial(value: Raw) -> float | None:
    """Return a number, or a date's serial number; None for other values."""
    if isinstance(value, float):
        return value
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - _FIRST_DAY) / timedelta(days=1)
    return None


def _number(number: float, code: str, formula: bool) -> Cell:
    code = "" if code == "General" else code
    day = to_date(number, epoch_1904=False) if is_date_format(code) else None
    if day:
        return Cell(show_date(day, code), CellKind.DATE, number, day, formula=formula)
    return Cell(show_number(number, code), CellKind.NUMBER, number, formula=formula)


def _cell(value: str | bool | int | None, formula: bool) -> Cell:
    if value is None:
        return Cell("", CellKind.UNCALCULATED, formula=True)
    if isinstance(value, bool):
        return Cell(str(value).upper(), CellKind.BOOLEAN, formula=formula)
    if isinstance(value, int):
        return Cell(ERRORS.get(value, f"#{value}"), CellKind.ERROR, formula=formula)
    visible = unescape(value.replace("_x", "_x005F_x"))  # shows control characters; the text has no escapes of its own
    return Cell(visible, formula=formula)
