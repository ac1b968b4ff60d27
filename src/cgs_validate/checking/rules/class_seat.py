"""A code that names a class and a seat in it.

The form: «勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4). The value itself is never shown. Right: a code of the
school's own.
"""

from collections.abc import Iterator

from ...formats.class_seat import looks_like_class_seat
from ...spec.model import FieldSpec
from ..findings import Hit, Severity
from ..values import Value

CODE = "class_seat"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if CODE in field.personal_data and looks_like_class_seat(value.text):
        yield Hit()
