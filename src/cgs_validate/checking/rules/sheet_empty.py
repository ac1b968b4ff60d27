"""One sheet is filled in and another is empty; it may have been forgotten.

Wrong: 20 rows of cases, no row of services
Right: both filled in, or really nothing to report
Source: whether that is accepted is not stated (docs/facts.md H6), so a warning; a blank workbook is no mistake.
"""

from ..findings import Hit, Hits, Place, Severity
from ..submission import Submission

CODE = "sheet_empty"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Hits:
    if any(table.rows for table in submission.tables):
        for table in submission.tables:
            if not table.rows and table.columns:
                yield Hit(Place(table.sheet))
