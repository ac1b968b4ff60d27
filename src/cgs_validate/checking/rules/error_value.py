"""The cell shows an Excel error, mostly of a formula.

Wrong: #N/A
Right: 12
"""

from ...workbook import CellKind
from ..shared_checks import where

CODE = "error_value"
check = where(lambda field, value: value.cell.kind is CellKind.ERROR)
