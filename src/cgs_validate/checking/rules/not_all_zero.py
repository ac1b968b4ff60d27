"""All counts of a row are 0.

FACTS.md A9: a service for nobody is odd, though not forbidden. Worth a look: 男 0, 女 0. Usual: at least one more
than 0.
"""

from collections.abc import Iterator

from ..findings import Hit, Severity
from ..tables import Table
from ..values import Value

CODE = "not_all_zero"
SEVERITY = Severity.WARNING


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        params = {"columns": "、".join(map(table.label, rule.params))}
        for index in table.rows_with(rule.params, _are_zero):
            related = tuple(table.place(index, field) for field in rule.params[1:])
            yield Hit(table.place(index, rule.params[0]), rule.params[0], params, None, related, rule)


def _are_zero(*values: Value | None) -> bool:
    return all(value and value.readable and value.reading.meant == 0 for value in values)
