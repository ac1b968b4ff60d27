"""This code is for some rows only; 線上預約管道 (6) for senior high school.

Wrong: 6 for a student of grade 8
Right: 6 for a student of grade 11
Source: «6.線上預約管道（僅限高中階段）» (P1, 當月個案 G5).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ...spec.model import FieldSpec
from ..findings import Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..tables import Table

CODE = "codes_only_when"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        for code, condition in column.spec.codes_only_when.items():
            params = partial(_params, table, column.spec, code)
            choosing = [value for value in column.distinct if value.readable and code in value.codes]
            rests_on = column.spec.backing.get(CODE)
            yield from table.hits_where(name, choosing, condition, params, holds=False, rests_on=rests_on)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for each such code in rows where it surely is not for."""
    for code, condition in field.codes_only_when.items():
        if fails := row.fails(condition):
            rests_on = field.backing.get(CODE) or field
            yield CellTest(field, all_of(row.has(field, code), fails), (rests_on,))


def _params(table: Table, field: FieldSpec, code: str) -> dict[str, Any]:
    return {"code": field.labelled([code]), "condition": table.described(field.codes_only_when[code])}
