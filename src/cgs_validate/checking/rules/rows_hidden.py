"""Rows with data cannot be seen: hidden, or filtered away. They are checked, and sent, like all others.

Wrong: last month's students filtered away
Right: no filter; the rows that are not to be sent deleted
"""

from ...workbook import runs
from ..findings import Hit, Hits, Place, Severity
from ..tables import Table

CODE = "rows_hidden"
SEVERITY = Severity.WARNING
_MOST = 20  # groups of rows that are named


def check(table: Table) -> Hits:
    hidden = set(table.grid.hidden_rows).intersection(table.rows) if table.grid.hidden_rows else ()
    if hidden:
        rows = sorted(hidden)
        first = min(column.number for column in table.columns.values())
        params = {"rows": runs(rows)[:_MOST], "count": len(rows), "by": "filter" if table.grid.filtered else "hand"}
        yield Hit(Place(table.sheet, rows[0], first), params=params)
