"""Two rows with the same key.

The form: «一位學生填報一列，統計資料會以學生代號統計» (P1, 當月個案 A1). Wrong: one pupil of one teacher in two
rows. Right: one row, the counts added up.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import compress, count

from ..findings import Hit
from ..tables import Table

CODE = "unique"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        first: dict[tuple[str | None, ...], int] = {}
        keys = list(zip(*(table.columns[field].texts for field in rule.params), strict=True))
        field, params = rule.params[-1], {"columns": "、".join(map(table.label, rule.params))}
        repeated = {key for key, times in Counter(keys).items() if times > 1 and None not in key}
        for index in compress(count(), map(repeated.__contains__, keys) if repeated else ()):
            key = keys[index]
            if first.setdefault(key, index) != index:
                yield Hit(table.place(index, field), field, params, None, (table.place(first[key], field),), rule)
