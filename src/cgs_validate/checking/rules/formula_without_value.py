"""A formula that was saved without its result, so that nobody can tell what it would show.

Programs that write workbooks leave results out; Excel fills them in when it opens and saves the file. Such a cell is
never taken for blank. Wrong: ``=A1+1`` saved by a script. Right: the same after Excel saved it.
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit
from ..values import Value

CODE = "formula_without_value"


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    """Yield a hit for a value that breaks the rule."""
    if value.cell.kind is CellKind.UNCALCULATED:
        yield Hit()
