"""Digits or letters were typed full-width.

Wrong: １２
Right: 12
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "full_width"


def check(field: FieldSpec, value: Value) -> Hits:
    if value.reading.problems[:1] == (CODE,):
        yield Hit(fix=value.reading.fix)
