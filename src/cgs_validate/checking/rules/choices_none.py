"""0 means none and cannot be combined with other codes, nor with itself, as a vendor's program writes it.

Wrong: 0,3; 0,0
Right: 3; 0
Source: «若學生輔導議題無次要類別，(副）欄位填寫0。» (P1, 當月個案 L4).
"""

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..values import Value

CODE = "choices_none"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.problems:
        yield Hit(params={"none": field.none, "expects": "twice"}, fix=value.fix, rests_on=field)
    elif field.choices and field.choices.none in value.codes and len(set(value.codes)) > 1:
        yield Hit(params={"none": field.choices.none}, rests_on=field.choices)
