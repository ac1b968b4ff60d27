"""Two rows with the same key.

The form: «一位學生填報一列，統計資料會以學生代號統計» (P1, 當月個案 A1). Wrong: one pupil of one teacher in two
rows. Right: one row, the counts added up.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Table

CODE = "unique"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        first: dict[tuple[str, ...], int] = {}
        for index, row_key in enumerate(_keys(table, rule.params)):
            if row_key and first.setdefault(row_key, index) != index:
                columns = "、".join(map(table.label, rule.params))
                related = (table.place(first[row_key], rule.params[-1]),)
                yield Hit(
                    table.place(index, rule.params[-1]),
                    rule.params[-1],
                    {"columns": columns},
                    None,
                    related,
                    rule,
                )


def _keys(table: Table, fields: list[str]) -> Iterator[tuple[str, ...] | None]:
    for values in zip(*(table.columns[field].values for field in fields), strict=True):
        yield (tuple(value.text for value in values) if all(value and value.readable for value in values) else None)
