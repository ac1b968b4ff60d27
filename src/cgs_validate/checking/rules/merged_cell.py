"""In merged cells only the first holds data; the others are read as empty.

Wrong: 教師編碼 merged over three rows
Right: unmerged, typed in each row
"""

from ..findings import Hit, Hits, Kind
from ..tables import Table

CODE = "merged_cell"
KIND = Kind.MISSING


def check(table: Table) -> Hits:
    for name in table.columns:
        for index, first in table.covered(name).items():
            yield Hit(table.place(index, name), name, related=(first,))
