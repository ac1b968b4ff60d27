"""This is none of the column's choices, or a name that several of them share, or that only likely means one.

Wrong: 25 as 學生年級; 二年級, which junior and senior high schools say, too; 男 where 生理男 is a choice; 自閉
Right: 10 as 學生年級
"""

from typing import Any

from ...formats.code import named
from ...formats.nearest_codes import nearest_codes
from ...formats.no_answer import may_say_none
from ...spec.model import CodeList, FieldSpec
from ...text import key, other_digits
from ..findings import Hit
from ..shared_checks import where
from ..values import Value

CODE = "allowed"


def _hit(field: FieldSpec, value: Value) -> Hit:
    asked = _asked(field, field.codes, value.text) if field.codes else {}
    return Hit(params={**field.answer, **asked}, rests_on=field.codes)


def _asked(field: FieldSpec, codes: CodeList, text: str) -> dict[str, Any]:
    """Return what to ask about a name of which one code is the likely meaning, or several of them may be."""
    if (uncoded := codes.uncoded) and key(text) in map(key, uncoded.names):
        return {"expects": "uncoded", "found": text, "ask": uncoded.ask}
    if field.stages and (shared := named(text, codes.shared)):
        by_stage = {
            stage: field.labelled(code for code in own if code in shared) for stage, own in field.stages.codes.items()
        }
        return {"expects": "stage", "found": text, "by_stage": by_stage}
    usual = None if field.applies_when else field.none  # which is for rows where the field does not apply
    if near := named(text, codes.likely) or nearest_codes(text, codes.labels):
        if field.expects.startswith("word"):
            return {"expects": "likely", "found": text, "code": field.labelled(near[:1])}
        none = {} if usual is None or usual in near else {"expects": "nearest_or_none", "none": usual}
        return {"expects": "nearest", "codes": field.labelled(near), **none}
    if usual is not None and may_say_none(text):
        return {"expects": "none", "none": usual}
    signs = other_digits(text)
    return {"expects": "signs", "found": signs} if signs else {}


check = where(lambda _, value: CODE in value.broken, _hit)
