"""The same code twice in one cell.

Wrong: ``3,3``. Right: ``3``. Not forbidden in so many words (FACTS.md A9), so a warning.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit, Severity
from ..values import Value

CODE = "choices_repeat"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if field.choices and len(set(value.codes)) < len(value.codes):
        yield Hit()
