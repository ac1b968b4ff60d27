"""Rows with the same key that differ in a column which ought to be the same.

FACTS.md A9, H8: one 教師編碼 with two 身分; one 學生代號 under two teachers. Not forbidden, so a warning.
"""

from collections.abc import Iterator

from ...spec.model import RuleSpec
from ..findings import Hit, Place, Severity
from ..tables import Submission, Table
from ..values import Value

CODE = "inconsistent"
SEVERITY = Severity.WARNING


def check(submission: Submission) -> Iterator[Hit]:
    """Yield a hit for what is wrong with a workbook as a whole."""
    for tables, rule in _declared(submission):
        key, field = rule.params["key"], rule.params["field"]
        pairs = {table.sheet: _pairs(table, key, field) for table in tables}
        told = {pair for pair in set().union(*pairs.values()) if None not in pair}
        if len(told) == len({text for text, _ in told}):
            continue
        first: dict[str | None, tuple[str | None, Place]] = {}
        for table in tables:
            params = {"key": table.label(key), "other": table.label(field)}
            for index, (text, meant) in enumerate(pairs[table.sheet]):
                if text is None or meant is None:
                    continue
                place = table.place(index, field)
                known, known_at = first.setdefault(text, (meant, place))
                if known != meant:
                    yield Hit(place, field, params, None, (known_at,), rule)


def _pairs(table: Table, key: str, field: str) -> list[tuple[str | None, str | None]]:
    """Return every row's key and what the other column means there; None for what cannot be told."""
    column = table.columns[field]
    meant: dict[Value | None, str] = {v: str(v.reading.meant) for v in column.distinct if v.certain}
    return list(zip(table.columns[key].texts, map(meant.get, column.values), strict=True))


def _declared(submission: Submission) -> Iterator[tuple[list[Table], RuleSpec]]:
    for rule in submission.spec.rules:
        if rule.name == CODE:
            yield [table for table in submission.tables if not table.lacking(rule)], rule
    for table in submission.tables:
        for rule in table.rules(CODE):
            yield [table], rule
