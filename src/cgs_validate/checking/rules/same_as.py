"""A code that repeats the code of another column.

FACTS.md A9: 副 repeating 主 is odd, though not forbidden. Worth a look: 主 3, 副 ``3,10``. Usual: 主 3, 副 ``10``.
"""

from collections.abc import Iterator

from ..findings import Hit, Severity
from ..tables import Table
from ..values import Value

CODE = "same_as"
SEVERITY = Severity.WARNING


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        field, other = rule.params["field"], rule.params["from"]
        for index in table.rows_with((field, other), _share_a_code):
            place, params = table.place(index, field), {"other": table.label(other)}
            yield Hit(place, field, params, related=(table.place(index, other),), declared=rule)


def _share_a_code(value: Value | None, other: Value | None) -> bool:
    if not value or not other or not value.certain or not other.certain:
        return False
    return not set(value.codes).isdisjoint(other.codes)
