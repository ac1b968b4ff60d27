"""Struck-out, raised and lowered text: the fonts of cell formats, and of the runs of a text.

A part is looked at only where it names such a font anywhere.
"""

from typing import NamedTuple

from ..ooxml.part_cache import cached_by_content
from ..ooxml.parts import Attributes, Parts
from ..text import is_blank
from ..workbook import Look

_TRUE = ("1", "true")
_RAISED = ("superscript", "subscript")
# UTF-16 in either order of bytes has the bytes between the first letter and the last.
_NAMES = [name.encode(code)[: len(name) * 2 - 1] for name in ("strike", "vertAlign") for code in ("utf-8", "utf-16-le")]
_ALTERNATIVE = ":Fallback"  # ECMA-376 part 3: the same again for other programs


class Font(NamedTuple):
    """What of a font changes what its text says. ``raised``: or lowered."""

    struck: bool = False
    raised: bool = False

    def with_property(self, name: str, attributes: Attributes) -> "Font":
        """Return the font with what an element in it declares."""
        if name == "strike":
            return self._replace(struck=attributes.get("val", "1") in _TRUE)
        return self._replace(raised=attributes.get("val") in _RAISED) if name == "vertAlign" else self


Runs = frozenset[Font | None]  # the fonts of a text's runs that show anything; None is the font of the cell
PLAIN = Font()
OF_THE_CELL: Runs = frozenset((None,))


def look_of(font: Font, runs: Runs = OF_THE_CELL) -> Look | None:
    """Return how a text looks; None where nothing of it is struck out, raised or lowered. font: the cell's."""
    fonts = {run or font for run in runs}
    if any(run.struck for run in fonts):
        return Look.STRUCK if all(run.struck for run in fonts) else Look.PARTLY_STRUCK
    return Look.RAISED if any(run.raised for run in fonts) else None


class RunReader:
    """Follows the runs of one text."""

    def __init__(self) -> None:
        self._fonts: set[Font | None] = set()
        self._font: Font | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element of the text."""
        if name == "r":
            self._font = None
        elif name == "rPr":
            self._font = PLAIN
        elif self._font is not None:
            self._font = self._font.with_property(name, attributes)

    def text(self, text: str) -> None:
        """Add the text of the run that was begun last."""
        if not is_blank(text):
            self._fonts.add(self._font)

    @property
    def runs(self) -> Runs:
        """The fonts of the runs that were read."""
        return OF_THE_CELL if self._fonts <= OF_THE_CELL else frozenset(self._fonts)


@cached_by_content
def format_fonts(part: str, parts: Parts) -> dict[int, Font]:
    """Return the fonts of cell formats that are struck out or raised, by the format's index. Raises ReadError."""
    fonts: list[Font] = []
    formats: list[str] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        path.append(name)
        section = path[1] if len(path) > 2 and _ALTERNATIVE not in path else ""
        if section == "fonts" and name == "font":
            fonts.append(PLAIN)
        elif section == "fonts" and fonts:
            fonts[-1] = fonts[-1].with_property(name, attributes)
        elif section == "cellXfs" and name == "xf":
            formats.append(attributes.get("fontId", "0"))

    def end(_: str) -> None:
        path.pop()

    if not names_any(parts.read(part)):
        return {}
    parts.parse(part, start, end)
    by_number = {str(number): font for number, font in enumerate(fonts) if font != PLAIN}
    return {index: by_number[number] for index, number in enumerate(formats) if number in by_number}


def names_any(data: bytes) -> bool:
    """Return whether a part names such a font, in UTF-8 or in UTF-16."""
    return any(name in data for name in _NAMES)
