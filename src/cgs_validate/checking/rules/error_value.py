"""The cell shows an Excel error, mostly of a formula.

Wrong: #N/A
Right: 12
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..row_formulas import CellTest, RowFormulas
from ..shared_checks import where

CODE = "error_value"
check = where(lambda field, value: value.cell.kind is CellKind.ERROR)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test the cell itself."""
    yield CellTest(field, f"ISERROR({row.cell(field)})")
