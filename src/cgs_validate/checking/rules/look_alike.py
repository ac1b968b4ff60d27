"""Two codes differ in nothing but width, case, blanks, dashes or characters that do not show. They may be one, but are
counted as two.

Wrong: A01 in one row, a01 or A-01 in another
Right: A01 in every row
Source: «統計資料會以學生代號統計» (P1, 當月個案 A1): whether they are the same, only the teacher knows, so a warning.
"""

from collections import Counter
from itertools import chain
from operator import attrgetter

from ...formats.look_alike import difference, look_alikes
from ..columns import FieldColumn
from ..findings import Hit, Hits, Place, Severity
from ..submission import Submission
from ..tables import Table
from . import inconsistent, missing_reference, record_every, unique

CODE = "look_alike"
SEVERITY = Severity.WARNING
_TEXT = attrgetter("cell.text")  # of a value
_BY_KEY = (inconsistent.CODE, missing_reference.CODE, record_every.CODE)


def check(submission: Submission) -> Hits:
    for field in _key_fields(submission):
        tables = [table for table in submission.tables if field in table.columns]
        usual = _usual([table.columns[field] for table in tables])
        if usual:
            yield from _hits(field, tables, usual)


def _key_fields(submission: Submission) -> list[str]:
    """Return the fields of text by which rows are the same, or not."""
    declared = [*submission.spec.rules, *(rule for table in submission.tables for rule in table.spec.rules)]
    named = [rule.params for rule in declared if rule.name == unique.CODE]
    named += [[rule.params["key"]] for rule in declared if rule.name in _BY_KEY]
    fields = submission.spec.fields
    return [
        name for name in dict.fromkeys(name for names in named for name in names) if fields[name].expects == "string"
    ]


def _usual(columns: list[FieldColumn]) -> dict[str, str]:
    """Return the ways to write a code that has several, each with the most frequent one, the first of equals."""
    written = (map(_TEXT, column.keys.values()) for column in columns)
    groups = list(look_alikes(dict.fromkeys(chain.from_iterable(written))))  # a code may be in several tables
    if not groups:
        return {}
    rows: Counter[str] = Counter()
    for column in columns:
        rows.update(column.keys[code].cell.text for code in column.codes if code in column.keys)
    return {text: usual for group in groups for usual in [max(group, key=rows.__getitem__)] for text in group}


def _hits(field: str, tables: list[Table], usual: dict[str, str]) -> Hits:
    first = _first_places(field, tables, usual)
    for table in tables:
        column = table.columns[field]
        other = {code for code, value in column.keys.items() if usual.get(text := value.cell.text, text) != text}
        expects = "unique" if any(rule.params[-1] == field for rule in table.rules(unique.CODE)) else "key"
        repeated = (
            {hit.place for rule in table.rules(unique.CODE) for hit in unique.check(table, rule)} if other else ()
        )
        for index in column.rows_coded(other):
            place, text = table.place(index, field), column.keys[column.codes[index]].cell.text
            if place not in repeated:
                earlier = first[usual[text]]
                params = {"expects": expects, "difference": difference(usual[text], text)}
                yield Hit(place, field, {**params, "earlier": earlier.row_from(place)}, related=(earlier,))


def _first_places(field: str, tables: list[Table], usual: dict[str, str]) -> dict[str, Place]:
    """Return where each usual way to write a code is first."""
    first: dict[str, Place] = {}
    for table in tables:
        column = table.columns[field]
        codes = {code: value.cell.text for code, value in column.keys.items() if value.cell.text in usual}
        for index in column.rows_coded(codes):
            first.setdefault(codes[column.codes[index]], table.place(index, field))
    return first
