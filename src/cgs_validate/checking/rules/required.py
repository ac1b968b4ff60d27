"""The form asks for every cell to be filled in. Blanks alone count as empty.

Wrong: an empty 個案類別(副)
Right: 0 where there is no second category
Source: «所有欄位皆為必填，不可空白！» (P1, 當月個案 A1). A column that stays blank where it does not apply is missing
only where it applies: 建議結案事由 where 建議結案 is 是 (S3 L694-801). One that is due only in some rows, or up to an
age, is missing only there: «法定代理人(學生年滿20歲，本項免填)» (S2 L315-527).
"""

from collections.abc import Iterator
from typing import Any

from ...spec.model import FieldSpec
from ..findings import Hit, Hits, Kind
from ..row_formulas import CellTest, RowFormulas, all_of
from ..tables import Table

CODE = "required"
KIND = Kind.MISSING


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        field = column.spec
        if not (field.required or field.required_when or field.required_at_age):
            continue
        covered = table.covered(name)
        for index in column.blanks:
            if index not in covered and _due(table, field, index):
                place, rests_on = table.place(index, name), field.backing.get("required")
                yield Hit(place, name, _expected(table, field, index), rests_on=rests_on)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test the cells in which an answer is due; no formula knows an age."""
    if not (field.required or field.required_when) or field.required_at_age:
        return
    conditions = [field.required_when, field.applies_when if field.blank_otherwise else {}]
    due = [row.holds(condition) for condition in conditions if condition]
    if all(due):
        rests_on = tuple(filter(None, [field.backing.get("required")]))
        yield CellTest(field, all_of(row.blank(field), row.record, *filter(None, due)), rests_on)


def _due(table: Table, field: FieldSpec, index: int) -> bool:
    if field.blank_otherwise and not table.holds(field.applies_when, index):
        return False
    if field.required_at_age:
        age = table.age(field.required_at_age.born, field.required_at_age.on, index)
        if age is None or not field.required_at_age.holds(age):
            return False
    return bool(table.holds(field.required_when, index))


def _expected(table: Table, field: FieldSpec, index: int) -> dict[str, Any]:
    if field.blank_otherwise and field.expects == "string":
        return {"expects": "string_or_blank", "condition": table.described(field.applies_when)}
    applies = table.holds(field.applies_when, index)
    if field.otherwise is not None and applies is False:
        return {"expects": "placeholder", "placeholder": field.otherwise}
    if field.otherwise is not None and not field.codes and (applies is None or field.expects == "string"):
        condition = table.described(field.applies_when)
        expects = "string_or_placeholder" if applies is None else "string_as_said"
        return {"expects": expects, "placeholder": field.otherwise, "condition": condition}
    return field.answer
