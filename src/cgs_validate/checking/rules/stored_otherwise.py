"""What is shown would do, but the number behind it is another one: the number format rounds it, or hides a sign.
A number typed into a cell with the format of a percentage is a hundredth, however often it is typed.

Wrong: 2.9999999999, shown as 3; 0.03, shown as 3%
Right: 3
"""

from typing import Any

from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit, Hits
from ..values import Value

CODE = "stored_otherwise"


def check(field: FieldSpec, value: Value) -> Hits:
    cell = value.cell
    if value.broken and cell.kind is CellKind.NUMBER and cell.text and cell.stored not in ("", cell.text):
        params = {"shown": cell.text, "stored": cell.stored, **_due(field, value)}
        yield Hit(params=params, rests_on=field.codes or field.backing.get("type"))


def _due(field: FieldSpec, value: Value) -> dict[str, Any]:
    """Return what to type: the whole number that became a percentage, or the kind of answer."""
    percent = round(100 * (value.cell.number or 0.0), 9)
    if value.cell.text.endswith("%") and percent.is_integer():
        return {"expects": "percent", "number": f"{percent:.0f}"}
    return {"expects": field.expects}
