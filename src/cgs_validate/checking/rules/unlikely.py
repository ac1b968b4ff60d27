"""These codes seldom go together, such as 家長諮詢 (3) for staff (13).

Wrong: 服務項目 3, 對象 13
Right: 服務項目 3, 對象 14
Source: docs/facts.md A9: 家長諮詢 for any but 家長, 教師諮詢 for any but 教職員, 學生諮詢 for adults.
"""

from itertools import compress, count
from typing import Any

from ...spec.model import Condition, RuleSpec
from ...spec.rule_options import CONDITION
from ..findings import Hit, Hits, Severity
from ..tables import Table

CODE = "unlikely"
SEVERITY = Severity.WARNING
OPTIONS = CONDITION
_FEW = 2  # codes that are left, so that they can be named


def check(table: Table, rule: RuleSpec) -> Hits:
    last = list(rule.params)[-1]
    params: dict[tuple[object, ...], dict[str, Any]] = {}  # by the codes of the row
    for index in compress(count(), table.held(rule.params)):
        typed = {field: _typed(table, field, codes, index) for field, codes in rule.params.items()}
        here = tuple(typed.values())
        params[here] = params.get(here) or _params(table, rule, typed)
        yield Hit(table.place(index, last), last, params[here])


def _typed(table: Table, field: str, codes: tuple[str, ...], index: int) -> tuple[str, ...]:
    """Return those of the rule's codes that are in a row."""
    value = table.columns[field][index]
    return tuple(code for code in value.codes if code in codes) if value else ()


def _params(table: Table, rule: RuleSpec, typed: Condition) -> dict[str, Any]:
    *_, (last, codes) = rule.params.items()
    field = table.columns[last].spec
    likely = [code for code in field.codes.codes if code not in codes] if field.codes else []
    named = {"expects": "few", "choices": field.labelled(likely)} if 0 < len(likely) <= _FEW else {}
    return {"condition": table.described(typed), **named}
