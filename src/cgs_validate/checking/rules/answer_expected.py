"""By another column an answer is due in this row; 0 will not do.

Wrong: 0 as 其他說明 of category 19
Right: a few words as 其他說明 of category 19
Source: «若主類別選填19.其他，請於「個案類別(主)其他說明」一欄摘述其他個案類別內容» (P1, 當月個案 J4).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ...spec.model import FieldSpec
from ..findings import Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..tables import Table

CODE = "answer_expected"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        field = column.spec
        if field.otherwise is None:
            continue
        params = partial(_params, table, field)
        placeholders = [value for value in column.distinct if value.certain and field.otherwise in value.codes]
        yield from table.hits_where(name, placeholders, field.applies_when, params, holds=True)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for the placeholder."""
    if field.otherwise is not None and (holds := row.holds(field.applies_when)):
        yield CellTest(field, all_of(row.has(field, field.otherwise), holds), (field,))


def _params(table: Table, field: FieldSpec) -> dict[str, Any]:
    condition = table.described(field.applies_when)
    return {**field.answer, "expects": field.expects, "placeholder": field.otherwise, "condition": condition}
