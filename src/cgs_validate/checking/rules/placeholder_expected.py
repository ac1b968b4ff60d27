"""An answer where the column does not apply, and the placeholder (0) is due.

The form: «本欄僅新案填寫，非新案該欄填寫0» (P1, 當月個案 G5). Wrong: ``2`` in 個案來源 of a case that is not new.
Right: ``0``.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Table

CODE = "placeholder_expected"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for name, column in table.columns.items():
        field = column.spec
        if field.otherwise is None:
            continue
        params = {"placeholder": field.otherwise, **table.spec.told(field.applies_when)}
        answers = [value for value in column.distinct if value.readable and value.codes != (field.otherwise,)]
        for index in table.rows_where(name, answers, field.applies_when, holds=False):
            yield Hit(table.place(index, name), name, params)
