"""The colours of solid fills as red, green and blue, also those that are named by a number or by the theme."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from math import isnan

from .markup import attributes, number, utf8
from .workbook import WorkbookEditor

_PATTERN = re.compile(rb"(<patternFill\s[^<>]*+>)\s*+(<fgColor\s[^<>]*+>)")
_NUMBERED = re.compile(rb"""<(?:\w+:)?rgbColor\s[^<>]*?\brgb=["']([0-9A-Fa-f]{8})["']""")
_RGB = re.compile("[0-9A-Fa-f]{8}")
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")
_THEME_COLOUR = re.compile(
    rb"""<(?:\w+:)?(%s)>\s*<(?:\w+:)?(?:srgbClr\s[^<>]*?\bval|sysClr\s[^<>]*?\blastClr)=["']([0-9A-Fa-f]{6})["']"""
    % "|".join(_THEME).encode()
)


class FillColours:
    """The colours of a workbook's fills."""

    def __init__(self, book: WorkbookEditor) -> None:
        from openpyxl.styles.colors import COLOR_INDEX  # for which others need not wait

        theme, styles = (
            utf8(book.package.read(part), part) if (part := book.related(book.part, kind)) else b""
            for kind in ("theme", "styles")
        )
        self._theme = {name.decode(): colour.decode() for name, colour in _THEME_COLOUR.findall(theme)}
        self._numbered = [colour.decode() for colour in _NUMBERED.findall(styles)] or COLOR_INDEX

    def of(self, fill: bytes) -> str:
        """Return the six digits of a fill, "" where it is not solid or its colour is not known."""
        pattern = _PATTERN.search(fill)
        if not pattern or attributes(pattern[1]).get("patternType") != "solid":
            return ""
        named = attributes(pattern[2])
        if _RGB.fullmatch(named.get("rgb", "")):
            return _tinted(named["rgb"][2:], named)
        if "theme" in named and number(named["theme"]) < len(_THEME):
            return _tinted(self._theme.get(_THEME[number(named["theme"])], ""), named)
        if "indexed" in named and number(named["indexed"]) < len(self._numbered):
            return _tinted(self._numbered[number(named["indexed"])][2:], named)
        return ""


def _tinted(colour: str, named: dict[str, str]) -> str:
    """Return a colour as light as its tint says (ECMA-376 part 1, 18.8.19)."""
    try:
        tint = min(max(float(named.get("tint", "0")), -1.0), 1.0)
    except ValueError:
        tint = 0.0
    if not colour or not tint or isnan(tint):
        return colour.upper()
    hue, light, saturation = rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in hls_to_rgb(hue, light, saturation))
