"""The column asks for a certain form.

Wrong: 12
Right: 113-0042
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "regex"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.broken:
        yield Hit(params={"form": value.broken[CODE]})
