"""What is shown would do, but the number behind it is another one: the number format rounds it, or hides a sign.

Wrong: 2.9999999999, shown as 3
Right: 3
"""

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit, Hits
from ..values import Value

CODE = "stored_otherwise"


def check(field: FieldSpec, value: Value) -> Hits:
    cell = value.cell
    if value.broken and cell.kind is CellKind.NUMBER and cell.text and cell.stored not in ("", cell.text):
        params = {"expects": field.expects, "shown": cell.text, "stored": cell.stored}
        yield Hit(params=params, rests_on=field.codes or field.backing.get("type"))
