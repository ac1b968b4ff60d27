"""A header was changed. The column is checked as the one that its header is most like.

Wrong: 個案類別主要
Right: 個案類別(主)
"""

from ..findings import Hit, Hits
from ..sheet_match import SheetMatch

CODE = "column_renamed"


def check(match: SheetMatch) -> Hits:
    for field, column in match.renamed.items():
        params = {"found": match.header(column), "nearest": match.spec.fields[field].header}
        yield Hit(match.place(column), field, params)
