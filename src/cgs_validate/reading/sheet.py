"""One sheet's part of an .xlsx, read cell by cell."""

import re
from collections.abc import Iterable
from typing import NoReturn

from ..errors import ReadError
from ..ooxml.parts import Attributes
from ..workbook import LAST_COLUMN, LAST_ROW, Cell, Column, Grid, parse_address
from .cell import CellMaker, Shared
from .looks import OF_THE_CELL, RunReader, Runs
from .merged_areas import add_area, overlap

_SHEET_DATA = frozenset(("sheetData", ":sheetData"))
_PLACED = frozenset(("c", "row", "mergeCell"))
_MERGES = frozenset(("mergeCells", "mergeCell"))
_SEEN = _SHEET_DATA | _PLACED | _MERGES  # other elements matter in the data only
_CELL = 4  # how deep <c> lies: worksheet, sheetData, row, c
_IN_STRING = 2  # how deep in it the pieces of an inline string lie: is, t
_FILTERS = frozenset(("autoFilter", "tablePart"))
_OUTSIDE = _FILTERS | {"col", "sheetPr"}
_TRUE = ("1", "true")
_PLACE = re.compile("[0-9]{1,5}")
_AS_MANY = 2  # cells in the form that programs write are read in the time of one that is not there yet
SHORT = 8  # characters; texts as short do not count against the limit on text


