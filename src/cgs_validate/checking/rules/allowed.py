"""This is none of the column's choices, or a name that several of them share, or that only likely means one.

Wrong: 25 as 學生年級; 二年級, which junior and senior high schools say, too; 男 where 生理男 is a choice
Right: 10 as 學生年級
"""

from typing import Any

from ...spec.model import FieldSpec
from ...text import key
from ..findings import Hit
from ..shared_checks import where
from ..values import Value

CODE = "allowed"


def _hit(field: FieldSpec, value: Value) -> Hit:
    return Hit(params={**field.answer, **_asked(field, value.text)}, rests_on=field.codes)


def _asked(field: FieldSpec, text: str) -> dict[str, Any]:
    """Return what to ask about a name that only likely means a code, or that codes of several school stages share."""
    if not field.codes:
        return {}
    if (uncoded := field.codes.uncoded) and key(text) in map(key, uncoded.names):
        return {"expects": "uncoded", "found": text, "ask": uncoded.ask}
    if code := field.codes.likely.get(key(text)):
        return {"expects": "likely", "found": text, "code": field.labelled([code])}
    if not field.stages or not (codes := field.codes.shared.get(key(text))):
        return {}
    by_stage = {
        stage: field.labelled(code for code in own if code in codes) for stage, own in field.stages.codes.items()
    }
    return {"expects": "stage", "found": text, "by_stage": by_stage}


check = where(lambda _, value: CODE in value.broken, _hit)
