"""Text that is struck out with a line is text all the same: 1 struck out and 2 are read, and sent, as 12.

Wrong: a student crossed out with a line
Right: the row deleted
"""

from collections import Counter

from ...workbook import Look
from ..findings import Hit, Hits, Severity
from ..shared_checks import read_together
from ..tables import Table

CODE = "struck_out"
SEVERITY = Severity.WARNING
_LEAST = 2  # cells of a row that is struck out as a whole


def check(table: Table) -> Hits:
    names = table.columns if table.grid.dressed else ()
    struck = {name: {index for index, _ in table.looking(name, Look.STRUCK)} for name in names}
    counts = Counter(index for rows in struck.values() for index in rows)
    whole = {index for index, count in counts.items() if count >= _LEAST and 2 * count > table.filled(index)}
    for index in sorted(whole):
        first = min((name for name in struck if index in struck[name]), key=lambda name: table.columns[name].number)
        yield Hit(table.place(index, first), params={"by": "row"})
    for name, rows in struck.items():
        yield from (Hit(table.place(index, name), name, {"by": "cell"}) for index in sorted(rows - whole))
        yield from read_together(table, name, Look.PARTLY_STRUCK)
