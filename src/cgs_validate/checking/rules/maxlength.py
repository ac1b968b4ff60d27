"""A text longer than the column may hold.

Wrong: 301 characters where 300 are the most. Right: the point of it, shorter.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "maxlength"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if CODE in value.broken and not field.choices:
        yield Hit(params={"limit": value.broken[CODE], "length": len(value.text)})
