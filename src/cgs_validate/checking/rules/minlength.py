"""The text is shorter than the column asks for.

Wrong: 同上
Right: the content in full
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "minlength"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.broken and not field.choices:
        yield Hit(params={"limit": value.broken[CODE], "length": len(value.text)})
