"""Excel changed a code of the school's own: 1-3 became a date, 1E5 a power of ten, and of a number it keeps 15 digits.

Wrong: 1234567890123456, stored as 1234567890123450; 1-3, shown as 1月3日
Right: the same, typed in a column whose format is text
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits, Severity
from ..values import Value, mangled

CODE = "mangled_code"
SEVERITY = Severity.WARNING
PROBABLE = True


def check(field: FieldSpec, value: Value) -> Hits:
    cell = value.cell
    if made := mangled(field, cell):
        yield Hit(params={"expects": made, "shown": cell.text, "stored": cell.stored or cell.text})
