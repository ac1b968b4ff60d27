"""By another column this one does not apply in this row; it stays blank, without a 0.

Wrong: 建議結案 否, but 建議結案事由 返校復學
Right: 建議結案 否, 建議結案事由 blank
Source: «建議結案事由* (if 是)» (S3 L791-801).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ...spec.model import FieldSpec
from ..findings import Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..tables import Table

CODE = "blank_expected"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        field = column.spec
        if field.blank_otherwise:
            params = partial(_params, table, field)
            yield from table.hits_where(name, column.distinct, field.applies_when, params, holds=False)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for anything."""
    if field.blank_otherwise and (fails := row.fails(field.applies_when)):
        yield CellTest(field, all_of(row.filled(field), fails), (field,))


def _params(table: Table, field: FieldSpec) -> dict[str, Any]:
    return {"condition": table.described(field.applies_when)}
