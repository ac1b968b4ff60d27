"""A blank form read: its sheets, their data validations and number formats."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..ooxml.parts import Attributes
from ..reading.validations import NAMESPACES, ListSources, Validation, ValidationCollector, defined_names
from ..reading.workbook import WorkbookReader
from ..workbook import Grid, OpenedWorkbook, Sheet, Workbook, parse_address

_TOP_ROWS, _FIRST_COLUMNS = 100, 200  # a form's own cells; those beyond are answers like those above


@dataclass
class BlankSheet:
    """A sheet of a blank form. ``styles``: the number format of cells that have one, by place; row 0 is the column."""

    sheet: Sheet
    validations: list[Validation] = field(default_factory=list)
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    offers: bool = False  # to another sheet's dropdowns

    def number_format(self, row: int, column: int) -> str:
        """Return the number format of a cell, of its column where it has none of its own; empty for General."""
        return self.styles.get((row, column)) or self.styles.get((0, column), "")


@dataclass
class BlankForm:
    """A blank form: the opened workbook, and its sheets in the same order with their validations and formats."""

    opened: OpenedWorkbook
    sheets: list[BlankSheet]

    @property
    def workbook(self) -> Workbook:
        """The workbook, all of which was read."""
        return self.opened.workbook

    def of(self, sheet: Sheet) -> BlankSheet:
        """Return a sheet of the workbook with its validations and formats."""
        return next(blank for blank in self.sheets if blank.sheet is sheet)


def read_blank(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> BlankForm:
    """Read a blank form: a path, its bytes, or a binary file. Raises ReadError."""
    container, own_name = open_container(source, limits)
    reader = WorkbookReader(container)
    opened = reader.opened(name or own_name)
    workbook = opened.read(opened.workbook)
    parts = [sheet.part for sheet in reader.parts.worksheets]
    form = BlankForm(opened, [_blank_sheet(reader, sheet, part) for sheet, part in zip(workbook, parts, strict=True)])
    by_name = {blank.sheet.name.casefold(): blank for blank in form.sheets}

    def grid(sheet: str) -> Grid | None:
        found = by_name.get(sheet.casefold())
        return found.sheet.grid if found else None

    sources = ListSources(defined_names(reader.parts.part, container, workbook), grid)
    for blank in form.sheets:
        followed = [sources.followed(validation, blank.sheet.name) for validation in blank.validations]
        blank.validations = [validation for validation, _ in followed]
        for offering in {sheet.casefold() for _, sheet in followed} - {blank.sheet.name.casefold()}:
            if offering in by_name:
                by_name[offering].offers = True
    return form


def _blank_sheet(reader: WorkbookReader, sheet: Sheet, part: str) -> BlankSheet:
    guards, styles = ValidationCollector(), _Styles()

    def start(name: str, attributes: Attributes) -> None:
        styles.start(name, attributes)
        guards.start(name, attributes)

    reader.container.parse(part, start, guards.end, guards.text, namespaces=NAMESPACES)
    formats = dict(enumerate(reader.formats))
    return BlankSheet(sheet, guards.validations, {at: formats.get(index, "") for at, index in styles.found.items()})


class _Styles:
    """Collects the index of the cell format by place; row 0 is the whole column."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], int] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            place, index = parse_address(attributes.get("r", "")), attributes.get("s", "")
            if place and place[0] <= _TOP_ROWS and place[1] <= _FIRST_COLUMNS and _is_number(index):
                self.found[place] = int(index)
        elif name == "col":
            first, last, index = (attributes.get(key, "") for key in ("min", "max", "style"))
            if _is_number(first) and _is_number(last) and _is_number(index):
                for column in range(int(first), min(int(last), _FIRST_COLUMNS) + 1):
                    self.found[0, column] = int(index)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
