"""Two sheets could both be the one that counts; only the first was checked.

Wrong: 當月個案 and 當月個案 (2)
Right: one sheet 當月個案
"""

from ..findings import Hit, Place
from ..shared_checks import on_sheet

CODE = "duplicate_sheet"
check = on_sheet(lambda match: [Hit(Place(sheet.name), params={"part": match.spec.label}) for sheet in match.namesakes])
