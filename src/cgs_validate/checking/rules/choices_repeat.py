"""One code is in the cell twice; perhaps a slip.

Wrong: 3,3
Right: 3
Source: docs/facts.md A9: not forbidden, so a warning.
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits, Severity
from ..values import Value

CODE = "choices_repeat"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Hits:
    if field.choices and len(set(value.codes)) < len(value.codes):
        yield Hit()
