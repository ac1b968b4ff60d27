"""A number below the least that the column may hold.

Wrong: ``-1`` in a column of counts. Right: ``0``.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "min"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if CODE in value.broken:
        yield Hit(params={"limit": value.broken[CODE]})
