"""The cell still has the format of a date, so that a number typed into it is shown as a day. To type it again does not
help; the format must be changed, and the number is there again.

Wrong: 3 in the format m月d日, shown as 1月3日
Right: 3 in the format General
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value, left_under_date_format

CODE = "date_format"


def check(field: FieldSpec, value: Value) -> Hits:
    due = field.codes is not None or field.expects == "integer" or field.otherwise == value.cell.stored
    if due and left_under_date_format(value.cell):
        params = {"shown": value.cell.text, "stored": value.cell.stored}
        yield Hit(params=params, rests_on=field.codes or field.backing.get("type"))
