"""One row for each student. The same teacher and student twice would be counted twice.

Wrong: T01, S001 in two rows
Right: T01, S001 in one row, the counts added up
Source: «一位學生填報一列，統計資料會以學生代號統計» (P1, 當月個案 A1).
"""

from collections import Counter
from itertools import compress, count

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELDS
from ..findings import Hit, Hits
from ..tables import Table

CODE = "unique"
OPTIONS = FIELDS


def check(table: Table, rule: RuleSpec) -> Hits:
    first: dict[tuple[str | None, ...], int] = {}
    keys = list(zip(*(table.columns[field].texts for field in rule.params), strict=True))
    field, params = rule.params[-1], {"columns": list(map(table.named, rule.params))}
    repeated = {key for key, times in Counter(keys).items() if times > 1 and None not in key}
    for index in compress(count(), map(repeated.__contains__, keys) if repeated else ()):
        key = keys[index]
        if first.setdefault(key, index) != index:
            yield Hit(table.place(index, field), field, params, related=(table.place(first[key], field),))
