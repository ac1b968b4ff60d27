"""Excel made a date or a time of what was typed: 3/10, 3-10 and 1-3 become days, 3:10 becomes a time. Where one choice
of codes fits, it is proposed, but never written by ``fix``.

Wrong: 3/10, which Excel stores as the day 46091 and shows as 3月10日
Right: 3,10 in a cell whose format is text
"""

from ...formats.typed_codes import of_moment
from ...spec.model import FieldSpec
from ...workbook import CellKind
from ..findings import Hit, Hits
from ..shared_checks import guessed_codes
from ..values import Value, left_under_date_format

CODE = "became_date"


def check(field: FieldSpec, value: Value) -> Hits:
    cell = value.cell
    if cell.kind is not CellKind.DATE or cell.number is None or left_under_date_format(cell):
        return
    codes, choices = field.codes, field.choices
    guesses = of_moment(cell.number, cell.day, codes.codes, choices.most) if codes and choices else []
    if codes or field.expects == "integer":
        params = {"shown": cell.text, "stored": cell.stored, **guessed_codes(field, guesses)}
        yield Hit(params=params, rests_on=codes or field.backing.get("type"))
