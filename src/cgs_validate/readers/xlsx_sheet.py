"""One sheet's part of an .xlsx, read cell by cell."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from math import inf, isfinite
from operator import itemgetter
from typing import ClassVar, NoReturn, Protocol

from ..errors import ReadError
from ..formats.number_format import is_date_format, show_date, show_number, to_date
from ..sheets import Cell, CellKind, Column, Grid, parse_address, parse_area
from .active_content import refuse_dde
from .limits import Limits
from .merged_areas import overlap
from .xlsx_shared import unescape
from .xml_events import Attributes, Parser

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)")
_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_BLANKS = " \t\r\n"  # of XML
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet of Excel's
_CELL = 4  # how deep <c> lies: worksheet, sheetData, row, c
_text_of = itemgetter(Cell._fields.index("text"))


class Shared(Protocol):
    """What a sheet needs of its workbook. Counted over all sheets: cells with a value, blank ones, characters."""

    limits: Limits
    epoch_1904: bool
    cells_read: int
    cells_blank: int
    text_read: int

    @property
    def container(self) -> Parser:
        """What parses the sheet."""
        ...

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
        self.kind = self.style = self.held = ""  # held: the element that holds the value, v or t
        self.value: str | None = None
        self.text: list[str] = []
        self.formula_text: list[str] | None = None

    def read(self) -> Grid:
        """Return the sheet's cells and merged areas. Raises ReadError."""
        self.shared.container.parse(self.part, self._start, self._end, self._characters, data=self.data)
        if overlap(self.grid.merges):
            raise ReadError("inconsistent")
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
        elif at == ("mergeCell", _CELL - 1) and not self.in_data:
            self._merge(attributes)
        elif self.in_data and name in ("c", "row", "mergeCell"):  # where some readers see one
            raise ReadError("damaged", part=self.part)
        elif self.in_cell:
            self._start_inside(name)

    def _start_data(self) -> None:
        if self.in_data is not None:
            raise ReadError("damaged", part=self.part)
        self.in_data = True

    def _start_inside(self, name: str) -> None:
        if name == "f" and self.depth == _CELL + 1:
            self.formula, self.formula_text = True, []
        elif name == "rPh":
            self.phonetic = True
        elif self._holds_value(name):
            self._hold(name)

    def _holds_value(self, name: str) -> bool:
        """Tell whether an element inside a cell holds its value, or a piece of it."""
        if name == "t":
            return self.kind == "inlineStr" and not self.phonetic and self.depth in (_CELL + 2, _CELL + 3)
        return name == "v" and self.depth == _CELL + 1

    def _hold(self, name: str) -> None:
        """Begin to collect a value: one v, or the pieces of an inline string."""
        if self.held == "v" or (self.held and name == "v"):
            raise ReadError("damaged", part=self.part)
        self.held, self.collecting, self.value = name, True, self.value or ""

    def _merge(self, attributes: Attributes) -> None:
        area = parse_area(attributes.get("ref", ""))
        if area is None:
            raise ReadError("damaged", part=self.part)
        self.grid.merges.append(area)
        if len(self.grid.merges) > self.shared.limits.merges:
            raise ReadError("too_many_merges", limit=self.shared.limits.merges)

    def _start_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        if written is not None and not (written.isascii() and written.isdecimal() and len(written) < 8):
            raise ReadError("damaged", part=self.part)
        row = int(written) if written else self.row + 1
        if row <= self.row or not self.in_data:
            raise ReadError("out_of_order", part=self.part)
        self.row, self.column = row, 0
        self.check_place(row, 1)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        place = parse_address(reference) if reference else (self.row, self.column + 1)
        if place is None or place[0] != self.row or place[1] <= self.column:
            raise ReadError("out_of_order", part=self.part)
        self.column = place[1]
        self.check_place(*place)
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.in_cell, self.formula, self.value, self.held = True, False, None, ""

    def _characters(self, text: str) -> None:
        if self.collecting:
            self.text.append(text)
        elif self.formula_text is not None:
            self.formula_text.append(text)

    def _end(self, name: str) -> None:
        depth, self.depth = self.depth, self.depth - 1
        if name in ("v", "t") and self.collecting:
            self.value = (self.value or "") + "".join(self.text)
            self.text.clear()
            self.collecting = False
        elif name == "f" and self.formula_text is not None:
            refuse_dde("".join(self.formula_text), self.shared.limits)
            self.formula_text = None
        elif name == "rPh":
            self.phonetic = False
        elif name == "sheetData" and depth == _CELL - 2:
            self.in_data = False
        elif name == "c" and depth == _CELL:
            self.in_cell = False
            if self.value is not None or self.formula:
                self._keep()
            else:
                self.count_blank(1)

    def _keep(self) -> None:
        written = (self.kind, self.value, self.style, self.formula)
        if written not in self.known:
            self.known[written] = self._cell()
        cell = self.known[written]
        if cell is None:
            self.count_blank(1)
            return
        self.count(self.row, self.column, [cell])
        column = self.grid.columns.get(self.column)
        if column is None:
            column = self.grid.columns[self.column] = Column()
        column.rows.append(self.row)
        column.cells.append(cell)

    def check_place(self, row: int, column: int) -> None:
        """Raise ReadError for a place that no sheet has."""
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise ReadError("damaged", part=self.part)

    def count_blank(self, cells: int) -> None:
        """Count cells without a value. Raises ReadError over the limit."""
        self.shared.cells_blank += cells
        if self.shared.cells_blank > self.shared.limits.blank_cells:
            self._refuse_size()

    def count(self, row: int, column: int, cells: Sequence[Cell]) -> None:
        """Count cells with a value, the last of them in that row and column. Raises ReadError over the limits."""
        limits = self.shared.limits
        self.shared.cells_read += len(cells)
        if row > limits.last_row or column > limits.last_column or self.shared.cells_read > limits.cells:
            self._refuse_size()
        self.shared.text_read += sum(map(len, map(_text_of, cells)))
        if self.shared.text_read > limits.text:
            raise ReadError("too_much_text", limit=limits.text // 1_000_000)

    def _refuse_size(self) -> NoReturn:
        limits = self.shared.limits
        raise ReadError("sheet_too_large", rows=limits.last_row, columns=limits.last_column, cells=limits.cells)

    def cell(self, kind: str | None, value: str, style: str | None) -> Cell | None:
        """Return the cell of a value as it is written, None for a blank one. Raises ReadError."""
        self.kind, self.value, self.style, self.formula = kind or "n", value, style or "0", False
        return self._cell()

    def _cell(self) -> Cell | None:
        value, formula = self.value or "", self.formula
        if formula and (self.value is None or (not value and self.kind not in ("str", "inlineStr"))):
            return Cell("", CellKind.UNCALCULATED, formula=True)
        self._check_length(value)
        make = self._makers.get(self.kind)
        if make is None:
            raise ReadError("damaged", part=self.part)
        cell = make(self, value.strip(_BLANKS) if make is GridReader._number else value)
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
        value = value.strip(_BLANKS)
        index = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1
        if not 0 <= index < len(self.shared.strings):
            raise ReadError("damaged", part=self.part)
        text = self.shared.strings[index]
        self._check_length(text)
        return Cell(text)

    def _check_length(self, text: str) -> None:
        if len(text) > self.shared.limits.cell_text:
            raise ReadError("text_too_long", limit=self.shared.limits.cell_text)

    def _string(self, value: str) -> Cell:
        return Cell(unescape(value))

    def _boolean(self, value: str) -> Cell | None:
        if not value:
            return None
        told = _BOOLEANS.get(value.strip(_BLANKS))
        if told is None:
            raise ReadError("damaged", part=self.part)
        return Cell(told, CellKind.BOOLEAN)

    def _error(self, value: str) -> Cell:
        return Cell(value, CellKind.ERROR)

    def _iso_date(self, value: str) -> Cell | None:
        if not value:
            return None
        try:
            day = date.fromisoformat(value[:10] if _ISO_DATE.match(value) else "")
        except ValueError:
            raise ReadError("damaged", part=self.part) from None
        return Cell(show_date(day, self._number_format()), CellKind.DATE, day=day)

    _makers: ClassVar[dict[str, Callable[["GridReader", str], Cell | None]]] = {
        "n": _number,
        "s": _shared_string,
        "str": _string,
        "inlineStr": _string,
        "b": _boolean,
        "e": _error,
        "d": _iso_date,
    }

    def _number_format(self) -> str:
        index = int(self.style) if self.style.isdecimal() and len(self.style) < 8 else 0
        formats = self.shared.formats
        return formats[index] if index < len(formats) else ""
