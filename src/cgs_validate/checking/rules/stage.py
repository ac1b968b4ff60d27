"""An account reports for one school stage; this grade belongs to another, or the file holds grades of two.

Wrong: grade 8 in a senior high school's file
Right: grade 10, 11 or 12 in it
Source: «一校一帳號；如為完全中學或國中小學校，仍為一學制一帳號» (S0 L12); that the portal refuses
other grades is inferred (docs/facts.md A9), so a warning. A school called 高級中學 may have a junior department.
"""

from collections import Counter
from collections.abc import Iterator

from ...spec.model import Stages
from ..columns import FieldColumn
from ..findings import Hit, Hits, Severity
from ..submission import Submission
from ..tables import Table

CODE = "stage"
SEVERITY = Severity.WARNING
_DEPARTMENTS = ("junior", "senior")
_SEVERAL = 3  # rows of a stage, which are no slip of the pen


def check(submission: Submission) -> Hits:
    columns = list(_columns(submission))
    asked = submission.two_stages or not submission.stage
    rows = _rows(columns) if asked else Counter[str]()
    due = submission.stage or max(sorted(rows), key=rows.__getitem__, default="")
    fitting = {due, *_departments(submission, rows)}
    for table, name, column, stages in columns:
        own = {code for stage in fitting for code in stages.codes.get(stage, ())}
        for stage, codes in stages.codes.items():
            others = set(codes) - own if stage not in fitting else ()
            values = [value for value in column.distinct if value.certain and not set(value.codes).isdisjoint(others)]
            params = {"stage": due} if submission.stage else {"stage": stage, "expects": "two"}
            for index in column.rows_of(values):
                yield Hit(table.place(index, name), name, params, rests_on=stages)


def department(submission: Submission) -> str | None:
    """Return the stage of all grades in the file of a school that may have two; None where they are of several."""
    rows = _rows(list(_columns(submission))) if submission.two_stages else Counter[str]()
    return next(iter(rows)) if len(rows) == 1 and rows.keys() <= set(_DEPARTMENTS) else None


def _columns(submission: Submission) -> Iterator[tuple[Table, str, FieldColumn, Stages]]:
    for table in submission.tables:
        for name, column in table.columns.items():
            if column.spec.stages:
                yield table, name, column, column.spec.stages


def _rows(columns: list[tuple[Table, str, FieldColumn, Stages]]) -> Counter[str]:
    """Return the number of rows of each stage; where all are of one, there is nothing to count."""
    found = [(column, _stages_of(column, stages)) for _, _, column, stages in columns]
    rows = Counter[str](set[str]().union(*(stages.values() for _, stages in found)))
    if len(rows) > 1:
        rows.clear()
        for column, stages in found:
            for code, count in Counter(column.codes).items():
                if code in stages:
                    rows[stages[code]] += count
    return rows


def _departments(submission: Submission, rows: Counter[str]) -> Iterator[str]:
    """Yield the stages of a school with two, called 高級中學: those of all rows, or of more than a slip."""
    for stage in _DEPARTMENTS if submission.two_stages else ():
        if len(rows) == 1 or rows[stage] >= max(_SEVERAL, rows.total() / 10):
            yield stage


def _stages_of(column: FieldColumn, stages: Stages) -> dict[int, str]:
    """Return the stage of each distinct value that is of one, by its code in the column."""
    own = {code: stage for stage, codes in stages.codes.items() for code in codes}
    values = {number: own.get(str(value.meaning)) for number, value in column.by_code.items() if value.certain}
    return {number: stage for number, stage in values.items() if stage}
