"""Rows with the same key that differ in a column which ought to be the same.

FACTS.md A9, H8: one 教師編碼 with two 身分; one 學生代號 under two teachers. Not forbidden, so a warning.
"""

from collections.abc import Iterator

from ..findings import Hit, Place, Severity
from ..spec import RuleSpec
from ..tables import Submission, Table

CODE = "consistent"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for tables, rule in _declared(submission):
        first: dict[str, tuple[str, Place]] = {}
        for table in tables:
            key, field = table.columns[rule.params["key"]], table.columns[rule.params["field"]]
            for index, (named, value) in enumerate(zip(key.values, field.values, strict=True)):
                if not named or not value or not named.readable or not value.certain:
                    continue
                place, text = table.place(index, field.spec.name), str(value.reading.meant)
                known, known_at = first.setdefault(named.text, (text, place))
                if known != text:
                    params = {"key": key.spec.header, "other": field.spec.header}
                    yield Hit(place, field.spec.name, params, None, (known_at,), rule)


def _declared(submission: Submission) -> Iterator[tuple[list[Table], RuleSpec]]:
    for rule in submission.spec.rules:
        if rule.name == CODE:
            yield [table for table in submission.tables if not table.lacking(rule)], rule
    for table in submission.tables:
        for rule in table.rules(CODE):
            yield [table], rule
