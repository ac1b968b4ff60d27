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
        for code, condition in column.spec.codes_only_when.items():
            for index, value in enumerate(column.values):
                if value and value.readable and code in value.codes and table.holds(condition, index) is False:
                    codes = column.spec.codes
                    params = {"code": str(codes.codes[code]) if codes else code, **table.spec.told(condition)}
                    yield Hit(table.place(index, name), name, params)
