"""The value is none of the codes or words that the column knows.

Wrong: ``25`` in 學生年級. Right: ``7``.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "allowed"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if CODE in value.broken:
        yield Hit(params=field.answer, declared=field.codes)
