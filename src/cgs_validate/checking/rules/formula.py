"""A formula where a value is due; it is judged by the result that was saved with it.

The saved result may be out of date, and the portal reads only that. Right: the value, pasted as a value.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit, Severity
from ..values import Value

CODE = "formula"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if value.cell.formula and value.readable:
        yield Hit()
