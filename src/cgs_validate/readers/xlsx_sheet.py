"""One sheet's part of an .xlsx, read cell by cell."""

import re
from collections.abc import Callable
from datetime import date
from math import inf, isfinite
from typing import ClassVar, Protocol

from ..errors import ReadError
from ..formats.number_format import is_date_format, show_date, show_number, to_date
from ..sheets import Cell, CellKind, Column, Grid, parse_address, parse_area
from .container import Limits
from .xlsx_shared import unescape
from .xml_events import Attributes, parse

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_CELL = 4  # how deep <c> lies: worksheet, sheetData, row, c
_LONGEST = 32_767  # characters; Excel keeps no more in a cell


class Shared(Protocol):
    """What a sheet needs of its workbook. ``cells_read`` counts over all sheets."""

    limits: Limits
    epoch_1904: bool
    cells_read: int

    @property
    def strings(self) -> list[str]:
        """The shared strings."""
        ...

    @property
    def formats(self) -> list[str]:
        """The number format of each cell format."""
        ...


class GridReader:
    """Reads one sheet's part, cell by cell."""

    def __init__(self, data: bytes, part: str, shared: Shared) -> None:
        self.data = data
        self.part = part
        self.shared = shared
        self.grid = Grid()
        self.row = self.column = self.depth = 0
        self.in_data: bool | None = None  # not yet, now, or no more
        self.known: dict[tuple[str, str | None, str, bool], Cell | None] = {}
        self.in_cell = self.collecting = self.phonetic = self.formula = False
        self.kind = self.style = ""
        self.value: str | None = None
        self.text: list[str] = []

    def read(self) -> Grid:
        """Return the sheet's cells and merged areas. Raises ReadError."""
        parse(self.data, self.part, self._start, self._end, self._characters)
        return self.grid

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        at = (name, self.depth)
        if at == ("c", _CELL):
            self._start_cell(attributes)
        elif at == ("row", _CELL - 1):
            self._start_row(attributes)
        elif at == ("sheetData", _CELL - 2):
            self._start_data()
        elif at == ("mergeCell", _CELL - 1):
            self._merge(attributes)
        elif self.in_cell:
            self._start_inside(name)

    def _start_data(self) -> None:
        if self.in_data is not None:
            raise ReadError("damaged", part=self.part)
        self.in_data = True

    def _start_inside(self, name: str) -> None:
        if name == "f" and self.depth == _CELL + 1:
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "v" and self.depth == _CELL + 1:
            if self.value is not None:
                raise ReadError("damaged", part=self.part)
            self.collecting, self.value = True, ""
        elif name == "t" and not self.phonetic and self.depth in (_CELL + 2, _CELL + 3) and self.kind == "inlineStr":
            self.collecting, self.value = True, self.value or ""

    def _merge(self, attributes: Attributes) -> None:
        area = parse_area(attributes.get("ref", ""))
        if area is None:
            raise ReadError("damaged", part=self.part)
        self.grid.merges.append(area)

    def _start_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        row = (
            int(written) if written and written.isascii() and written.isdecimal() and len(written) < 8 else self.row + 1
        )
        if row <= self.row or not self.in_data:
            raise ReadError("out_of_order", part=self.part)
        self.row, self.column = row, 0

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        place = parse_address(reference) if reference else (self.row, self.column + 1)
        if place is None or place[0] != self.row or place[1] <= self.column:
            raise ReadError("out_of_order", part=self.part)
        self.column = place[1]
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.in_cell, self.formula, self.value = True, False, None

    def _characters(self, text: str) -> None:
        if self.collecting:
            self.text.append(text)

    def _end(self, name: str) -> None:
        depth, self.depth = self.depth, self.depth - 1
        if name in ("v", "t") and self.collecting:
            self.value = (self.value or "") + "".join(self.text)
            self.text.clear()
            self.collecting = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "sheetData" and depth == _CELL - 2:
            self.in_data = False
        elif name == "c" and depth == _CELL:
            self.in_cell = False
            if self.value is not None or self.formula:
                self._keep()

    def _keep(self) -> None:
        written = (self.kind, self.value, self.style, self.formula)
        if written not in self.known:
            self.known[written] = self._cell()
        cell = self.known[written]
        if cell is None:
            return
        self.count(self.row, self.column, 1)
        column = self.grid.columns.get(self.column)
        if column is None:
            column = self.grid.columns[self.column] = Column()
        column.rows.append(self.row)
        column.cells.append(cell)

    def count(self, row: int, column: int, cells: int) -> None:
        """Count cells with a value, the last of them in that row and column. Raises ReadError over the limits."""
        limits = self.shared.limits
        self.shared.cells_read += cells
        if row > limits.last_row or column > limits.last_column or self.shared.cells_read > limits.cells:
            raise ReadError("sheet_too_large", rows=limits.last_row, columns=limits.last_column, cells=limits.cells)

    def cell(self, kind: str | None, value: str, style: str | None) -> Cell | None:
        """Return the cell of a value as it is written, None for a blank one. Raises ReadError."""
        self.kind, self.value, self.style, self.formula = kind or "n", value, style or "0", False
        return self._cell()

    def _cell(self) -> Cell | None:
        value, formula = self.value or "", self.formula
        if formula and (self.value is None or (not value and self.kind not in ("str", "inlineStr"))):
            return Cell("", CellKind.UNCALCULATED, formula=True)
        if len(value) > _LONGEST:
            raise ReadError("text_too_long", limit=_LONGEST)
        make = self._makers.get(self.kind, GridReader._number)
        cell = make(self, value.strip() if make is GridReader._number else value)
        if cell is None or (cell.kind is CellKind.TEXT and not cell.text):
            return None
        return cell._replace(formula=True) if formula else cell

    def _number(self, value: str) -> Cell | None:
        if not value:
            return None
        number = float(value) if _NUMBER.fullmatch(value) else inf
        if not isfinite(number):
            raise ReadError("damaged", part=self.part)
        code = self._number_format()
        day = to_date(number, self.shared.epoch_1904) if is_date_format(code) else None
        if day:
            return Cell(show_date(day, code), CellKind.DATE, number, day)
        return Cell(show_number(number, code), CellKind.NUMBER, number)

    def _shared_string(self, value: str) -> Cell | None:
        if not value:
            return None
        index = int(value) if value.strip().isdecimal() else -1
        if not 0 <= index < len(self.shared.strings):
            raise ReadError("damaged", part=self.part)
        text = self.shared.strings[index]
        if len(text) > _LONGEST:
            raise ReadError("text_too_long", limit=_LONGEST)
        return Cell(text)

    def _string(self, value: str) -> Cell:
        return Cell(unescape(value))

    def _boolean(self, value: str) -> Cell:
        return Cell("TRUE" if value.strip() in ("1", "true") else "FALSE", CellKind.BOOLEAN)

    def _error(self, value: str) -> Cell:
        return Cell(value, CellKind.ERROR)

    def _iso_date(self, value: str) -> Cell:
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            raise ReadError("damaged", part=self.part) from None
        return Cell(show_date(day, self._number_format()), CellKind.DATE, day=day)

    _makers: ClassVar[dict[str, Callable[["GridReader", str], Cell | None]]] = {
        "s": _shared_string,
        "str": _string,
        "inlineStr": _string,
        "b": _boolean,
        "e": _error,
        "d": _iso_date,
    }

    def _number_format(self) -> str:
        index = int(self.style) if self.style.isdecimal() else 0
        formats = self.shared.formats
        return formats[index] if index < len(formats) else ""
