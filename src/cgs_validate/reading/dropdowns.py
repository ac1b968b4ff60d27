"""The dropdowns of a workbook's cells, read when they are asked for: most checks never do."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice

from ..cached_property import cached_property
from ..errors import ReadError
from ..ooxml.container import Container
from ..ooxml.workbook_parts import WorkbookParts
from ..workbook import Grid, OpenedWorkbook
from .validations import NAMESPACES, ListSources, Validation, ValidationCollector, defined_names

_LARGEST_LIST_SHEET = 1_000_000  # bytes; a sheet of lists is no larger, and is read only for them
_MOST_DROPDOWNS = 5  # of one cell


@dataclass
class ListSheets:
    """The sheets that hold lists. ``small``: returns whether a sheet may be one, and be read only for its lists."""

    opened: OpenedWorkbook
    small: Callable[[str], bool]
    _grids: dict[str, Grid] = field(default_factory=dict)

    def grid(self, name: str) -> Grid | None:
        """Return the cells of a sheet by its name, None where there is no such."""
        sheet = next((sheet for sheet in self.opened.workbook if sheet.name.casefold() == name.casefold()), None)
        if sheet is None or sheet.cells:
            return sheet.cells if sheet else None
        if sheet.name not in self._grids and self.small(sheet.name):
            self._grids[sheet.name] = self.opened.read_grid(sheet.name)
        return self._grids.get(sheet.name)


class Dropdowns:
    """Finds the dropdown of a cell. What cannot be read offers nothing: a form without dropdowns is checked, too."""

    def __init__(self, container: Container, parts: WorkbookParts, opened: OpenedWorkbook) -> None:
        self._container = container
        self._parts = parts
        self._opened = opened
        self._guards: dict[str, list[Validation]] = {}  # by the name of the sheet
        self._entries: dict[tuple[str, str], tuple[str, ...]] = {}  # by the name of the sheet, and the formula

    def offered(self, sheet: str, row: int, column: int) -> tuple[str, ...]:
        """Return the entries of the dropdown of a cell, of the first few where it has several."""
        if sheet not in self._guards:
            self._guards[sheet] = self._read(sheet)
        guards = (guard for guard in self._guards[sheet] if guard.guards(row, column))
        found = (self._followed(guard, sheet) for guard in islice(guards, _MOST_DROPDOWNS))
        return tuple(dict.fromkeys(chain.from_iterable(found)))

    def _followed(self, guard: Validation, sheet: str) -> tuple[str, ...]:
        known = sheet, guard.formula
        if known not in self._entries:
            try:
                self._entries[known] = self._sources.followed(guard, sheet)[0].offered or ()
            except ReadError:
                self._entries[known] = ()
        return self._entries[known]

    def _read(self, sheet: str) -> list[Validation]:
        part, collector = self._part_of[sheet], ValidationCollector()
        data = self._container.read(part)
        if b"ataValidation" not in data and b"\x00" not in data:
            return []
        start, end = data.find(b"<sheetData>"), data.rfind(b"</sheetData>")
        frame = data[:start] + b"<sheetData>" + data[end:] if 0 <= start < end else data
        handlers = collector.start, collector.end, collector.text
        with suppress(ReadError):
            self._container.parse(part, *handlers, data=frame, namespaces=NAMESPACES, root="worksheet")
        return [guard for guard in collector.validations if guard.kind == "list"]

    @cached_property
    def _part_of(self) -> dict[str, str]:
        return {sheet.name: sheet.part for sheet in self._parts.worksheets}

    @cached_property
    def _sources(self) -> ListSources:
        names = defined_names(self._parts.part, self._container, self._opened.workbook)
        return ListSources(names, ListSheets(self._opened, self._small).grid)

    def _small(self, sheet: str) -> bool:
        return self._container.entry(self._part_of[sheet]).info.file_size <= _LARGEST_LIST_SHEET
