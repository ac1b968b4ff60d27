"""Excel made one number of several codes: the comma of 3,10 is a thousands separator to it, and 3.10 is a decimal.
Where one choice of codes fits, it is proposed, but never written by ``fix``. In a text there may be other signs, too.

Wrong: 310, 3.1 or 3.10; 3-10 or 3月10日 as a text
Right: 3,10 in a cell whose format is text
"""

from typing import Any

from ...formats.typed_codes import of_number, of_text
from ...spec.model import FieldSpec
from ...text import strip
from ...workbook import CellKind
from ..findings import Hit, Hits
from ..shared_checks import guessed_codes
from ..values import Value

CODE = "became_number"


def check(field: FieldSpec, value: Value) -> Hits:
    cell = value.cell
    if not (field.choices and field.codes) or not value.broken or cell.kind not in (CellKind.NUMBER, CellKind.TEXT):
        return
    shown, most = strip(cell.text), field.choices.most
    is_text = cell.kind is CellKind.TEXT
    if is_text and field.choices.separator in value.text:
        return
    if is_text:
        guesses = of_text(value.text, field.codes.names, most)
    else:
        guesses = of_number(shown, value.text, field.codes.codes, most)
    params = guessed_codes(field, guesses) if guesses else _too_many(field, value) if is_text else {}
    if params:
        if guesses and is_text:
            params["expects"] += "_text"
        elif cell.stored:  # 3.10, which is 3.1
            params["expects"] += "_stored"
        yield Hit(params={"shown": shown, "stored": value.text, **params}, rests_on=field.codes)


def _too_many(field: FieldSpec, value: Value) -> dict[str, Any]:
    """Return what to say of a text of more codes than a choice has, none of any other."""
    if not (field.codes and field.choices and (field.choices.most or 0) > 1 and "allowed" in value.broken):
        return {}
    if not of_text(value.text, field.codes.names, None):
        return {}
    return {"expects": "too_many", "separator": field.choices.separator, "limit": field.choices.most}
