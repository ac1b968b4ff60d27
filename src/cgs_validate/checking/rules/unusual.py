"""The number is possible but unusual, such as 45 sessions with one student in a month.

Wrong: 45 sessions
Right: 4 sessions
Source: no document sets bounds, so a warning (docs/facts.md A9).
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits, Severity
from ..values import Value

CODE = "unusual"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Hits:
    number = value.meaning
    if field.usual and isinstance(number, int) and not value.broken:
        least, most = field.usual.constraints.get("min", number), field.usual.constraints.get("max", number)
        if not least <= number <= most:
            bound = {"expects": "least", "limit": least} if number < least else {"expects": "most", "limit": most}
            yield Hit(params={"found": value.text, **bound}, rests_on=field.usual)
