"""One row for each student. The same teacher and student twice would be counted twice.

Wrong: T01, S001 in two rows
Right: T01, S001 in one row, the counts added up
Source: «一位學生填報一列，統計資料會以學生代號統計» (P1, 當月個案 A1).
"""

from collections import Counter
from collections.abc import Iterator
from itertools import compress, count

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELDS
from ..findings import Hit, Hits
from ..row_formulas import CellTest, RowFormulas, all_of
from ..tables import Table

CODE = "unique"
OPTIONS = FIELDS


def check(table: Table, rule: RuleSpec) -> Hits:
    columns = [table.columns[field] for field in rule.params]
    field, named = rule.params[-1], list(map(table.named, rule.params))
    first: dict[tuple[str | None, ...], int] = {}
    for index in _repeated(max(columns, key=lambda column: len(column.distinct)).written):
        key = tuple(column.written[index] for column in columns)
        if None not in key and first.setdefault(key, index) != index:
            place, earlier = table.place(index, field), table.place(first[key], field)
            yield Hit(place, field, {"columns": named, "earlier": earlier.row_from(place)}, related=(earlier,))


def formula(row: RowFormulas, rule: RuleSpec) -> Iterator[CellTest]:
    """Test for the same key in a row above; one that ends in no digit may be no answer (同上), and is left out."""
    if rule.fields <= row.columns.keys():
        fields = [row.spec.fields[name] for name in rule.params]
        cells = [row.cell(field) for field in fields]
        keyed = [f'ISNUMBER(FIND(RIGHT({row.text(field)},1),"0123456789"))' for field in fields]
        same = [f'EXACT({row.column(field)}&"",{row.cell(field)}&"")' for field in fields]  # of numbers, too
        above = f"(ROW({row.column(fields[-1])})<ROW({cells[-1]}))"
        filled = [row.filled(field) for field in fields]
        repeated = f"SUMPRODUCT(ISNUMBER(1/({'*'.join([above, *same])}))*1)>0"
        yield CellTest(fields[-1], all_of(*filled, *keyed, repeated), (rule,))


def _repeated(texts: list[str | None]) -> Iterator[int]:
    """Yield the indices of texts that are there several times."""
    several = {text for text, times in Counter(texts).items() if times > 1}
    return compress(count(), map(several.__contains__, texts))
