"""What the cell shows is not what is stored in it: its number format adds signs or letters, leaves digits out, or shows
nothing at all. Both may be read from the file.

Wrong: 1140133 in the format 000-0000, shown as 114-0133
Right: 114-0133 typed as text
"""

from ...formats.number_format import POWER, says_the_same
from ...spec.model import FieldSpec
from ...text import strip
from ...workbook import CellKind
from ..findings import Hit, Hits, Severity
from ..values import Value, mangled

CODE = "shown_otherwise"
SEVERITY = Severity.WARNING


def check(field: FieldSpec, value: Value) -> Hits:
    cell, in_words = value.cell, field.expects == "string"
    if not cell.stored or cell.kind is CellKind.DATE or mangled(field, cell):
        return
    shown = strip(cell.text)
    params = {"shown": shown, "stored": cell.stored}
    if not shown:
        yield Hit(params={**params, "expects": "nothing"})
    elif cell.text == cell.stored:
        yield Hit(params={**params, "expects": "unknown"})
    elif not value.broken and not says_the_same(shown, cell.number, exactly=in_words):
        in_text = "power" if POWER.fullmatch(shown) else "text"
        yield Hit(params={**params, "expects": in_text if in_words else "number"})
