"""A cell of a data row that lies under another in a merged area; what it holds is not seen.

In a merged area only the first cell has the value; the portal reads the others as blank. Wrong: 教師編碼 merged
over three rows. Right: unmerged, and the code typed in each row.
"""

from collections.abc import Iterator

from ..findings import Hit, Kind
from ..tables import Table

CODE = "merged_cell"
KIND = Kind.MISSING


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for name in table.columns if table.covered else ():
        for index in range(len(table.rows)):
            place = table.place(index, name)
            if place in table.covered:
                yield Hit(place, name, related=(table.covered[place],))
