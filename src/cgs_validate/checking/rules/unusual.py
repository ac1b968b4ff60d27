"""A right value that is seldom meant.

Whether 當月晤談累積次數 may be 0 is not stated (FACTS.md H6). Worth a look: ``0``. Usual: ``1`` or more.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit, Severity
from ..values import Value

CODE = "unusual"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    number = value.reading.meant
    if field.usual and isinstance(number, int) and not value.broken:
        least, most = field.usual.constraints.get("min", number), field.usual.constraints.get("max", number)
        if not least <= number <= most:
            yield Hit(params={"least": least} if number < least else {"most": most}, declared=field.usual)
