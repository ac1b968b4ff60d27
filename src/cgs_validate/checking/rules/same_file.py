"""The file is, byte for byte, that of a month before: the wrong one was chosen.

Wrong: the file of 111-10 for 111-11
Right: the file of 111-11 for 111-11
Source: docs/facts.md B: each upload replaces the one before, so October's file would be stored as November's.
"""

from ..findings import Hit, Hits, Severity
from ..submission import Submission

CODE = "same_file"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Hits:
    if submission.past and submission.sha256 and submission.sha256 in submission.past.digests:
        yield Hit()
