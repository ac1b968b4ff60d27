"""A column of the form is missing.

The portal reads every column.

Wrong: 轉介概況 deleted
Right: all 14 columns
"""

from collections.abc import Iterator

from ..findings import Hit
from ..matching import SheetMatch

CODE = "column_missing"


def check(match: SheetMatch) -> Iterator[Hit]:
    for field in match.missing:
        yield Hit(match.place(), field.name)
