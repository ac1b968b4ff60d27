"""What a cell is filled with, as the memory of marks keeps it: the XML of a fill without prefixes."""

import colorsys
import re
from dataclasses import dataclass

from cgs_validate.marking import memory

_PATTERN = re.compile(r"""patternType=["'](\w+)["']""")
_COLOUR = re.compile(r"<(fg|bg)Color\b([^>]*)/?>")
_PALETTE = 64  # colours; what follows them are the system's own
_THEME = (  # Office's own: a program that tells no theme has to guess
    "FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31",
    "A5A5A5", "FFC000", "5B9BD5", "70AD47", "0563C1", "954F72",
)  # fmt: skip
_ATTRIBUTE = re.compile(r"""(\w+)=["']([^"']*)["']""")


@dataclass(frozen=True)
class Colour:
    """A colour: six hexadecimal digits, or the number of a theme's colour, or one of the old palette's."""

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
        """Six hexadecimal digits, for programs that know no other colours."""
        if self.rgb:
            return _tinted(self.rgb, self.tint)
        if self.theme is not None:
            return _tinted(_THEME[self.theme] if self.theme < len(_THEME) else "FFFFFF", self.tint)
        from openpyxl.styles.colors import COLOR_INDEX  # the palette of old

        known = self.indexed is not None and self.indexed < _PALETTE
        return COLOR_INDEX[self.indexed or 0][-6:] if known else "FFFFFF"


AUTOMATIC = Colour(indexed=64)
GRADIENT = "gradient"  # no pattern of a fill that could be put back


@dataclass(frozen=True)
class Fill:
    """A pattern with its two colours; of a solid one only ``fore`` is seen."""

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
    """Return a fill by its XML; one that is not understood is none."""
    if "gradientFill" in xml:
        return Fill(GRADIENT)
    pattern = _PATTERN.search(xml)
    if pattern is None or pattern[1] == "none":
        return Fill()
    colours = {name: _colour(dict(_ATTRIBUTE.findall(attributes))) for name, attributes in _COLOUR.findall(xml)}
    return Fill(pattern[1], colours.get("fg", AUTOMATIC), colours.get("bg", AUTOMATIC))


def _colour(told: dict[str, str]) -> Colour:
    tint = float(told.get("tint") or 0)
    if told.get("rgb"):
        return Colour(rgb=told["rgb"][-6:].upper(), tint=tint)
    if told.get("theme"):
        return Colour(theme=int(told["theme"]), tint=tint)
    number = int(told.get("indexed") or _PALETTE)
    return Colour(indexed=number, tint=tint) if number < _PALETTE else AUTOMATIC


def _tinted(rgb: str, tint: float) -> str:
    """Return a colour made lighter (tint above 0) or darker (ECMA-376 part 1, 18.8.19)."""
    if not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in bytes.fromhex(rgb)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return bytes(round(part * 255) for part in colorsys.hls_to_rgb(hue, light, saturation)).hex().upper()
