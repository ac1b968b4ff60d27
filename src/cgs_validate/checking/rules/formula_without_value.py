"""The file does not hold this formula's result. Files written by other programs often lack it; Excel adds it when it
saves.

Wrong: =B6+1 without a result
Right: 2
"""

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit, Hits
from ..values import Value

CODE = "formula_without_value"


def check(field: FieldSpec, value: Value) -> Hits:
    if value.cell.kind is CellKind.UNCALCULATED:
        yield Hit()
