"""In merged cells only the first holds data; the others are read as empty.

Wrong: 教師編碼 merged over three rows
Right: unmerged, typed in each row
"""

from ..findings import Hit, Hits, Kind
from ..tables import Table

CODE = "merged_cell"
KIND = Kind.MISSING


def check(table: Table) -> Hits:
    for name in table.columns if table.covered else ():
        for index in range(len(table.rows)):
            place = table.place(index, name)
            if place in table.covered:
                yield Hit(place, name, related=(table.covered[place],))
