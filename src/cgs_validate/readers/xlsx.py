"""An .xlsx or .xlsm read into sheets: values as they are shown, formulas by their saved results, errors as errors.

Dimensions and counts that the file claims are not believed; rows or cells that are repeated or out of order, which
readers see differently, are refused (FILES.md).
"""

import hashlib
import posixpath
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ..errors import ReadError
from ..normalize import printable
from ..sheets import Grid, Sheet, Workbook
from .container import Container, Limits
from .xlsx_plain import read_sheet
from .xlsx_shared import number_formats, shared_strings
from .xml_events import Attributes, attribute, parse


def read_workbook(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> Workbook:
    """Open a workbook: a path, its bytes, or a binary file. Raises ReadError; grids are read when asked for."""
    limits = limits or Limits()
    data, own_name = read_bytes(source, limits)
    container = Container(data, limits)
    book = Book(container, limits)
    digest = hashlib.sha256(data).hexdigest()
    return Workbook(printable(name or own_name), digest, book.sheets(), book.template())


def read_bytes(source: str | Path | bytes | BinaryIO, limits: Limits) -> tuple[bytes, str]:
    """Return a file's bytes, at most one more than the limit, and its name. Raises ReadError."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), ""
    if isinstance(source, str | Path):
        path = Path(source)
        try:
            with path.open("rb") as file:
                return file.read(limits.file + 1), path.name
        except FileNotFoundError:
            raise ReadError("file_missing") from None
        except IsADirectoryError:
            raise ReadError("is_a_folder") from None
        except (OSError, ValueError):
            raise ReadError("file_unreadable") from None
    if not hasattr(source, "read"):
        raise TypeError(f"a workbook is a path, bytes or a binary file, not {type(source).__name__}")
    if hasattr(source, "seek"):
        source.seek(0)
    data = source.read(limits.file + 1)
    if not isinstance(data, bytes):
        raise TypeError("a workbook's file must be opened in binary mode")
    return data, Path(str(getattr(source, "name", ""))).name


class Book:
    """The parts that belong to the workbook as a whole: relations, shared strings, formats.

    ``parts``: the names of the parts of the sheets that were read.
    """

    def __init__(self, container: Container, limits: Limits) -> None:
        self.container = container
        self.limits = limits
        self.cells_read = 0
        office = [target for kind, target in self._relations("").values() if kind == "officeDocument"]
        if not office:
            raise ReadError("damaged", part="_rels/.rels")
        self.part = office[0]
        self.relations = self._relations(self.part)
        self.parts: list[str] = []
        self.epoch_1904 = False
        self._strings: list[str] | None = None
        self._formats: list[str] | None = None

    def sheets(self) -> list[Sheet]:
        """Return the worksheets in their order. Raises ReadError where there is none."""
        sheets: list[Sheet] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "workbookPr":
                self.epoch_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet":
                kind, target = self.relations.get(attribute(attributes, "id") or "", ("", ""))
                if kind == "worksheet":
                    self.parts.append(target)
                    visible = attributes.get("state", "visible") == "visible"
                    sheets.append(Sheet(attributes.get("name", ""), visible, partial(self.grid, target)))

        parse(self.container.read(self.part), self.part, start)
        if not sheets:
            raise ReadError("no_sheets")
        return sheets

    def template(self) -> str:
        """Return the category among the document's properties: there our blanks note their spec."""
        part = next((target for kind, target in self._relations("").values() if kind == "core-properties"), None)
        told: list[str] = []
        inside = False

        def start(name: str, _: Attributes) -> None:
            nonlocal inside
            inside = name == "category"

        if part and part in self.container:
            parse(self.container.read(part), part, start, text=lambda text: told.append(text) if inside else None)
        return "".join(told).strip()

    def grid(self, part: str) -> Grid:
        """Return the cells of a sheet's part. Raises ReadError."""
        return read_sheet(self.container.read(part), part, self)

    @property
    def strings(self) -> list[str]:
        """The shared strings."""
        if self._strings is None:
            part = self._related("sharedStrings")
            self._strings = shared_strings(self.container.read(part), part) if part else []
        return self._strings

    @property
    def formats(self) -> list[str]:
        """The number format of each cell format."""
        if self._formats is None:
            part = self._related("styles")
            self._formats = number_formats(self.container.read(part), part) if part else []
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
