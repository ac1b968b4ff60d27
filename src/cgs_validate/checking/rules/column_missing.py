"""A column of the form is missing. The portal reads every column.

Wrong: 轉介概況 deleted
Right: all 14 columns
"""

from ..findings import Hit, Hits
from ..matching import SheetMatch

CODE = "column_missing"


def check(match: SheetMatch) -> Hits:
    for field in match.missing:
        yield Hit(match.place(), field.name)
