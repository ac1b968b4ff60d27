"""The portal reads only the result that was saved, which may be out of date.

Wrong: =COUNTA(C6:C20)
Right: 15
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit, Severity
from ..values import Value

CODE = "formula"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Iterator[Hit]:
    if value.cell.formula and value.readable:
        yield Hit()
