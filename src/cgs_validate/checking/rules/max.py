"""The number is above the column's most.

Wrong: 9 where 5 is the most
Right: 5
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "max"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.broken:
        yield Hit(params={"limit": value.broken[CODE]})
