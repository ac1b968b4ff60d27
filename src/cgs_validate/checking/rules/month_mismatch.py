"""A title that tells another month than the one that is reported, or than the other sheet's title.

Whether the title must match is not stated (FACTS.md A9), so a warning.
"""

from collections.abc import Iterator

from ..findings import Hit, Severity
from ..tables import Submission

CODE = "month_mismatch"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for place, month in submission.titles:
        if month != submission.month:
            yield Hit(place, params={"found": str(month), "month": str(submission.month)})
