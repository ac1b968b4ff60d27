"""A text that does not have the form that the column asks for.

Wrong: ``12`` where a code like ``113-0042`` is due. Right: ``113-0042``.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "regex"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if CODE in value.broken:
        yield Hit(params={"form": value.broken[CODE]})
