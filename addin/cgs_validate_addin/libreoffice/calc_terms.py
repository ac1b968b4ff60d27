"""Translates between the terms of LibreOffice Calc and Excel: errors, number formats, formulas, fills."""

import re

from ..fills import AUTOMATIC, GRADIENT, Fill

DATE, TIME, NUMBER, LOGICAL = 2, 4, 16, 1024  # com.sun.star.util.NumberFormat
NO_COLOUR = -1
OTHER_ERROR = 2015  # #VALUE!, as which Calc saves errors that Excel does not have
ERRORS = {32767: 2042, 532: 2007, 525: 2029, 524: 2023, 521: 2000, 503: 2036}  # Calc's number → Excel's own
TRUTHS = {"=TRUE()": True, "=FALSE()": False}  # Calc imports booleans, like errors, as formulas
ERROR_VALUE = re.compile(r"=#[A-Z0-9/!?]+")

_QUOTED = re.compile(r"""("(?:[^"]|"")*")|('(?:[^']|'')*')(!?)|([,!])""")
_OPACITY = {  # of 128: the share of a pattern's colour; Calc shows patterns as one colour
    "solid": 128,
    **dict.fromkeys(("darkGray", "darkTrellis"), 96),
    **dict.fromkeys(("darkDown", "darkGrid", "darkHorizontal", "darkUp", "darkVertical", "mediumGray"), 64),
    "lightGrid": 56,
    "lightTrellis": 48,
    **dict.fromkeys(("lightDown", "lightGray", "lightHorizontal", "lightUp", "lightVertical"), 32),
    "gray125": 16,
    "gray0625": 8,
}


def format_code(code: str, kind: int, *, standard: bool) -> str:
    """Return Excel's code of a number format. kind, standard: Calc's properties of it."""
    if kind & (DATE | TIME):
        return code.lower()  # in Calc's capitals, Excel's ``e`` would not be recognised
    return "General" if standard and kind & NUMBER else code


def formula(text: str) -> str:
    """Return one of our formulas in Calc's grammar.

    >>> formula("ROW('a!,b'!C7)"), formula('HYPERLINK("#x!C7","C7")')
    ("=ROW($'a!,b'.C7)", '=HYPERLINK("#x!C7";"C7")')
    """
    return "=" + _QUOTED.sub(_translated, text)


def _translated(found: re.Match[str]) -> str:
    text, sheet, mark, sign = found.groups()
    if text:
        return str(text)
    return f"${sheet}." if mark else sheet or {",": ";", "!": "."}[sign]


def colour(fill: Fill) -> int:
    """Return the colour in which Calc shows a fill."""
    if fill.pattern in ("none", GRADIENT):
        return NO_COLOUR
    fore = bytes.fromhex("000000" if fill.fore == AUTOMATIC else fill.fore.shown)
    back = bytes.fromhex(fill.back.shown)
    opacity = _OPACITY[fill.pattern]
    return int.from_bytes(
        bytes(under + int((over - under) * opacity / 128) for over, under in zip(fore, back, strict=True))
    )