class GridReader:
    """Reads one sheet's part, cell by cell."""

    def __init__(self, data: bytes, part: str, shared: Shared) -> None:
        self.data = data
        self.part = part
        self.shared = shared
        self.grid = Grid()
        self.maker = CellMaker(part, shared)
        self.row = self.column = self.depth = 0
        self.in_data: bool | None = None  # not yet, now, or no more
        self.in_merges = False
        self.known: dict[tuple[str, str | None, str, bool, Runs], Cell | None] = {}
        self.in_row = self.in_cell = self.collecting = self.formula = self.in_formula = False
        self.kind = self.style = self.piece = ""  # piece: the last element right in an inline string
        self.value: str | None = None
        self.text: list[str] = []
        self.runs = RunReader()  # of an inline string

    def read(self) -> Grid:
        """Return the sheet's cells and merged areas. Raises ReadError."""
        handlers = self._start, self._end, self._characters
        self.shared.container.parse(self.part, *handlers, data=self.data, root="worksheet")
        if overlap(self.grid.merges):
            raise ReadError("inconsistent")
        self.grid.last_format, self.grid.dressed = self.maker.last_format, self.maker.dressed
        return self.grid

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if name not in _SEEN and not self.in_data and not self.in_cell:
            if name in _OUTSIDE:
                self._start_outside(name, attributes)
            return
        at = (name, self.depth)
        if at == ("c", _CELL) and self.in_row:
            self._start_cell(attributes)
        elif at == ("row", _CELL - 1):
            self._start_row(attributes)
        elif at == ("sheetData", _CELL - 2):
            self._start_data()
        elif at == ("mergeCells", _CELL - 2) and not self.in_data:
            self.in_merges = True
        elif at == ("mergeCell", _CELL - 1) and self.in_merges:
            add_area(self.grid.merges, attributes, self.part, self.shared.limits)
        elif (
            name in _SHEET_DATA
            or name in _MERGES
            or at == ("c", _CELL)
            or (self.in_data and (name in _PLACED or name[0] == ":"))
        ):
            raise ReadError("damaged", part=self.part)  # only some readers see it
        elif self.in_cell:
            self._start_inside(name, attributes)

    def _start_outside(self, name: str, attributes: Attributes) -> None:
        """Begin an element that says something of columns, or of a filter."""
        if name == "col":
            self.maker.styles.add(attributes.get("style", ""))
            self._hide_columns(attributes)
        elif name != "sheetPr" or attributes.get("filterMode") in _TRUE:
            self.grid.filtered = True

    def _hide_columns(self, attributes: Attributes) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        hidden = self.grid.hidden_columns
        if is_hidden(attributes, "width") and _PLACE.fullmatch(first) and _PLACE.fullmatch(last):
            start = max(int(first), hidden[-1] + 1 if hidden else 1)  # they ascend
            hidden.extend(range(start, min(int(last), LAST_COLUMN) + 1))

    def _start_data(self) -> None:
        if self.in_data is not None:
            raise ReadError("damaged", part=self.part)
        self.in_data = True

    def _start_inside(self, name: str, attributes: Attributes) -> None:
        """Begin an element in a cell. Raises ReadError for one that only some readers see."""
        depth = self.depth - _CELL
        if self.collecting or self.in_formula:
            raise ReadError("damaged", part=self.part)
        if name in ("v", "is"):
            self._hold(name, depth)
        elif name == "t":
            self._hold_text(depth)
        elif name == "f" and depth == 1:
            self.formula = self.in_formula = True
        elif self.piece != "rPh":
            self.runs.start(name, attributes)
        if depth == _IN_STRING:
            self.piece = name

    def _hold(self, name: str, depth: int) -> None:
        """Begin with the one value of a cell, or with its inline string."""
        right = (name == "is") == (self.kind == "inlineStr") or self.formula  # as LibreOffice wrote results of old
        if depth > 1 or self.value is not None or not right:
            raise ReadError("damaged", part=self.part)
        self.value, self.collecting, self.piece = "", name == "v", ""
        if self.kind == "inlineStr":
            self.runs = RunReader()

    def _hold_text(self, depth: int) -> None:
        """Begin with a text of an inline string: the first piece of it, or in a run, or a phonetic guide."""
        in_run = depth == _IN_STRING + 1 and self.piece in ("r", "rPh")
        if self.value is None or not (in_run or (depth == _IN_STRING and not self.piece)):
            raise ReadError("damaged", part=self.part)
        self.collecting = self.piece != "rPh"

    def _start_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        if written is not None and not (written.isascii() and written.isdecimal() and len(written) < 8):
            raise ReadError("damaged", part=self.part)
        row = int(written) if written else self.row + 1
        if row <= self.row or not self.in_data:
            raise ReadError("out_of_order", part=self.part)
        self.row, self.column, self.in_row = row, 0, True
        self.maker.styles.add(attributes.get("s", ""))
        self.check_place(row, 1)
        if is_hidden(attributes, "ht"):
            self.grid.hidden_rows.append(row)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        place = parse_address(reference) if reference else (self.row, self.column + 1)
        if place is None or place[0] != self.row or place[1] <= self.column:
            raise ReadError("out_of_order", part=self.part)
        self.column = place[1]
        self.check_place(*place)
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.maker.styles.add(self.style)
        self.in_cell, self.formula, self.value = True, False, None

    def _characters(self, text: str) -> None:
        if self.collecting:
            self.text.append(text)

    def _end(self, name: str) -> None:
        depth, self.depth = self.depth, self.depth - 1
        if name not in _SEEN and not self.in_data and not self.in_cell:
            return
        if name in ("v", "t") and self.collecting:
            text = "".join(self.text)
            self.value = (self.value or "") + text
            self.text.clear()
            self.collecting = False
            if name == "t":
                self.runs.text(text)
        elif name == "f" and self.in_formula:
            self.in_formula = False
        elif name == "mergeCells":
            self.in_merges = False
        elif name == "row" and depth == _CELL - 1:
            self.in_row = False
        elif name == "sheetData" and depth == _CELL - 2:
            self.in_data = False
        elif name == "c" and depth == _CELL:
            self.in_cell = False
            if self.value is not None or self.formula:
                self._keep()
            else:
                self.count_blank(1)

    def _keep(self) -> None:
        runs = self.runs.runs if self.kind == "inlineStr" else OF_THE_CELL
        written = (self.kind, self.value, self.style, self.formula, runs)
        is_new = written not in self.known
        if is_new:
            self.known[written] = self.maker.cell(self.kind, self.value, self.style, formula=self.formula, runs=runs)
        cell = self.known[written]
        if cell is None:
            self.count_blank(1)
            return
        self.count(self.row, self.column, _AS_MANY if is_new else 1)
        self.count_text([cell])
        column = self.grid.columns.get(self.column)
        if column is None:
            column = self.grid.columns[self.column] = Column()
        column.append(self.row, cell)

    def check_place(self, row: int, column: int) -> None:
        """Raise ReadError for a place that no sheet has."""
        if row > LAST_ROW or column > LAST_COLUMN:
            raise ReadError("damaged", part=self.part)

    def count_blank(self, cells: int) -> None:
        """Count cells without a value. Raises ReadError over the limit."""
        self.shared.cells_blank += cells
        if self.shared.cells_blank > self.shared.limits.blank_cells:
            self._refuse_size()

    def count(self, row: int, column: int, cells: int) -> None:
        """Count cells with a value, the last of them in that row and column. Raises ReadError over the limits."""
        limits = self.shared.limits
        self.shared.cells_read += cells
        if row > limits.last_row or column > limits.last_column or self.shared.cells_read > limits.cells:
            self._refuse_size()

    def count_text(self, cells: Iterable[Cell]) -> None:
        """Count the characters of texts that are not short. Raises ReadError over the limit."""
        self.shared.text_read += sum(size for cell in cells if (size := len(cell.text)) > SHORT)
        if self.shared.text_read > self.shared.limits.text_characters:
            raise ReadError("too_much_text", limit=self.shared.limits.text_characters // 1_000_000)

    def _refuse_size(self) -> NoReturn:
        limits = self.shared.limits
        raise ReadError("sheet_too_large", rows=limits.last_row, columns=limits.last_column, cells=limits.cells)


def is_hidden(attributes: Attributes, size: str) -> bool:
    """Return whether a row or column cannot be seen, by its attributes. size: the name of its height or width."""
    extent = attributes.get(size)
    return attributes.get("hidden") in _TRUE or bool(extent and extent[0] in "0." and not extent.strip("0."))
