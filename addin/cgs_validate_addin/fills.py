"""Cell fills, written as the mark memory stores them: the XML of a fill without prefixes."""

import colorsys
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cgs_validate.marking import memory

_PATTERN = re.compile(r"""patternType=["'](\w+)["']""")
_COLOUR = re.compile(r"<(fg|bg)Color\b([^>]*)/?>")
_PALETTE = 64  # colours; higher numbers are system colours
_THEME = (  # Office's default theme, for programs that do not give theirs
    "FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31",
    "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72",
)  # fmt: skip
_NUMBERED = (  # the legacy palette from 8 on; 0 to 7 are its first eight
    "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF",
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080",
    "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF",
    "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF",
    "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99",
    "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696",
    "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
)  # fmt: skip
_ATTRIBUTE = re.compile(r"""(\w+)=["']([^"']*)["']""")


@dataclass(frozen=True)
class Colour:
    """A colour: six hexadecimal digits, or a theme colour's number, or a number in the legacy palette."""

    rgb: str = ""
    theme: int | None = None
    indexed: int | None = None
    tint: float = 0.0

    def xml(self, name: str) -> str:
        """Return the element."""
        tint = f' tint="{self.tint:.15g}"' if self.tint else ""
        if self.theme is not None:
            return f'<{name} theme="{self.theme}"{tint}/>'
        return f'<{name} rgb="FF{self.rgb}"{tint}/>' if self.rgb else f'<{name} indexed="{self.indexed}"{tint}/>'

    @property
    def shown(self) -> str:
        """Six hexadecimal digits, for programs without theme colours."""
        if self.rgb:
            return _tinted(self.rgb, self.tint)
        if self.theme is not None:
            return _tinted(_THEME[self.theme] if self.theme < len(_THEME) else "FFFFFF", self.tint)
        known = self.indexed is not None and self.indexed < _PALETTE
        return _NUMBERED[(self.indexed or 0) - 8 * ((self.indexed or 0) >= 8)] if known else "FFFFFF"


AUTOMATIC = Colour(indexed=64)
GRADIENT = "gradient"  # a fill that cannot be restored


@dataclass(frozen=True)
class Fill:
    """A pattern with its two colours; a solid one shows only ``fore``."""

    pattern: str = "none"
    fore: Colour = AUTOMATIC
    back: Colour = AUTOMATIC

    def xml(self) -> str:
        """Return the fill as styles.xml writes it."""
        if self.pattern == "none":
            return memory.NO_FILL
        if self.pattern == GRADIENT:
            return "<fill><gradientFill/></fill>"
        colours = self.fore.xml("fgColor") + self.back.xml("bgColor")
        return f'<fill><patternFill patternType="{self.pattern}">{colours}</patternFill></fill>'


def parse_fill(xml: str) -> Fill:
    """Return the fill in this XML; an unknown one counts as no fill."""
    if "gradientFill" in xml:
        return Fill(GRADIENT)
    pattern = _PATTERN.search(xml)
    if pattern is None or pattern[1] == "none":
        return Fill()
    colours = {name: _colour(dict(_ATTRIBUTE.findall(attributes))) for name, attributes in _COLOUR.findall(xml)}
    return Fill(pattern[1], colours.get("fg", AUTOMATIC), colours.get("bg", AUTOMATIC))


def solid_fills(
    cells: Sequence[tuple[int, int]], colours: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], Fill]:
    """Return the fills of cells in a program that gives only colours; cells without one have no fill."""
    return {at: Fill("solid", Colour(colours[at])) if at in colours else Fill() for at in cells}


def _colour(attributes: dict[str, str]) -> Colour:
    tint = float(attributes.get("tint") or 0)
    if attributes.get("rgb"):
        return Colour(rgb=attributes["rgb"][-6:].upper(), tint=tint)
    if attributes.get("theme"):
        return Colour(theme=int(attributes["theme"]), tint=tint)
    number = int(attributes.get("indexed") or _PALETTE)
    return Colour(indexed=number, tint=tint) if number < _PALETTE else AUTOMATIC


def _tinted(rgb: str, tint: float) -> str:
    """Return a colour lightened (tint above 0) or darkened (ECMA-376 part 1, 18.8.19)."""
    if not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in bytes.fromhex(rgb)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return bytes(round(part * 255) for part in colorsys.hls_to_rgb(hue, light, saturation)).hex().upper()
