"""One sheet of the form is filled in, another is empty.

Whether that is accepted is not stated (FACTS.md H6), so a warning. A workbook that is blank altogether is no
mistake.
"""

from collections.abc import Iterator

from ..findings import Hit, Place, Severity
from ..tables import Submission

CODE = "sheet_empty"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    if any(table.rows for table in submission.tables):
        for table in submission.tables:
            if not table.rows and table.columns:
                yield Hit(Place(table.sheet))
