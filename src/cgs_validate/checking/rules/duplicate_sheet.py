"""Two sheets could both be the one that counts; only one was checked: that of the month asked for, or else the newest
with answers.

Wrong: 當月個案 and 當月個案 (2)
Right: one sheet 當月個案
"""

from ..findings import Hit, Hits, Place
from ..sheet_match import SheetMatch

CODE = "duplicate_sheet"


def check(match: SheetMatch) -> Hits:
    checked = match.sheet.name if match.sheet else ""
    for sheet in match.namesakes:
        yield Hit(Place(sheet.name), params={"part": match.spec.label, "checked": checked})
