"""A title names another month than the one reported, or than the other sheet's title. Last month's file may have been
used again.

Wrong: [111-09] in the title, report for 111-10
Right: [111-10] in the title, report for 111-10
Source: whether the title must match is not stated (docs/facts.md A9), so probable.
"""

from ..findings import Hit, Hits, Severity
from ..submission import Submission

CODE = "month_mismatch"
SEVERITY = Severity.WARNING
PROBABLE = True


def check(submission: Submission) -> Hits:
    for place, month in submission.titles:
        if month != submission.month:
            yield Hit(place, params={"found": str(month), "month": str(submission.month)})
