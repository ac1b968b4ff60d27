"""The second category repeats the main one. Not always wrong; worth a look.

Wrong: main 3, second 3,10
Right: main 3, second 10
Source: docs/facts.md A9: odd, though not forbidden, so a warning.
"""

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELD
from ..findings import Hit, Hits, Severity
from ..tables import Table
from ..values import Value

CODE = "same_as"
SEVERITY = Severity.WARNING
OPTIONS = {"field": FIELD, "from": FIELD}


def check(table: Table, rule: RuleSpec) -> Hits:
    field, other = rule.params["field"], rule.params["from"]
    for index in table.rows_with((field, other), _share_a_code):
        params = {"other": table.named(other)}
        yield Hit(table.place(index, field), field, params, related=(table.place(index, other),))


def _share_a_code(value: Value | None, other: Value | None) -> bool:
    if not value or not other or not value.certain or not other.certain:
        return False
    return not set(value.codes).isdisjoint(other.codes)
