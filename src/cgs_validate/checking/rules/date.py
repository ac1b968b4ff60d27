"""This is not a day of the calendar.

Wrong: 113/2/30
Right: 113/2/29
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "date"


def check(field: FieldSpec, value: Value) -> Hits:
    if field.expects == "date" and "type" in value.broken:
        yield Hit(params={"calendar": field.calendar})
