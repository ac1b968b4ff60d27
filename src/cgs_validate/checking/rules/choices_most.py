"""More is chosen than allowed; two second categories at most.

Wrong: 3,10,12
Right: 3,10
Source: «最多填寫兩項» (P1, 當月個案 L4).
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..values import Value

CODE = "choices_most"


def check(field: FieldSpec, value: Value) -> Hits:
    if field.choices and field.choices.most and len(value.codes) > field.choices.most:
        one = {"expects": "one"} if field.choices.most == 1 else {}
        yield Hit(params={"limit": field.choices.most, **one}, rests_on=field.choices)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for more codes; what is no code has a test of its own."""
    if field.choices and field.choices.most and (known := row.known(field)):
        yield CellTest(field, all_of(known, f"{row.count(field)}>{field.choices.most}"), (field.choices,))
