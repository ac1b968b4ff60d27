"""The service of this row reached no one: both counts are 0.

Wrong: 男 0, 女 0
Right: 男 12, 女 0
Source: docs/facts.md A9: odd, though not forbidden, so a warning.
"""

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELDS
from ..findings import Hit, Hits, Severity
from ..tables import Table
from ..values import Value

CODE = "not_all_zero"
SEVERITY = Severity.WARNING
OPTIONS = FIELDS


def check(table: Table, rule: RuleSpec) -> Hits:
    first, *others = rule.params
    params = {"columns": list(map(table.named, rule.params))}
    for index in table.rows_with(rule.params, _are_zero):
        related = tuple(table.place(index, field) for field in others)
        yield Hit(table.place(index, first), first, params, related=related)


def _are_zero(*values: Value | None) -> bool:
    return all(value and value.readable and value.meaning == 0 for value in values)
