"""The number is possible but unusual, such as 0 sessions.

Wrong: 0 sessions
Right: 1 session or more
Source: whether 當月晤談累積次數 may be 0 is not stated (docs/facts.md H6).
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
            yield Hit(params={"least": least} if number < least else {"most": most}, rests_on=field.usual)
