"""Counts are whole numbers without a unit.

Wrong: 3次, 1.5, 二
Right: 3
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "whole_number"


def check(field: FieldSpec, value: Value) -> Hits:
    if field.expects == "integer" and "type" in value.broken:
        yield Hit()
