"""Several codes need half-width commas between them, or the sign that the workbook's own form asks for.

Wrong: 3、10 or 3，10
Right: 3,10
Source: «選項間以半形逗號分隔。例如可輸入3,10。» (P1, 當月個案 L4).
"""

from ...spec.code_list import USUAL_SEPARATOR
from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "separator"


def check(field: FieldSpec, value: Value) -> Hits:
    if value.problems[:1] == (CODE,) and field.choices:
        sign = field.choices.separator
        expects = {} if sign == USUAL_SEPARATOR else {"expects": "sign"}
        yield Hit(params={"separator": sign, **expects}, fix=value.fix, rests_on=field.choices)
