"""A code that only some rows may use.

The form: «6.線上預約管道（僅限高中階段）» (P1, 當月個案 G5). Wrong: 6 for a pupil of grade 8. Right: another source.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Table

CODE = "codes_only_when"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for name, column in table.columns.items():
        codes = column.spec.codes
        for code, condition in column.spec.codes_only_when.items():
            params = {"code": str(codes.codes[code]) if codes else code, **table.spec.told(condition)}
            choosing = [value for value in column.distinct if value.readable and code in value.codes]
            for index in table.rows_where(name, choosing, condition, holds=False):
                yield Hit(table.place(index, name), name, params)
