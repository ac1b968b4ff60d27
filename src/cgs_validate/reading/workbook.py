"""An .xlsx or .xlsm read into sheets: values as they are shown, formulas by their saved results, errors as errors.

Dimensions and counts in the file are not believed; repeated rows or cells, and those out of order, are refused.
"""

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ..errors import ReadError
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..ooxml.styles import number_formats
from ..ooxml.workbook_parts import WorkbookParts
from ..text import printable
from ..workbook import Grid, OpenedWorkbook, Sheet, Workbook
from .dropdowns import Dropdowns
from .fast_sheet import read_sheet
from .fills import Fills
from .looks import Font, Runs, format_fonts
from .shared_strings import SharedStrings, shared_strings


def open_workbook(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> OpenedWorkbook:
    """Open a workbook: a path, its bytes, or a binary file. No sheet is read yet. Raises ReadError."""
    container, own_name = open_container(source, limits)
    return WorkbookReader(container).opened(name or own_name)


def read_workbook(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> Workbook:
    """Read all sheets of a workbook: a path, its bytes, or a binary file. Raises ReadError."""
    opened = open_workbook(source, name, limits)
    return opened.read(opened.workbook)


class WorkbookReader:
    """Reads sheets. What is counted, and shared strings and formats, belong to all of them. Raises ReadError."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.limits = container.limits
        self.cells_read = self.cells_blank = self.text_read = self.formats_read = 0
        self.parts = WorkbookParts(container)
        self.epoch_1904 = self.parts.epoch_1904
        self._strings: SharedStrings | None = None
        self._formats: list[str] | None = None
        self._fonts: dict[int, Font] | None = None
        if not self.parts.worksheets:
            raise ReadError("no_sheets")

    def opened(self, name: str = "") -> OpenedWorkbook:
        """Return the workbook, of which sheets can be read by their names, counted from 0 on. name: the file's."""
        self.cells_read = self.cells_blank = self.text_read = self.formats_read = 0
        by_name = {sheet.name: sheet.part for sheet in self.parts.worksheets}
        sheets = [Sheet(sheet.name, sheet.visible) for sheet in self.parts.worksheets]
        workbook = Workbook(printable(name), self.container.sha256, sheets, self.parts.template())
        opened = OpenedWorkbook(workbook, lambda sheet: self.grid(by_name[sheet]))
        # Another object, as one that refers to itself would stay until the garbage collector comes by.
        dropdowns, fills = Dropdowns(self.container, self.parts, opened), Fills(self.container, self.parts)
        return replace(opened, offered=dropdowns.offered, fills=fills.solid)

    def grid(self, part: str) -> Grid:
        """Return the cells of a sheet's part."""
        return read_sheet(self.container.read(part), part, self)

    @property
    def strings(self) -> list[str]:
        """The shared strings."""
        return self._shared_strings.texts

    @property
    def runs(self) -> dict[int, Runs]:
        """The fonts of the runs of shared strings, where they may be struck out or raised."""
        return self._shared_strings.runs

    @property
    def _shared_strings(self) -> SharedStrings:
        if self._strings is None:
            part = self.parts.strings
            self._strings = shared_strings(part, self.container, self.fonts) if part else SharedStrings([], {})
        return self._strings

    @property
    def formats(self) -> list[str]:
        """The number format of each cell format."""
        if self._formats is None:
            part = self.parts.styles
            self._formats = number_formats(part, self.container) if part else []
            named = any(relation.kind == "styles" for relation in self.parts.relations)
            if not named and (len(self._formats) > 1 or any(self._formats)):
                raise ReadError("inconsistent")
        return self._formats

    @property
    def fonts(self) -> dict[int, Font]:
        """The fonts of cell formats that are struck out or raised."""
        if self._fonts is None:
            part = self.parts.styles
            self._fonts = format_fonts(part, self.container) if part else {}
        return self._fonts
