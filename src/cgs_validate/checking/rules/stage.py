"""A code of another school stage than the one that reports.

The rule: «一校一帳號；如為完全中學或國中小學校，仍為一學制一帳號» (S0 L12), so a file belongs to one stage; that
the portal refuses others is inferred (FACTS.md A9). Worth a look: grade 8 in the file of a senior high school.
"""

from collections.abc import Iterator

from ..findings import Hit, Severity
from ..tables import Submission

CODE = "stage"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    if submission.stage is None:
        return
    for table in submission.tables:
        for name, column in table.columns.items():
            stages = column.spec.stages
            if stages is None:
                continue
            usual = set(stages.codes.get(submission.stage, ()))
            others = [value for value in column.distinct if value.certain and usual.isdisjoint(value.codes)]
            for index in column.rows_of(others):
                yield Hit(table.place(index, name), name, {"stage": submission.stage}, declared=stages)
