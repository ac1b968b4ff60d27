"""Rows of one code differ: one teacher with two 身分, or one student under two teachers. Worth a look.

Wrong: T01 with 身分 1 in one row, 2 in another
Right: T01 with 身分 1 in every row
Source: docs/facts.md A9, H8: not forbidden, so a warning.
"""

from collections.abc import Sequence
from typing import Any

from ...spec.model import RuleSpec
from ...spec.rule_options import FIELD
from ..findings import Hit, Hits, Place, Severity
from ..tables import Table

CODE = "inconsistent"
SEVERITY = Severity.WARNING
OPTIONS = {"key": FIELD, "field": FIELD}
WITHIN_SHEETS = True


def check(tables: Sequence[Table], rule: RuleSpec) -> Hits:
    key, field = rule.params["key"], rule.params["field"]
    pairs = [_pairs(table, key, field) for table in tables]
    known_pairs = {pair for pair in set().union(*pairs) if None not in pair}
    if len(known_pairs) == len({text for text, _ in known_pairs}):
        return
    first: dict[str | None, tuple[str | None, Place]] = {}
    for table, own in zip(tables, pairs, strict=True):
        named = {"key": table.named(key), "other": table.named(field)}
        for index, (text, meaning) in enumerate(own):
            if text is None or meaning is None:
                continue
            place = table.place(index, field)
            known, known_place = first.setdefault(text, (meaning, place))
            if known != meaning:
                params = {**named, **_answers(tables, field, known, meaning), "earlier": known_place.row_from(place)}
                yield Hit(place, field, params, related=(known_place,))


def _answers(tables: Sequence[Table], field: str, *meanings: str | None) -> dict[str, Any]:
    """Return the codes in the earlier row and here; nothing where a field has none, as its text may name a person."""
    spec = tables[0].columns[field].spec
    if not spec.codes:
        return {}
    values = [value for table in tables for value in table.columns[field].distinct]
    earlier, here = (next(value.codes for value in values if str(value.meaning) == meaning) for meaning in meanings)
    return {"expects": "code", "codes": spec.labelled(earlier), "code": spec.labelled(here)}


def _pairs(table: Table, key: str, field: str) -> list[tuple[str | None, str | None]]:
    """Return every row's key and the meaning of its other cell; None for what is not certain."""
    column = table.columns[field]
    meanings = {code: str(value.meaning) for code, value in column.by_code.items() if value.certain}
    return list(zip(table.columns[key].texts, map(meanings.get, column.codes), strict=True))
