"""By another column this one does not apply in this row, and 0 is due.

Wrong: 個案來源 2 for a case that is not new
Right: 個案來源 0 for it
Source: «本欄僅新案填寫，非新案該欄填寫0» (P1, 當月個案 G5).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ...formats.no_answer import says_none
from ...spec.model import FieldSpec
from ..findings import Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..tables import Table

CODE = "placeholder_expected"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        field = column.spec
        if field.otherwise is None:
            continue
        params = partial(_params, table, field)
        answers = [value for value in column.distinct if value.readable and value.codes != (field.otherwise,)]
        none = {value for value in answers if says_none(value.text) and not value.cell.formula}
        others = [value for value in answers if value not in none]
        yield from table.hits_where(name, others, field.applies_when, params, holds=False)
        for hit in table.hits_where(name, none, field.applies_when, params, holds=False):
            yield hit._replace(fix=field.otherwise)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for anything but the placeholder alone."""
    fails = row.fails(field.applies_when)
    if field.otherwise is not None and fails:
        alone = all_of(row.has(field, field.otherwise), *([f"{row.count(field)}=1"] if field.choices else []))
        yield CellTest(field, all_of(row.filled(field), f"NOT({alone})", fails), (field,))


def _params(table: Table, field: FieldSpec) -> dict[str, Any]:
    return {"placeholder": field.otherwise, "condition": table.described(field.applies_when)}
