"""Only the code's number is due: no name, no T or P, no leading 0.

Wrong: T03, 3.家庭困擾, 家庭困擾, 03, 三; 無 where 0 means none
Right: 3
Source: «例如P02.入班輔導，請輸入2，依此類推。» (P1, 相關服務 C3).
"""

from collections.abc import Mapping
from typing import Any

from ...formats.code import added_to_code
from ...spec.model import FieldSpec
from ..findings import Hit
from ..shared_checks import first_problem, where
from ..values import Value

CODE = "bare_code"


def _hit(field: FieldSpec, value: Value) -> Hit:
    if field.expects.startswith("word"):
        return Hit(params=field.answer, fix=value.fix)
    return Hit(params={**field.answer, "expects": added_to_code(value.text)}, fix=value.fix)


def doubted(params: Mapping[str, Any], fix: str | None) -> dict[str, Any]:
    """Return the parameters of a finding whose fix another one doubts: which codes the words name."""
    choices, codes = params.get("choices", {}), (fix or "").split(params.get("separator", "\n"))
    if not all(map(choices.get, codes)):
        return dict(params)
    return {**params, "expects": "doubted", "codes": {code: choices[code] for code in codes}}


check = where(first_problem(CODE), _hit)
