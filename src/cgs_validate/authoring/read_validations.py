"""The data validations of a sheet's part, those of newer Excel (x14) included, and the number formats of its cells.

A list with its source on another sheet is written in ``extLst`` as ``x14:dataValidation`` by Excel 2010 and later
([MS-XLSX] 2.6.12); by others as a plain ``dataValidation`` (ECMA-376 part 1, 18.3.1.32).
"""

from dataclasses import dataclass, field

from ..ooxml.escapes import displayed
from ..ooxml.parts import Attributes, Parts
from ..workbook import Area, parse_address, parse_area
from .form import Validation

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_TEXTS = ("formula1", "formula2", "sqref")
_TOP_ROWS, _FIRST_COLUMNS = 100, 200  # a form's own cells; those beyond are answers like those above
_MOST = 5_000  # validations of a sheet, areas of a validation


def read_validations(part: str, parts: Parts) -> tuple[list[Validation], dict[tuple[int, int], int]]:
    """Return the validations of a sheet's part, and the index of the cell format by place. Raises ReadError.

    Row 0 is the whole column.
    """
    reader = _Reader()
    parts.parse(part, reader.start, reader.end, reader.text, namespaces=(_X14, _XM))
    return reader.validations, reader.styles


@dataclass
class _Reader:
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
            if (validation := _validation(self.attributes, self.texts)) and len(self.validations) < _MOST:
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
    areas = tuple(area for area in map(_area, texts["sqref"].split()[:_MOST]) if area)
    if not areas:
        return None
    formula, second = (texts.get(name, "").strip() for name in ("formula1", "formula2"))
    kind = attributes.get("type", "none")
    least, most = ("", "") if kind in ("list", "custom", "none") else _bounds(attributes, formula, second)
    prompt = "\n".join(filter(None, (displayed(attributes.get(name, "")) for name in ("promptTitle", "prompt"))))
    return Validation(areas, kind, formula, least=least, most=most, prompt=prompt)


def _area(reference: str) -> Area | None:
    return parse_area(reference.replace("$", ""))


def _bounds(attributes: Attributes, first: str, second: str) -> tuple[str, str]:
    """Return the least and the greatest value that an operator allows, empty where it has no such bound."""
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
