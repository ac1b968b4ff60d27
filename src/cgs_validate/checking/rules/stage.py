"""An account reports for one school stage; this grade belongs to another, or the file holds grades of two.

Wrong: grade 8 in a senior high school's file
Right: grade 10, 11 or 12 in it
Source: «一校一帳號；如為完全中學或國中小學校，仍為一學制一帳號» (S0 L12); that the portal refuses
other grades is inferred (docs/facts.md A9), so a warning.
"""

from collections import Counter
from collections.abc import Iterator

from ...spec.model import Stages
from ..findings import Hit, Hits, Severity
from ..tables import FieldColumn, Submission, Table

CODE = "stage"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Hits:
    columns = list(_columns(submission))
    due = submission.stage or _most_frequent(columns)
    for table, name, column, stages in columns:
        for stage, codes in stages.codes.items():
            others = set(codes).difference(stages.codes.get(due, ())) if stage != due else ()
            values = [value for value in column.distinct if value.certain and not set(value.codes).isdisjoint(others)]
            params = {"stage": due} if submission.stage else {"stage": stage, "expects": "two"}
            for index in column.rows_of(values):
                yield Hit(table.place(index, name), name, params, rests_on=stages)


def _columns(submission: Submission) -> Iterator[tuple[Table, str, FieldColumn, Stages]]:
    for table in submission.tables:
        for name, column in table.columns.items():
            if column.spec.stages:
                yield table, name, column, column.spec.stages


def _most_frequent(columns: list[tuple[Table, str, FieldColumn, Stages]]) -> str:
    """Return the stage with most rows, the first of equals; empty where no grade is of one."""
    found = [(column, _stages_of(column, stages)) for _, _, column, stages in columns]
    names = sorted(set().union(*(stages.values() for _, stages in found)))
    if len(names) < 2:  # there is nothing to count
        return "".join(names)
    rows: Counter[str] = Counter()
    for column, stages in found:
        for code, count in Counter(column.codes).items():
            rows[stages.get(code, "")] += count
    return max(names, key=rows.__getitem__)


def _stages_of(column: FieldColumn, stages: Stages) -> dict[int, str]:
    """Return the stage of each distinct value that is of one, by its code in the column."""
    own = {code: stage for stage, codes in stages.codes.items() for code in codes}
    values = {number: own.get(str(value.meaning)) for number, value in column.by_code.items() if value.certain}
    return {number: stage for number, stage in values.items() if stage}
