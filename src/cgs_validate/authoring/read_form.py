"""A blank form read: its sheets, their data validations and number formats.

A list's source is written into the validation (``"男,女"``), or is a range of this or another sheet, or a defined name
of such a range. A computed one (``INDIRECT``, ``OFFSET``) cannot be followed, and stays a formula. Excel 2010 and later
write a list with its source on another sheet in ``extLst`` as ``x14:dataValidation`` ([MS-XLSX] 2.6.12); others write a
plain ``dataValidation`` (ECMA-376 part 1, 18.3.1.32).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from ..ooxml.escapes import displayed
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..ooxml.parts import Attributes
from ..reading.workbook import WorkbookReader
from ..text import key, strip
from ..workbook import LAST_ROW, Area, Sheet, Workbook, parse_address, parse_area

_RANGE = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]]+)!)?(?P<area>\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?)")
_INLINE = re.compile(r'"((?:[^"]|"")*)"')
_LONGEST_LIST = 1_000  # entries; a longer one is data, not a form's list
_NAMES_DEEP = 5  # names of names
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_TEXTS = ("formula1", "formula2", "sqref")
_TOP_ROWS, _FIRST_COLUMNS = 100, 200  # a form's own cells; those beyond are answers like those above
_MOST_VALIDATIONS = 5_000  # validations of a sheet, areas of a validation


@dataclass(frozen=True)
class Validation:
    """A data validation (資料驗證) with the areas that it guards.

    ``kind``: Excel's word, ``list``, ``whole``, ``date``, ``textLength``, ``custom``, … ``offered``: the entries of the
    dropdown; None where there is none, or where its formula cannot be followed. ``least`` and ``most``: its bounds as
    written, formulas included; empty where there is none.
    """

    areas: tuple[Area, ...]
    kind: str
    formula: str = ""
    offered: tuple[str, ...] | None = None
    least: str = ""
    most: str = ""
    prompt: str = ""

    def guards(self, row: int, column: int) -> bool:
        """Return whether the cell at that place is guarded."""
        return any(area.covers(row, column) for area in self.areas)


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
    """A blank form: its workbook, and its sheets in the same order with their validations and formats."""

    workbook: Workbook
    sheets: list[BlankSheet]

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
    form = BlankForm(workbook, [_blank_sheet(reader, sheet, part) for sheet, part in zip(workbook, parts, strict=True)])
    lists = _Lists(form, _defined_names(reader, workbook.sheets))
    for blank in form.sheets:
        blank.validations = [lists.followed(validation, blank) for validation in blank.validations]
    return form


def _blank_sheet(reader: WorkbookReader, sheet: Sheet, part: str) -> BlankSheet:
    found = _Reader()
    reader.container.parse(part, found.start, found.end, found.text, namespaces=(_X14, _XM))
    formats = dict(enumerate(reader.formats))
    return BlankSheet(
        sheet, found.validations, {place: formats.get(index, "") for place, index in found.styles.items()}
    )


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
    form: BlankForm
    names: dict[tuple[str, str], str]

    def followed(self, validation: Validation, blank: BlankSheet) -> Validation:
        offered = self.offered(validation.formula, blank) if validation.kind == "list" else ()
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
        sheet: BlankSheet | None = blank
        if match and (name := match["sheet"]):
            name = name[1:-1].replace("''", "'") if name.startswith("'") else name
            sheet = next((other for other in self.form.sheets if other.sheet.name.casefold() == name.casefold()), None)
        return (sheet, area) if sheet and area else None


def _area(reference: str) -> Area | None:
    first, _, second = reference.partition(":")
    if first.isalpha() and second.isalpha():
        reference = f"{first}1:{second}{LAST_ROW}"
    return parse_area(reference)


def _texts(sheet: Sheet, area: Area) -> Iterator[str]:
    left = _LONGEST_LIST
    for number, column in sorted(sheet.grid.columns.items()):
        if area.left <= number <= area.right:
            for _, cell in islice(column.between(area.top, area.bottom), left):
                if text := strip(cell.text):
                    left -= 1
                    yield text


@dataclass
class _Reader:
    """Reads a sheet's part. ``styles``: the index of the cell format by place; row 0 is the whole column."""

    validations: list[Validation] = field(default_factory=list)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    attributes: Attributes | None = None
    texts: dict[str, str] = field(default_factory=dict)
    inside: str = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self.style(parse_address(attributes.get("r", "")), attributes.get("s", ""))
        elif name == "col":
            self.column(attributes)
        elif name == "dataValidation":
            self.attributes, self.texts = attributes, {"sqref": attributes.get("sqref", "")}
        elif name in _TEXTS:
            self.inside = name

    def text(self, text: str) -> None:
        if self.attributes is not None and self.inside:
            self.texts[self.inside] = self.texts.get(self.inside, "") + text

    def end(self, name: str) -> None:
        if name == self.inside:
            self.inside = ""
        elif name == "dataValidation" and self.attributes is not None:
            if (validation := _validation(self.attributes, self.texts)) and len(self.validations) < _MOST_VALIDATIONS:
                self.validations.append(validation)
            self.attributes = None

    def style(self, place: tuple[int, int] | None, index: str) -> None:
        if place and place[0] <= _TOP_ROWS and place[1] <= _FIRST_COLUMNS and _is_number(index):
            self.styles[place] = int(index)

    def column(self, attributes: Attributes) -> None:
        first, last, index = (attributes.get(name, "") for name in ("min", "max", "style"))
        if _is_number(first) and _is_number(last) and _is_number(index):
            for column in range(int(first), min(int(last), _FIRST_COLUMNS) + 1):
                self.styles[0, column] = int(index)


def _validation(attributes: Attributes, texts: dict[str, str]) -> Validation | None:
    areas = tuple(filter(None, map(parse_area, texts["sqref"].replace("$", "").split()[:_MOST_VALIDATIONS])))
    if not areas:
        return None
    formula, second = (texts.get(name, "").strip() for name in ("formula1", "formula2"))
    kind = attributes.get("type", "none")
    least, most = ("", "") if kind in ("list", "custom", "none") else _bounds(attributes, formula, second)
    prompt = "\n".join(filter(None, (displayed(attributes.get(name, "")) for name in ("promptTitle", "prompt"))))
    return Validation(areas, kind, formula, least=least, most=most, prompt=prompt)


def _bounds(attributes: Attributes, first: str, second: str) -> tuple[str, str]:
    return {
        "between": (first, second),
        "equal": (first, first),
        "greaterThanOrEqual": (first, ""),
        "lessThanOrEqual": ("", first),
        "greaterThan": (_next_to(first, 1), ""),
        "lessThan": ("", _next_to(first, -1)),
    }.get(attributes.get("operator", "between"), ("", ""))


def _next_to(number: str, step: int) -> str:
    return str(int(number) + step) if _is_number(number.removeprefix("-")) else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
