"""The number is above the column's most.

Wrong: 9 where 5 is the most
Right: 5
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "max"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    if CODE in value.broken:
        yield Hit(params={"limit": value.broken[CODE]})
