"""The portal reads only the result that was saved, which may be out of date.

Wrong: =COUNTA(C6:C20)
Right: 15
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits, Severity
from ..values import Value

CODE = "formula"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Hits:
    if value.cell.formula and value.readable:
        yield Hit()
