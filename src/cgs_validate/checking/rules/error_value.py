"""The cell shows an Excel error, mostly of a formula.

Wrong: #N/A
Right: 12
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit
from ..values import Value

CODE = "error_value"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    if value.cell.kind is CellKind.ERROR:
        yield Hit()
