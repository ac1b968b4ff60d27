"""A row right below the headers that may explain how to fill in the form, or be a record that is wrong throughout.
It is not read as data.

Wrong: 請填代碼 in one column, T01 in another, no code anywhere
Right: instructions in all columns, or a record with codes
Source: where the data begin is not stated (docs/facts.md H9), so probable.
"""

from ..findings import Hit, Hits, Place, Severity
from ..sheet_match import SheetMatch

CODE = "instruction_row"
SEVERITY = Severity.WARNING
PROBABLE = True


def check(match: SheetMatch) -> Hits:
    if match.sheet and (row := match.doubtful_row):
        filled = sorted({**match.columns, **match.renamed}.values())
        first = next(number for number in filled if match.sheet.grid.get(row, number))
        yield Hit(Place(match.sheet.name, row, first), params={"number": row})
