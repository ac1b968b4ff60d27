"""Counts are whole numbers without a unit.

Wrong: 3次, 1.5, 二
Right: 3
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit
from ..values import Value

CODE = "whole_number"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    if field.expects == "integer" and "type" in value.broken:
        yield Hit()
