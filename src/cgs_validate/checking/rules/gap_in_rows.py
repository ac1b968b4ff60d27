"""Blank rows between rows of data.

What stands below a gap is checked all the same, but the portal may stop reading at the first blank row.
"""

from collections.abc import Iterator
from itertools import pairwise

from ..findings import Hit, Place, Severity
from ..tables import Table

CODE = "gap_in_rows"
SEVERITY = Severity.WARNING


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    first = min((column.number for column in table.columns.values()), default=1)
    whole = not table.rows or table.rows[-1] - table.rows[0] < len(table.rows)
    for above, below in pairwise(() if whole else table.rows):
        if below - above > 1:
            place = Place(table.sheet, above + 1, first)
            yield Hit(place, params={"count": below - above - 1}, related=(Place(table.sheet, below, first),))
