"""An .xlsx or .xlsm read into sheets: values as they are shown, formulas by their saved results, errors as errors.

Dimensions and counts that the file claims are not believed; rows or cells that are repeated or out of order, which
readers see differently, are refused (FILES.md).
"""

import hashlib
import posixpath
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from math import inf, isfinite
from pathlib import Path
from typing import BinaryIO, ClassVar

from ..errors import ReadError
from ..formats.number_format import BUILTIN, is_date_format, show_date, show_number, to_date
from ..sheets import Cell, CellKind, Column, Grid, Sheet, Workbook, parse_address, parse_area
from .container import Container, Limits
from .xml_events import Attributes, attribute, parse

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_workbook(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> Workbook:
    """Open a workbook: a path, its bytes, or a binary file. Raises ReadError; grids are read when asked for."""
    limits = limits or Limits()
    data, own_name = _bytes(source, limits)
    container = Container(data, limits)
    book = _Book(container, limits)
    digest = hashlib.sha256(data).hexdigest()
    return Workbook(name=name or own_name, sha256=digest, sheets=book.sheets())


def _bytes(source: str | Path | bytes | BinaryIO, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, ""
    if isinstance(source, str | Path):
        path = Path(source)
        try:
            with path.open("rb") as file:
                return file.read(limits.file + 1), path.name
        except FileNotFoundError:
            raise ReadError("file_missing") from None
        except IsADirectoryError:
            raise ReadError("is_a_folder") from None
        except OSError:
            raise ReadError("file_unreadable") from None
    return source.read(limits.file + 1), Path(str(getattr(source, "name", ""))).name


class _Book:
    """The parts that belong to the workbook as a whole: relations, shared strings, formats."""

    def __init__(self, container: Container, limits: Limits) -> None:
        self.container = container
        self.limits = limits
        self.cells_read = 0
        office = [target for kind, target in self._relations("").values() if kind == "officeDocument"]
        if not office:
            raise ReadError("damaged", part="_rels/.rels")
        self.part = office[0]
        self.relations = self._relations(self.part)
        self.epoch_1904 = False
        self._strings: list[str] | None = None
        self._formats: list[str] | None = None

    def sheets(self) -> list[Sheet]:
        sheets: list[Sheet] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "workbookPr":
                self.epoch_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet":
                kind, target = self.relations.get(attribute(attributes, "id") or "", ("", ""))
                if kind == "worksheet":
                    visible = attributes.get("state", "visible") == "visible"
                    sheets.append(Sheet(attributes.get("name", ""), visible, partial(self.grid, target)))

        parse(self.container.read(self.part), self.part, start)
        if not sheets:
            raise ReadError("no_sheets")
        return sheets

    def grid(self, part: str) -> Grid:
        return _GridReader(self, part).read()

    @property
    def strings(self) -> list[str]:
        if self._strings is None:
            part = self._related("sharedStrings")
            self._strings = _shared_strings(self.container.read(part), part) if part else []
        return self._strings

    @property
    def formats(self) -> list[str]:
        """The number format of each cell format."""
        if self._formats is None:
            part = self._related("styles")
            self._formats = _number_formats(self.container.read(part), part) if part else []
        return self._formats

    def _related(self, kind: str) -> str | None:
        found = next((target for found, target in self.relations.values() if found == kind), None)
        return found if found and found in self.container else None

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relation id → (last word of its type, part it leads to)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        relations: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/", folder, target))
                relations[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        parse(self.container.read(rels), rels, start)
        return relations


class _GridReader:
    """Reads one sheet's part, cell by cell."""

    def __init__(self, book: _Book, part: str) -> None:
        self.book = book
        self.part = part
        self.grid = Grid()
        self.row = self.column = 0
        self.known: dict[tuple[str, str | None, str, bool], Cell | None] = {}
        self.in_cell = self.collecting = self.phonetic = self.formula = False
        self.kind = self.style = ""
        self.value: str | None = None
        self.text: list[str] = []

    def read(self) -> Grid:
        parse(self.book.container.read(self.part), self.part, self.start, self.end, self.characters)
        return self.grid

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self.start_cell(attributes)
        elif name == "row":
            self.start_row(attributes)
        elif not self.in_cell:
            if name == "mergeCell":
                area = parse_area(attributes.get("ref", ""))
                if area is None:
                    raise ReadError("damaged", part=self.part)
                self.grid.merges.append(area)
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "v" or (name == "t" and not self.phonetic):
            self.collecting = True
            self.value = self.value or ""

    def start_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        row = int(written) if written and written.isdecimal() and len(written) < 8 else self.row + 1
        if row <= self.row:
            raise ReadError("out_of_order", part=self.part)
        self.row, self.column = row, 0

    def start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        place = parse_address(reference) if reference else (self.row, self.column + 1)
        if place is None or place[0] != self.row or place[1] <= self.column:
            raise ReadError("out_of_order", part=self.part)
        self.column = place[1]
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.in_cell, self.formula, self.value = True, False, None

    def characters(self, text: str) -> None:
        if self.collecting:
            self.text.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t") and self.collecting:
            self.value = (self.value or "") + "".join(self.text)
            self.text.clear()
            self.collecting = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "c":
            self.in_cell = False
            if self.value is not None or self.formula:
                self.keep()

    def keep(self) -> None:
        written = (self.kind, self.value, self.style, self.formula)
        if written not in self.known:
            self.known[written] = self.cell()
        cell = self.known[written]
        if cell is None:
            return
        limits = self.book.limits
        self.book.cells_read += 1
        if self.row > limits.last_row or self.column > limits.last_column or self.book.cells_read > limits.cells:
            raise ReadError("sheet_too_large", rows=limits.last_row, columns=limits.last_column, cells=limits.cells)
        column = self.grid.columns.get(self.column)
        if column is None:
            column = self.grid.columns[self.column] = Column()
        column.rows.append(self.row)
        column.cells.append(cell)

    def cell(self) -> Cell | None:
        value, formula = self.value or "", self.formula
        if formula and (self.value is None or (not value and self.kind not in ("str", "inlineStr"))):
            return Cell("", CellKind.UNCALCULATED, formula=True)
        make = self.makers.get(self.kind, _GridReader.number)
        cell = make(self, value.strip() if make is _GridReader.number else value)
        if cell is None or (cell.kind is CellKind.TEXT and not cell.text):
            return None
        return cell._replace(formula=formula)

    def number(self, value: str) -> Cell | None:
        if not value:
            return None
        number = float(value) if _NUMBER.fullmatch(value) else inf
        if not isfinite(number):
            raise ReadError("damaged", part=self.part)
        code = self.number_format()
        day = to_date(number, self.book.epoch_1904) if is_date_format(code) else None
        if day:
            return Cell(show_date(day, code), CellKind.DATE, number, day)
        return Cell(show_number(number, code), CellKind.NUMBER, number)

    def shared(self, value: str) -> Cell:
        index = int(value) if value.strip().isdecimal() else -1
        if not 0 <= index < len(self.book.strings):
            raise ReadError("damaged", part=self.part)
        return Cell(self.book.strings[index])

    def string(self, value: str) -> Cell:
        return Cell(_unescape(value))

    def boolean(self, value: str) -> Cell:
        return Cell("TRUE" if value.strip() in ("1", "true") else "FALSE", CellKind.BOOLEAN)

    def error(self, value: str) -> Cell:
        return Cell(value, CellKind.ERROR)

    def iso_date(self, value: str) -> Cell:
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            raise ReadError("damaged", part=self.part) from None
        return Cell(show_date(day, self.number_format()), CellKind.DATE, day=day)

    makers: ClassVar[dict[str, Callable[["_GridReader", str], Cell | None]]] = {
        "s": shared,
        "str": string,
        "inlineStr": string,
        "b": boolean,
        "e": error,
        "d": iso_date,
    }

    def number_format(self) -> str:
        index = int(self.style) if self.style.isdecimal() else 0
        formats = self.book.formats
        return formats[index] if index < len(formats) else ""


def _shared_strings(data: bytes, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"t": False, "rPh": False}

    def start(name: str, _: Attributes) -> None:
        if name in state:
            state[name] = True

    def end(name: str) -> None:
        if name in state:
            state[name] = False
        elif name == "si":
            strings.append(_unescape("".join(pieces)))
            pieces.clear()

    def text(value: str) -> None:
        if state["t"] and not state["rPh"]:
            pieces.append(value)

    parse(data, part, start, end, text)
    return strings


def _number_formats(data: bytes, part: str) -> list[str]:
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        elif name == "numFmt" and inside != "dxfs":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif name == "xf" and inside == "cellXfs":
            number = attributes.get("numFmtId", "0")
            builtin = BUILTIN.get(int(number), "") if number.isdecimal() else ""
            formats.append(codes.get(number, builtin))

    parse(data, part, start)
    return formats


def _unescape(text: str) -> str:
    """Return text with ``_x000A_`` escapes resolved, and controls shown by their pictures (␛)."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), text)
