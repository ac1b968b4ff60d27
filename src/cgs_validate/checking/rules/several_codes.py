"""Several codes are in a cell where one is due. For each recipient of a service there is a row of its own.

Wrong: 13、14 or 學生及家長 as 對象; 1,3 or 310 as 個案類別(主)
Right: 13 in one row, 14 in another; 1 as 個案類別(主)
Source: «一種對象填寫一列，單選。» (P1, 相關服務 E3); «請填主要類別，單選。» (P1, 當月個案 J4).
"""

from typing import Any

from ...formats.choices import between, listed, several_codes
from ...formats.code import named, read_code
from ...formats.grade_words import grade_of_class, several_grades
from ...formats.typed_codes import of_number
from ...spec.code_list import CodeList
from ...spec.model import FieldSpec
from ...text import strip
from ..findings import Hit, Hits
from ..values import Value

CODE = "several_codes"
_MOST_PARTS = 20  # of a text that names codes; each is looked for
_MOST_JOINED = 2  # codes without anything between them


def check(field: FieldSpec, value: Value) -> Hits:
    if not field.codes or field.choices or "allowed" not in value.broken:
        return
    if field.stages and not field.row_each and grade_of_class(value.text):  # 7-1
        return
    if codes := several_codes(value.text, field.codes.names):
        params = {"expects": "rows" if field.row_each else field.expects, "codes": codes}
    else:
        params = _by_names(field, field.codes, value.text) or _joined(field, field.codes, value)
    if params:
        yield Hit(params={**params, "codes": field.labelled(params["codes"])}, rests_on=field.codes)


def _by_names(field: FieldSpec, codes: CodeList, text: str) -> dict[str, Any]:
    """Return what to say of several names that likely mean codes; of one at least where each has a row of its own."""
    parts = listed(text) or (several_grades(text) or _dotted(codes, text) if field.row_each else [])
    found: list[str] = []
    for part in parts if 1 < len(parts) <= _MOST_PARTS else ():
        code = _likely(codes, part)
        if code in found or not (code or field.row_each):
            return {}
        found += [code] if code else []
    if not found:
        return {}
    if not field.row_each:
        return {"expects": field.expects, "codes": found}
    return {"expects": "rows" if len(found) == len(parts) else "rows_and_others", "codes": found}


def _dotted(codes: CodeList, text: str) -> list[str]:
    """Return the codes of a text with full stops between them, or none: 7.8.9."""
    parts = text.split(".")
    return parts if len(parts) > _MOST_JOINED and codes.codes.keys() >= set(parts) else []


def _likely(codes: CodeList, text: str) -> str | None:
    """Return the one code that a name means, or likely means."""
    if (code := read_code(text, codes.names).meaning) in codes.codes:
        return str(code)
    near = [] if named(text, codes.shared) else codes.nearest(text)
    return near[0] if len(near) == 1 else None


def _joined(field: FieldSpec, codes: CodeList, value: Value) -> dict[str, Any]:
    """Return what to say of a number that is no code, but may be two of them, without the comma: 310, 7.8."""
    shown, longest = strip(value.cell.text), max(map(len, codes.codes))
    guesses = of_number(shown, value.text, codes.codes, _MOST_JOINED)
    in_a_row = field.row_each and len(guesses) == 1 and between("-".join(guesses[0]), codes.names) == guesses[0]
    if field.stages and grade_of_class(shown):
        return {}
    if not guesses or (len(shown) <= longest and "." not in shown and not in_a_row):  # 16 is rather a slip of the pen
        return {}
    if field.row_each:
        return {"expects": "joined_rows", "found": shown, "codes": guesses[0]} if len(guesses) == 1 else {}
    return {"expects": "joined", "found": shown, "codes": dict.fromkeys(code for guess in guesses for code in guess)}
