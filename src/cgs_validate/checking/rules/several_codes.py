"""Several codes are in a cell where one is due. For each recipient of a service there is a row of its own.

Wrong: 13、14 as 對象; 1,3 as 個案類別(主)
Right: 13 in one row, 14 in another; 1 as 個案類別(主)
Source: «一種對象填寫一列，單選。» (P1, 相關服務 E3); «請填主要類別，單選。» (P1, 當月個案 J4).
"""

from ...formats.choices import several_codes
from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "several_codes"


def check(field: FieldSpec, value: Value) -> Hits:
    if not field.codes or field.choices or "allowed" not in value.broken:
        return
    if codes := several_codes(value.text, field.codes.names):
        expects = "rows" if field.row_each else field.expects
        yield Hit(params={"expects": expects, "codes": field.labelled(codes)}, rests_on=field.codes)
