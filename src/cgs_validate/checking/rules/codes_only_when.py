"""This code is for some rows only; 線上預約管道 (6) for senior high school.

Wrong: 6 for a student of grade 8
Right: 6 for a student of grade 11
Source: «6.線上預約管道（僅限高中階段）» (P1, 當月個案 G5).
"""

from functools import partial
from typing import Any

from ...spec.model import FieldSpec
from ..findings import Hits
from ..tables import Table

CODE = "codes_only_when"


def check(table: Table) -> Hits:
    for name, column in table.columns.items():
        for code, condition in column.spec.codes_only_when.items():
            params = partial(_params, table, column.spec, code)
            choosing = [value for value in column.distinct if value.readable and code in value.codes]
            rests_on = column.spec.backing.get(CODE)
            yield from table.hits_where(name, choosing, condition, params, holds=False, rests_on=rests_on)


def _params(table: Table, field: FieldSpec, code: str) -> dict[str, Any]:
    return {"code": field.labelled([code]), "condition": table.described(field.codes_only_when[code])}
