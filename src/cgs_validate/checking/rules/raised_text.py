"""Raised and lowered text is text like any other: 3 with a raised 1, as for a footnote, is read, and sent, as 31.

Wrong: 3¹, the 1 raised
Right: 3, and what the footnote says in a comment
"""

from ...workbook import Look
from ..findings import Hits, Severity
from ..shared_checks import read_together
from ..tables import Table

CODE = "raised_text"
SEVERITY = Severity.WARNING


def check(table: Table) -> Hits:
    for name in table.columns if table.grid.dressed else ():
        yield from read_together(table, name, Look.RAISED)
