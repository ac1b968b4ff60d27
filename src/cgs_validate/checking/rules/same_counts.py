"""All counts of a sheet are those of last month: the copy was not filled in anew.

Wrong: three students with 2, 4 and 1 sessions in 111-10, and with 2, 4 and 1 in 111-11
Right: with 2, 4 and 1 in 111-10, and with 3, 4 and 1 in 111-11
Source: docs/facts.md A9: it may happen, so a warning.
"""

from collections import Counter
from typing import Any

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELDS
from ..findings import Hit, Hits, Place, Severity
from ..past import Past
from ..tables import Table

CODE = "same_counts"
SEVERITY = Severity.WARNING
OPTIONS = {"by": FIELDS, "fields": FIELDS}
_LEAST = 3  # rows; fewer may well be equal


def check(table: Table, past: Past, rule: RuleSpec) -> Hits:
    before = past.sheet(table.spec.name)
    names = (*rule.params["by"], *rule.params["fields"])
    if before is None or len(table.rows) < _LEAST or not before.columns.keys() >= set(names):
        return
    if _counted(table, names) == _counted(before, names):
        columns = [table.named(name) for name in rule.params["fields"]]
        yield Hit(Place(table.sheet), None, {"columns": columns})


def _counted(table: Table, names: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    """Return how often each combination of answers occurs."""
    columns = [[value and value.text for value in table.columns[name].values] for name in names]
    return Counter(zip(*columns, strict=True))
