"""A blank form read: its sheets, their data validations and number formats.

A list's source is written into the validation (``"男,女"``), or is a range of this or another sheet, or a defined name
of such a range. A computed one (``INDIRECT``, ``OFFSET``) cannot be followed, and stays a formula.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..ooxml.parts import Attributes
from ..reading.workbook import WorkbookReader
from ..text import key, strip
from ..workbook import Area, Sheet, parse_area
from .form import BlankForm, BlankSheet, Validation
from .read_validations import read_validations

_RANGE = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]]+)!)?(?P<area>\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?)")
_INLINE = re.compile(r'"((?:[^"]|"")*)"')
_LAST_ROW = 1_048_576
_LONGEST_LIST = 1_000  # entries; a longer one is data, not a form's list
_NAMES_DEEP = 5  # names of names


def read_blank(
    source: str | Path | bytes | BinaryIO, name: str | None = None, limits: Limits | None = None
) -> BlankForm:
    """Read a blank form: a path, its bytes, or a binary file. Raises ReadError."""
    container, own_name = open_container(source, limits)
    reader = WorkbookReader(container)
    opened = reader.opened(name or own_name)
    workbook = opened.read(opened.workbook)
    parts = [sheet.part for sheet in reader.parts.worksheets]
    form = BlankForm(workbook, [_blank_sheet(reader, sheet, part) for sheet, part in zip(workbook, parts, strict=True)])
    lists = _Lists(form, _defined_names(reader, workbook.sheets))
    for blank in form.sheets:
        blank.validations = [lists.followed(validation, blank) for validation in blank.validations]
    return form


def _blank_sheet(reader: WorkbookReader, sheet: Sheet, part: str) -> BlankSheet:
    validations, styles = read_validations(part, reader.container)
    formats = dict(enumerate(reader.formats))
    return BlankSheet(sheet, validations, {place: formats.get(index, "") for place, index in styles.items()})


def _defined_names(reader: WorkbookReader, sheets: list[Sheet]) -> dict[tuple[str, str], str]:
    """Return the formula of every defined name, by sheet (empty for the whole workbook) and name, in lower case."""
    names: dict[tuple[str, str], str] = {}
    inside: list[tuple[str, str]] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "definedName":
            scope = attributes.get("localSheetId", "")
            own = sheets[int(scope)].name if scope.isdecimal() and int(scope) < len(sheets) else ""
            inside.append((key(own), attributes.get("name", "").casefold()))

    def end(element: str) -> None:
        if element == "definedName":
            inside.clear()

    def text(value: str) -> None:
        if inside:
            names[inside[0]] = names.get(inside[0], "") + value

    reader.container.parse(reader.parts.part, start, end, text)
    return names


@dataclass
class _Lists:
    """Follows the formulas of dropdown lists."""

    form: BlankForm
    names: dict[tuple[str, str], str]

    def followed(self, validation: Validation, blank: BlankSheet) -> Validation:
        """Return a validation with the entries of its list."""
        if validation.kind != "list":
            return validation
        offered = self.offered(validation.formula, blank)
        return replace(validation, offered=tuple(dict.fromkeys(offered)) or None)

    def offered(self, formula: str, blank: BlankSheet) -> list[str]:
        """Return the entries of a list's source, none where it cannot be followed."""
        formula = formula.removeprefix("=").strip()
        for _ in range(_NAMES_DEEP):
            if inline := _INLINE.fullmatch(formula):
                parts = inline[1].replace('""', '"').split(",")
                return [text for text in map(strip, parts) if text]
            if found := self.range(formula, blank):
                sheet, area = found
                sheet.offers |= sheet is not blank
                return list(_texts(sheet.sheet, area))
            name = formula.rpartition("!")[2].casefold()
            formula = self.names.get((key(blank.sheet.name), name)) or self.names.get(("", name), "")
            formula = formula.removeprefix("=").strip()
        return []

    def range(self, formula: str, blank: BlankSheet) -> tuple[BlankSheet, Area] | None:
        """Return the sheet and the area of a reference such as ``清單!$A$1:$A$9``."""
        match = _RANGE.fullmatch(formula)
        area = _area(match["area"].replace("$", "")) if match else None
        if match is None or area is None:
            return None
        name = match["sheet"]
        if name is None:
            return blank, area
        name = name[1:-1].replace("''", "'") if name.startswith("'") else name
        sheet = next((other for other in self.form.sheets if other.sheet.name.casefold() == name.casefold()), None)
        return (sheet, area) if sheet else None


def _area(reference: str) -> Area | None:
    """Return the area of ``A1:B2``, also of whole columns (``A:B``)."""
    first, _, second = reference.partition(":")
    if first.isalpha() and second.isalpha():
        reference = f"{first}1:{second}{_LAST_ROW}"
    return parse_area(reference)


def _texts(sheet: Sheet, area: Area) -> Iterator[str]:
    """Yield the texts of an area, column by column, up to the longest list."""
    left = _LONGEST_LIST
    for number, column in sorted(sheet.grid.columns.items()):
        if area.left <= number <= area.right:
            first, last = bisect_left(column.rows, area.top), bisect_right(column.rows, area.bottom)
            for cell in column.cells[first : min(last, first + left)]:
                if text := strip(cell.text):
                    left -= 1
                    yield text
