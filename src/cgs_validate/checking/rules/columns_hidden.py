"""Columns of the form cannot be seen. They are checked, and sent, like all others.

Wrong: 當月晤談累積次數 hidden
Right: all columns shown
"""

from ...workbook import column_letters
from ..findings import Hit, Hits, Severity
from ..sheet_match import SheetMatch

CODE = "columns_hidden"
SEVERITY = Severity.WARNING


def check(match: SheetMatch) -> Hits:
    hidden = match.sheet.grid.hidden_columns if match.sheet else ()
    found = sorted((number, name) for name, number in {**match.columns, **match.renamed}.items() if number in hidden)
    if found:
        columns = [{"field": name, "label": match.label(name)} for _, name in found]
        letters = [column_letters(number) for number, _ in found]
        yield Hit(match.place(found[0][0]), params={"columns": columns, "letters": letters})
