"""Data validations (資料驗證): what they guard, and the entries of their dropdowns.

A list's source is written into the validation (``"男,女"``), or is a range of this or another sheet, or a defined name
of such a range. A computed one (``INDIRECT``, ``OFFSET``) cannot be followed, and stays a formula. Excel 2010 and later
write a list with its source on another sheet in ``extLst`` as ``x14:dataValidation`` ([MS-XLSX] 2.6.12); others write a
plain ``dataValidation`` (ECMA-376 part 1, 18.3.1.32).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from ..ooxml.escapes import displayed
from ..ooxml.parts import Attributes, Parts
from ..text import key, strip
from ..workbook import LAST_ROW, Area, Grid, Workbook, parse_area

NAMESPACES = (
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "http://schemas.microsoft.com/office/excel/2006/main",
)

_RANGE = re.compile(r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]]+)!)?(?P<area>\$?[A-Z]{0,3}\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?)")
_INLINE = re.compile(r'"((?:[^"]|"")*)"')
_LONGEST_LIST = 1_000  # entries; a longer one is data, not a form's list
_LONGEST_TEXT = 100_000  # characters of a formula or of areas; Excel's own formulas have 8,192
_MOST_NAMES = 100_000
_NAMES_DEEP = 5  # names of names
_TEXTS = ("formula1", "formula2", "sqref")
_MOST_VALIDATIONS = 5_000  # of a sheet; also areas of a validation
_MOST_AREAS = 20_000  # of all validations of a sheet

Named = Callable[[str, str], str]  # the formula of a name that a sheet knows; empty where there is none


@dataclass(frozen=True)
class Validation:
    """A data validation with the areas that it guards.

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
class ValidationCollector:
    """Collects the validations of a sheet's part while it is parsed, with NAMESPACES."""

    validations: list[Validation] = field(default_factory=list)
    _attributes: Attributes | None = None
    _texts: dict[str, "_Pieces"] = field(default_factory=dict)
    _inside: str = ""
    _areas: int = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element."""
        if name == "dataValidation":
            self._attributes, self._texts = attributes, {}
        elif name in _TEXTS:
            self._inside = name

    def text(self, text: str) -> None:
        """Go on with the text of an element."""
        if self._attributes is not None and self._inside:
            self._texts.setdefault(self._inside, _Pieces()).add(text)

    def end(self, name: str) -> None:
        """End an element."""
        if name == self._inside:
            self._inside = ""
        elif name == "dataValidation" and self._attributes is not None:
            written = {name: str(text) for name, text in self._texts.items()}
            validation = _validation(self._attributes, {"sqref": self._attributes.get("sqref", ""), **written})
            if validation and len(self.validations) < _MOST_VALIDATIONS and self._areas < _MOST_AREAS:
                self.validations.append(validation)
                self._areas += len(validation.areas)
            self._attributes = None


@dataclass
class _Pieces:
    """A text that is put together from its pieces, as much of it as anything has."""

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0

    def add(self, piece: str) -> None:
        if self._length < _LONGEST_TEXT:
            self._pieces.append(piece[:_LONGEST_TEXT])
            self._length += len(piece)

    def __str__(self) -> str:
        return "".join(self._pieces)


class _List(NamedTuple):
    """The entries of a list, and the name of the sheet that holds them; empty for one that is written out."""

    entries: list[str]
    sheet: str = ""


@dataclass(frozen=True)
class ListSources:
    """Finds the entries of lists. ``grid``: returns the cells of a sheet by its name, None where there is no such."""

    named: Named
    grid: Callable[[str], Grid | None]

    def followed(self, validation: Validation, home: str) -> tuple[Validation, str]:
        """Return a validation with the entries of its dropdown, and the name of the sheet that holds them."""
        found = self._entries(validation.formula, home) if validation.kind == "list" else _List([])
        return replace(validation, offered=tuple(dict.fromkeys(found.entries)) or None), found.sheet

    def _entries(self, formula: str, home: str) -> _List:
        """Return a list's entries, none where its source cannot be followed. home: the name of the sheet it is for."""
        formula = formula.removeprefix("=").strip()
        for _ in range(_NAMES_DEEP):
            if inline := _INLINE.fullmatch(formula):
                parts = inline[1].replace('""', '"').split(",", _LONGEST_LIST)[:_LONGEST_LIST]
                return _List([text for text in map(strip, parts) if text])
            if found := _range(formula):
                sheet = found[0] or home
                grid = self.grid(sheet)
                return _List(list(_texts(grid, found[1])) if grid else [], sheet)
            formula = self.named(home, formula.rpartition("!")[2]).removeprefix("=").strip()
        return _List([])


def defined_names(part: str, parts: Parts, workbook: Workbook) -> Named:
    """Return the defined names of a workbook. part: the workbook's own. Raises ReadError."""
    names: dict[tuple[str, str], _Pieces] = {}  # by sheet, empty for the whole workbook
    inside: list[tuple[str, str]] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "definedName":
            scope = attributes.get("localSheetId", "")
            sheets = workbook.sheets
            own = sheets[int(scope)].name if scope.isdecimal() and int(scope) < len(sheets) else ""
            inside.append((key(own), attributes.get("name", "").casefold()))

    def end(element: str) -> None:
        if element == "definedName":
            inside.clear()

    def text(value: str) -> None:
        if inside and (inside[0] in names or len(names) < _MOST_NAMES):
            names.setdefault(inside[0], _Pieces()).add(value)

    parts.parse(part, start, end, text)
    return lambda sheet, name: str(names.get((key(sheet), name.casefold())) or names.get(("", name.casefold())) or "")


def _range(formula: str) -> tuple[str, Area] | None:
    """Return the sheet, empty for the own one, and the area of a reference such as ``清單!$A$1:$A$9``."""
    match = _RANGE.fullmatch(formula)
    area = _area(match["area"].replace("$", "")) if match else None
    if not match or area is None:
        return None
    name = match["sheet"] or ""
    return (name[1:-1].replace("''", "'") if name.startswith("'") else name), area


def _area(reference: str) -> Area | None:
    first, _, second = reference.partition(":")
    if first.isalpha() and second.isalpha():
        reference = f"{first}1:{second}{LAST_ROW}"
    return parse_area(reference)


def _texts(grid: Grid, area: Area) -> Iterator[str]:
    left = _LONGEST_LIST
    for number, column in sorted(grid.columns.items()):
        if area.left <= number <= area.right:
            for _, cell in islice(column.between(area.top, area.bottom), left):
                if text := strip(cell.text):
                    left -= 1
                    yield text


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
    digits = number.removeprefix("-")
    return str(int(number) + step) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else ""
