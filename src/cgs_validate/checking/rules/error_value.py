"""The cell shows an Excel error such as #N/A or #REF!.

An error is no answer, and the portal would store it or refuse it. Wrong: ``#N/A``. Right: the value itself.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit
from ..values import Value

CODE = "error_value"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if value.cell.kind is CellKind.ERROR:
        yield Hit()
