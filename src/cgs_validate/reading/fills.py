"""The fills of a few cells near the top of a sheet, read when they are asked for: most checks never do."""

import re
from collections.abc import Collection, Iterable, Iterator

from ..cached_property import cached_property
from ..errors import ReadError
from ..ooxml.container import Container
from ..ooxml.parts import Attributes
from ..ooxml.workbook_parts import WorkbookParts
from ..workbook import address

_LOOKED_AT = 500_000  # bytes of a sheet, in which its first rows are
_CELL = re.compile(rb"<c(\s[^<>]*+)>")  # in one pass, whatever is in a comment
_PLACE, _STYLE = re.compile(rb'\sr="([A-Z]{1,3}[0-9]{1,7})"'), re.compile(rb'\ss="([0-9]{1,5})"')
_ALTERNATIVES = ":AlternateContent"


class Fills:
    """Finds the solid fills of cells. What cannot be read has none: colour is never the only sign of anything."""

    def __init__(self, container: Container, parts: WorkbookParts) -> None:
        self._container = container
        self._parts = parts

    def solid(self, sheet: str, cells: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """Return the fill of each of some cells that has a solid one, in a form that equal fills share."""
        part = next(found.part for found in self._parts.worksheets if found.name == sheet)
        styles = dict(_styles(self._container.read(part)[:_LOOKED_AT], set(cells)))
        return {cell: fill for cell, style in styles.items() if (fill := self._of_styles.get(style))}

    @cached_property
    def _of_styles(self) -> dict[int, str]:
        """The solid fill of each cell format that has one."""
        reader = _FillReader()
        try:
            if self._parts.styles:
                self._container.parse(self._parts.styles, reader.start, reader.end)
        except ReadError:
            return {}
        found = {style: reader.fills.get(number, "") for style, number in enumerate(reader.formats)}
        return {style: fill for style, fill in found.items() if fill}


def _styles(top: bytes, cells: Collection[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield those of some cells that are written in a part's beginning, each with its format."""
    places = {address(*cell).encode(): cell for cell in cells}
    for written in _CELL.finditer(top):
        place, style = _PLACE.search(written[1]), _STYLE.search(written[1])
        if place and (cell := places.get(place[1])):
            yield cell, int(style[1]) if style else 0


class _FillReader:
    """Follows a styles part. ``fills``: the solid ones by number; ``formats``: for each the number of its fill."""

    def __init__(self) -> None:
        self.fills: dict[int, str] = {}
        self.formats: list[int] = []
        self._number = -1
        self._path: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element. Raises ReadError where the formats are not counted alike by all."""
        self._path.append(name)
        above = self._path[1:-1]
        if name == _ALTERNATIVES and above == ["cellXfs"]:
            raise ReadError("inconsistent")
        if name == "fill" and above == ["fills"]:
            self._number += 1
        elif name == "patternFill" and attributes.get("patternType") == "solid":
            self.fills[self._number] = "solid"
        elif name == "fgColor" and self._number in self.fills and above[:1] == ["fills"]:
            self.fills[self._number] = str(sorted(attributes.items()))
        elif name == "xf" and above == ["cellXfs"]:
            number = attributes.get("fillId", "0")
            self.formats.append(int(number) if number.isascii() and number.isdecimal() else 0)

    def end(self, _: str) -> None:
        """End an element."""
        self._path.pop()
