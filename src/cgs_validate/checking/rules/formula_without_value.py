"""The file does not hold this formula's result. Files written by other programs often lack it; Excel adds it when it
saves.

Wrong: =B6+1 without a result
Right: 2
"""

from ...workbook import CellKind
from ..shared_checks import where

CODE = "formula_without_value"
check = where(lambda field, value: value.cell.kind is CellKind.UNCALCULATED)
