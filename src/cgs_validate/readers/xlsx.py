"""An .xlsx or .xlsm read into sheets: values as they are shown, formulas by their saved results, errors as errors.

Dimensions and counts that the file claims are not believed. What readers would see differently is refused: rows or
cells that are repeated or out of order, sheets that share a name or a part, parts beside those that relations lead to
(FILES.md).
"""

import hashlib
import posixpath
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ..errors import ReadError
from ..normalize import printable
from ..sheets import Grid, Sheet, Workbook
from .active_content import refuse_dde
from .container import Container
from .limits import Limits
from .opening import open_container
from .xlsx_plain import read_sheet
from .xlsx_shared import number_formats, shared_strings
from .xml_events import Attributes, attribute

# Where some readers look without following relations.
_USUAL_PARTS = {
    "officeDocument": "xl/workbook.xml",
    "sharedStrings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
}


def read_workbook(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> Workbook:
    """Open a workbook: a path, its bytes, or a binary file. Raises ReadError; grids are read when asked for."""
    container, own_name = open_container(source, limits)
    return workbook_in(container, name or own_name)


def workbook_in(container: Container, name: str = "") -> Workbook:
    """Return the workbook in an examined container. Raises ReadError; grids are read when asked for."""
    book = Book(container)
    digest = hashlib.sha256(container.data).hexdigest()
    return Workbook(printable(name), digest, book.sheets(), book.template())


class Book:
    """The parts that belong to the workbook as a whole: relations, shared strings, formats.

    ``parts``: the names of the parts of the sheets. What is counted counts over all sheets.
    """

    def __init__(self, container: Container) -> None:
        self.container = container
        self.limits = container.limits
        self.cells_read = self.cells_blank = self.text_read = 0
        self._package = self._relations("")
        part = self._related("officeDocument", self._package)
        if part is None:
            raise ReadError("damaged", part="_rels/.rels")
        self.part = part
        self.relations = self._relations(part)
        self.parts: list[str] = []
        self.epoch_1904 = False
        self._strings: list[str] | None = None
        self._formats: list[str] | None = None

    def sheets(self) -> list[Sheet]:
        """Return the worksheets in their order. Raises ReadError where there is none."""
        sheets: list[Sheet] = []
        count = 0
        name: list[str] | None = None

        def start(element: str, attributes: Attributes) -> None:
            nonlocal count, name
            if element == "workbookPr":
                self.epoch_1904 = attributes.get("date1904") in ("1", "true")
            elif element == "sheet":
                count += 1
                if count > self.limits.sheets:
                    raise ReadError("too_many_sheets", limit=self.limits.sheets)
                if sheet := self._sheet(attributes):
                    sheets.append(sheet)
            elif element == "definedName":
                name = []

        def end(element: str) -> None:
            nonlocal name
            if element == "definedName" and name is not None:
                refuse_dde("".join(name), self.limits)
                name = None

        self.container.parse(self.part, start, end, lambda text: name.append(text) if name is not None else None)
        if not sheets:
            raise ReadError("no_sheets")
        for told in ([sheet.name.casefold() for sheet in sheets], [part.lower() for part in self.parts]):
            if len(set(told)) < len(told):
                raise ReadError("inconsistent")
        return sheets

    def _sheet(self, attributes: Attributes) -> Sheet | None:
        """Return the sheet that an element of the workbook names, None for one without cells. Raises ReadError."""
        relation = attribute(attributes, "id")
        if relation == "":  # a module of macros of old
            return None
        kind, part = self.relations.get(relation or "", ("", ""))
        if part not in self.container:
            raise ReadError("damaged", part=self.part)
        if kind != "worksheet":
            return None
        self.parts.append(part)
        visible = attributes.get("state", "visible") == "visible"
        return Sheet(attributes.get("name", ""), visible, partial(self.grid, part))

    def template(self) -> str:
        """Return the category among the document's properties: there our blanks note their spec."""
        part = next((target for kind, target in self._package.values() if kind == "core-properties"), None)
        told: list[str] = []
        inside = False

        def start(name: str, _: Attributes) -> None:
            nonlocal inside
            inside = name == "category"

        if part and part in self.container:
            self.container.parse(part, start, text=lambda text: told.append(text) if inside else None)
        return "".join(told).strip()

    def grid(self, part: str) -> Grid:
        """Return the cells of a sheet's part. Raises ReadError."""
        return read_sheet(self.container.read(part), part, self)

    @property
    def strings(self) -> list[str]:
        """The shared strings."""
        if self._strings is None:
            part = self._related("sharedStrings", self.relations)
            self._strings = shared_strings(part, self.container) if part else []
        return self._strings

    @property
    def formats(self) -> list[str]:
        """The number format of each cell format."""
        if self._formats is None:
            part = self._related("styles", self.relations)
            self._formats = number_formats(part, self.container) if part else []
        return self._formats

    def _related(self, kind: str, relations: dict[str, tuple[str, str]]) -> str | None:
        """Return the part that is there for a kind of relation, or None. Raises ReadError where there are several."""
        targets = [target for found, target in relations.values() if found == kind] + [_USUAL_PARTS[kind]]
        there = {target.lower(): target for target in reversed(targets) if target in self.container}
        if len(there) > 1 or (there and len(targets) == 1):
            raise ReadError("inconsistent")
        return next(iter(there.values()), None)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relation id → (last word of its type, part it leads to)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        relations: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element != "Relationship":
                return
            written = attributes.get("Id", "")
            if written in relations:
                raise ReadError("inconsistent")
            kind = attributes.get("Type", "").rpartition("/")[2]
            outside = attributes.get("TargetMode") == "External"
            relations[written] = (kind, "" if outside else _resolved(folder, attributes.get("Target", "")))

        self.container.parse(rels, start)
        return relations


def _resolved(folder: str, target: str) -> str:
    """Return the part that a target leads to, empty where it climbs out of the package."""
    target = target.replace("\\", "/")
    part = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
    return "" if part.startswith("..") else part.lstrip("/")
