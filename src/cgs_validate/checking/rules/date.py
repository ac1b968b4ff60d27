"""Something that is no day of the calendar in a column of dates.

Wrong: ``113/2/30``, ``九月一日``. Right: ``113/9/1``.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "date"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if field.expects == "date" and "type" in value.broken:
        yield Hit(params={"calendar": field.calendar})
