"""An .xlsx or .xlsm read into sheets: values as they are shown, formulas by their saved results, errors as errors.

Dimensions and counts that the file claims are not believed. What readers would see differently is refused: rows or
cells that are repeated or out of order, sheets that share a name or a part, parts beside those that relations lead to
(FILES.md).
"""

import posixpath
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

from ..errors import ReadError
from ..ooxml.active_content import refuse_dde
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..ooxml.xml_parser import Attributes, Parser
from ..text import printable
from ..workbook import Cell, Grid, Sheet, Workbook
from .fast_sheet import read_sheet
from .number_formats import number_formats
from .shared_strings import shared_strings

_WITHOUT_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")
# Where some readers look without following relations.
_USUAL_PARTS = {
    "officeDocument": "xl/workbook.xml",
    "sharedStrings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
}
_RELATION = tuple(
    f"{namespace}/relationships id"
    for namespace in (
        "http://schemas.openxmlformats.org/officeDocument/2006",
        "http://purl.oclc.org/ooxml/officeDocument",
    )
)


def read_workbook(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> Workbook:
    """Open a workbook: a path, its bytes, or a binary file. Raises ReadError; grids are read when asked for."""
    container, own_name = open_container(source, limits)
    return workbook_in(container, name or own_name)


def workbook_in(container: Container, name: str = "") -> Workbook:
    """Return the workbook in an examined container. Raises ReadError; grids are read when asked for."""
    book = Book(container)
    return Workbook(printable(name), container.sha256, book.sheets(), book.template())


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

    def sheets(self) -> list[Sheet]:
        """Return the worksheets in their order. Raises ReadError where there is none."""
        self.epoch_1904, listed = self.container.made_of(self.part, _read_list)
        sheets = [sheet for attributes in listed if (sheet := self._sheet(attributes))]
        if not sheets:
            raise ReadError("no_sheets")
        for told in ([sheet.name.casefold() for sheet in sheets], [part.lower() for part in self.parts]):
            if len(set(told)) < len(told):
                raise ReadError("inconsistent")
        return sheets

    def _sheet(self, attributes: Attributes) -> Sheet | None:
        """Return the sheet that an element of the workbook names, None for one without cells. Raises ReadError."""
        relation = _relation(attributes)
        if relation == "":  # a module of macros of old
            return None
        kind, part = self.relations.get(relation or "", ("", ""))
        if part not in self.container:
            raise ReadError("damaged", part=self.part)
        if kind != "worksheet":
            self._see_no_cells(kind, part)
            return None
        self.parts.append(part)
        visible = attributes.get("state", "visible") == "visible"
        return Sheet(attributes.get("name", ""), visible, partial(self.grid, part))

    def _see_no_cells(self, kind: str, part: str) -> None:
        """Raise ReadError where a sheet that is told to be of another kind has cells."""
        roots: list[str] = []
        self.container.parse(part, lambda element, _: roots.append(element) if not roots else None)
        if kind not in _WITHOUT_CELLS or roots == ["worksheet"]:
            raise ReadError("inconsistent")

    def template(self) -> str:
        """Return the category among the document's properties: there our blanks note their spec."""
        part = next((target for kind, target in self._package.values() if kind == "core-properties"), None)
        return self.container.made_of(part, _read_category) if part and part in self.container else ""

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
        return self._styles[0]

    @property
    def numbers(self) -> dict[bytes, Cell | None]:
        """Cells of numbers, and blank ones: they are the same few in all workbooks with the same formats."""
        return self._styles[1][self.epoch_1904]

    @cached_property
    def _styles(self) -> "_Styles":
        part = self._related("styles", self.relations)
        styles = self.container.made_of(part, _read_styles) if part else ([], ({}, {}))
        if any(styles[0]) and "styles" not in {kind for kind, _ in self.relations.values()}:
            raise ReadError("inconsistent")
        return styles

    def _related(self, kind: str, relations: dict[str, tuple[str, str]]) -> str | None:
        """Return the part that is there for a kind of relation, or None. Raises ReadError where there are several.

        Styles may be there without a relation, as PyExcelerate leaves them, if they make no difference.
        """
        targets = [target for found, target in relations.values() if found == kind] + [_USUAL_PARTS[kind]]
        there = {target.lower(): target for target in reversed(targets) if target in self.container}
        if len(there) > 1 or (there and len(targets) == 1 and kind != "styles"):
            raise ReadError("inconsistent")
        return next(iter(there.values()), None)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return relation id → (last word of its type, part it leads to)."""
        folder, name = posixpath.split(part)
        return self.container.made_of(posixpath.join(folder, "_rels", f"{name}.rels"), _read_relations)


_Numbers = dict[bytes, Cell | None]
_Styles = tuple[list[str], tuple[_Numbers, _Numbers]]


def _read_styles(part: str, parser: Parser) -> _Styles:
    """Return the formats, and where cells of numbers are to be kept, with days counted from 1900, and from 1904."""
    return number_formats(part, parser), ({}, {})


def _read_list(part: str, parser: Parser) -> tuple[bool, list[Attributes]]:
    """Return whether days are counted from 1904, and what is written of each sheet."""
    reader = _ListReader(part, parser.limits)
    parser.parse(part, reader.start, reader.end, reader.text, root="workbook")
    return reader.epoch_1904, reader.sheets


class _ListReader:
    """Follows the workbook's part. What stands twice, or elsewhere than in its place, only some readers would see."""

    def __init__(self, part: str, limits: Limits) -> None:
        self.epoch_1904 = False
        self.sheets: list[Attributes] = []
        self._part = part
        self._limits = limits
        self._path: list[str] = []
        self._met: set[str] = set()
        self._name: list[str] | None = None

    def start(self, element: str, attributes: Attributes) -> None:
        """Take up an element. Raises ReadError."""
        self._path.append(element)
        place = self._path[1:]
        if place in (["workbookPr"], ["sheets"]) and element not in self._met:
            self._met.add(element)
            if element == "workbookPr":
                self.epoch_1904 = _is_true(attributes.get("date1904", "0"), self._part)
        elif place == ["sheets", "sheet"]:
            self.sheets.append(attributes)
            if len(self.sheets) > self._limits.sheets:
                raise ReadError("too_many_sheets", limit=self._limits.sheets)
        elif element in ("workbookPr", "sheets", "sheet") or place in (
            [":workbookPr"],
            [":sheets"],
            ["sheets", element],
        ):
            raise ReadError("damaged", part=self._part)
        elif element == "definedName":
            self._name = []

    def end(self, element: str) -> None:
        """Leave an element. Raises ReadError."""
        self._path.pop()
        if element == "definedName" and self._name is not None:
            refuse_dde("".join(self._name), self._limits)
            self._name = None

    def text(self, text: str) -> None:
        """Take up text."""
        if self._name is not None:
            self._name.append(text)


def _relation(attributes: Attributes) -> str | None:
    """Return the id of the relation to a sheet, None where there is none. Raises ReadError where others see another."""
    told = {name: value for name, value in attributes.items() if name.rpartition(" ")[2] == "id"}
    if len(told) > 1:
        raise ReadError("inconsistent")
    return next((told[name] for name in _RELATION if name in told), None)


def _read_category(part: str, parser: Parser) -> str:
    told: list[str] = []
    inside = False

    def start(name: str, _: Attributes) -> None:
        nonlocal inside
        inside = name == "category"

    parser.parse(part, start, text=lambda text: told.append(text) if inside else None)
    return "".join(told).strip()


def _read_relations(part: str, parser: Parser) -> dict[str, tuple[str, str]]:
    folder = posixpath.dirname(posixpath.dirname(part))
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

    parser.parse(part, start)
    return relations


def _is_true(written: str, part: str) -> bool:
    if written not in ("0", "1", "false", "true"):
        raise ReadError("damaged", part=part)
    return written in ("1", "true")


def _resolved(folder: str, target: str) -> str:
    """Return the part that a target leads to, empty where it climbs out of the package."""
    target = target.replace("\\", "/")
    part = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
    return "" if part.startswith("..") else part.lstrip("/")
