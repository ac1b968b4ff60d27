"""The number is below the column's least.

Wrong: -1
Right: 0
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "min"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.broken:
        yield Hit(params={"limit": value.broken[CODE]})
