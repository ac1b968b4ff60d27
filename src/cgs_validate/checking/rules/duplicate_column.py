"""One header occurs twice; as either column may count, neither was checked.

Wrong: 學生代號 twice
Right: 學生代號 once
"""

from ..findings import Hit, Hits
from ..sheet_match import SheetMatch

CODE = "duplicate_column"


def check(match: SheetMatch) -> Hits:
    for field, columns in match.duplicates.items():
        first, second, *_ = map(match.place, columns)
        yield Hit(second, field, related=(first,))
