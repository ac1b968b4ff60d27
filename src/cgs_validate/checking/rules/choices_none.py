"""0 means none and cannot be combined with other codes, nor with itself, as a vendor's program writes it.

Wrong: 0,3; 0,0
Right: 3; 0
Source: «若學生輔導議題無次要類別，(副）欄位填寫0。» (P1, 當月個案 L4).
"""

from collections.abc import Iterator

from ...spec.model import FieldSpec
from ..findings import Hit, Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..values import Value

CODE = "choices_none"


def check(field: FieldSpec, value: Value) -> Hits:
    if CODE in value.problems:
        yield Hit(params={"none": field.none, "expects": "twice"}, fix=value.fix, rests_on=field)
    elif field.choices and field.choices.none in value.codes and len(set(value.codes)) > 1:
        yield Hit(params={"none": field.choices.none}, rests_on=field.choices)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for it among several codes; where it is for rows to which the field does not apply, for it alone."""
    known = row.known(field)
    if known and field.choices and field.none is not None:
        there = row.only(field, field.none) if field.choices.none is None else row.has(field, field.none)
        yield CellTest(field, all_of(known, there, f"{row.count(field)}>1"), (field, field.choices))
