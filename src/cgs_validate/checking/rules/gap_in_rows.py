"""Blank rows in the middle of the data. What follows was checked, but the portal may stop at the gap.

Wrong: row 10 blank, data in row 11
Right: row after row
"""

from bisect import bisect_right
from itertools import pairwise

from ...workbook import numbers
from ..findings import Hit, Hits, Place, Severity
from ..tables import Table

CODE = "gap_in_rows"
SEVERITY = Severity.WARNING


def check(table: Table) -> Hits:
    first = min((column.number for column in table.columns.values()), default=1)
    rows = table.rows
    whole = not rows or rows[-1] - rows[0] < len(rows)
    if not whole and table.no_records:
        filled = sorted((*rows, *table.no_records))
        rows = numbers(filled[: bisect_right(filled, rows[-1])])
    for above, below in pairwise(() if whole else rows):
        if below - above > 1:
            place = Place(table.sheet, above + 1, first)
            yield Hit(place, params={"count": below - above - 1}, related=(Place(table.sheet, below, first),))
