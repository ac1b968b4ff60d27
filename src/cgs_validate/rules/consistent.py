"""Rows with the same key that differ in a column which ought to be the same.

FACTS.md A9, H8: one 教師編碼 with two 身分; one 學生代號 under two teachers. Not forbidden, so a warning.
"""

from collections.abc import Iterator
from itertools import compress, count

from ..findings import Hit, Severity
from ..spec import RuleSpec
from ..tables import Submission, Table
from ..values import Value

CODE = "consistent"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for tables, rule in _declared(submission):
        first: dict[str, tuple[str, Table, int]] = {}
        for table in tables:
            key, field = table.columns[rule.params["key"]], table.columns[rule.params["field"]]
            params = {"key": key.spec.header, "other": field.spec.header}
            pairs = list(zip(key.values, field.values, strict=True))
            differing = set()
            for (named, value), index in _first_rows(pairs).items():
                if named and value and named.readable and value.certain:
                    text = str(value.reading.meant)
                    if first.setdefault(named.text, (text, table, index))[0] != text:
                        differing.add((named, value))
            for index in compress(count(), map(differing.__contains__, pairs) if differing else ()):
                named = pairs[index][0]
                assert named is not None  # noqa: S101 - of a pair that differs
                _, known_table, known_index = first[named.text]
                known_at = known_table.place(known_index, field.spec.name)
                yield Hit(table.place(index, field.spec.name), field.spec.name, params, None, (known_at,), rule)


def _first_rows(pairs: list[tuple[Value | None, Value | None]]) -> dict[tuple[Value | None, Value | None], int]:
    """Return every pair that occurs, with the index where it first does, in that order."""
    first: dict[tuple[Value | None, Value | None], int] = {}
    for index, pair in enumerate(pairs):
        first.setdefault(pair, index)
    return first


def _declared(submission: Submission) -> Iterator[tuple[list[Table], RuleSpec]]:
    for rule in submission.spec.rules:
        if rule.name == CODE:
            yield [table for table in submission.tables if not table.lacking(rule)], rule
    for table in submission.tables:
        for rule in table.rules(CODE):
            yield [table], rule
