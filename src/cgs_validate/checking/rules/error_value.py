"""The cell shows an Excel error, mostly of a formula.

Wrong: #N/A
Right: 12
"""

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit, Hits
from ..values import Value

CODE = "error_value"


def check(field: FieldSpec, value: Value) -> Hits:
    if value.cell.kind is CellKind.ERROR:
        yield Hit()
