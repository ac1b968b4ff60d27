"""A code with a person's ID number in it.

The form: «勿以學生個資、可辨識資料編碼» (P1, 當月個案 C4). The value itself is never shown. Right: a code of the
school's own.
"""

from collections.abc import Iterator

from ...formats.national_id import contains_national_id
from ...spec.model import FieldSpec
from ..findings import Hit, Severity
from ..values import Value

CODE = "national_id"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if CODE in field.personal_data and contains_national_id(value.text):
        yield Hit()
