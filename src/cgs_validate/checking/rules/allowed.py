"""This is none of the column's choices.

Wrong: 25 as 學生年級
Right: 10 as 學生年級
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "allowed"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.broken:
        yield Hit(params=field.answer, rests_on=field.codes)
