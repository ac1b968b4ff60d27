"""An account reports for one school stage; this grade belongs to another.

Wrong: grade 8 in a senior high school's file
Right: grade 10, 11 or 12 in it
Source: «一校一帳號；如為完全中學或國中小學校，仍為一學制一帳號» (S0 L12); that the portal refuses
other grades is inferred (docs/facts.md A9), so a warning.
"""

from ..findings import Hit, Hits, Severity
from ..tables import Submission

CODE = "stage"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Hits:
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
                yield Hit(table.place(index, name), name, {"stage": submission.stage}, rests_on=stages)
