"""The text is longer than the column allows.

Wrong: 301 characters where 300 are the most
Right: 300 or less
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "maxlength"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.broken and not field.choices:
        yield Hit(params={"limit": value.broken[CODE], "length": len(value.text)})
