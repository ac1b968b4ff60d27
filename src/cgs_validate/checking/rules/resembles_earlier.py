"""A student's code that is new, and almost that of one whom only last month's workbook has: most likely the same.

Almost is: one character more, less or other, or two that changed places; what does not change of a student is equal.

Wrong: A0012 in 111-10, A0021 in 111-11, of the same grade and sex
Right: A0012 in both
Source: «每位學生請固定代號» (P1, 當月個案 C4:C5); whether they are one, only the teacher knows, so a warning.
"""

from collections.abc import Iterable

from ...spec.model import RuleSpec
from ...spec.rule_options import CODES, FIELD, FIELDS
from ..findings import Hit, Hits, Severity
from ..past import Past, rows_by_code, rows_having
from ..tables import Table

CODE = "resembles_earlier"
SEVERITY = Severity.WARNING
OPTIONS = {"key": FIELD, "fields": FIELDS, "field": FIELD, "codes": CODES}
_MOST = 500  # codes that are compared with one another


def check(table: Table, past: Past, rule: RuleSpec) -> Hits:
    key, name = rule.params["key"], table.spec.name
    here, known = {code for code, _ in rows_by_code(table, key)}, past.codes(name, key)
    gone = {code: row for code, row in past.rows(name, key).items() if code not in here}
    new = [(code, index) for code, index in rows_having(table, rule) if code not in known]
    if not gone or len(gone) + len(new) > _MOST:
        return
    answers = {field: past.answers(name, key, field) for field in rule.params["fields"]}
    for code, index in new:
        alike = [other for other in gone if _is_almost(code, other) and _is_equal(table, answers, index, other)]
        if len(alike) == 1:
            yield Hit(table.place(index, key), key, {"row": gone[alike[0]]})


def _is_equal(table: Table, answers: dict[str, dict[str, set[str]]], index: int, other: str) -> bool:
    return all(_has(table, field, index, known.get(other, ())) for field, known in answers.items())


def _has(table: Table, field: str, index: int, known: Iterable[str]) -> bool:
    value = table.columns[field][index]
    return bool(value and not set(known).isdisjoint(value.codes))


def _is_almost(one: str, other: str) -> bool:
    """Return whether two codes differ by one character, or by two neighbours that changed places."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    swapped = rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
    return one != other and (swapped or rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:])
