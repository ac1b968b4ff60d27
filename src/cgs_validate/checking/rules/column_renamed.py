"""A header that is not the form's, though much like one that is missing. The column is checked as the one it resembles.

Wrong: ``個案類別主要``. Right: ``個案類別(主)``.
"""

from collections.abc import Iterator

from ..findings import Hit, Place
from ..matching import SheetMatch

CODE = "column_renamed"


def check(match: SheetMatch) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a sheet as a whole."""
    for field, column in match.renamed.items():
        if match.sheet and not match.other_template:
            place = Place(match.sheet.name, match.header_row, column)
            yield Hit(place, field, {"found": match.header(column), "nearest": match.spec.fields[field].header})
