"""A code that does not follow from last month's of the same student: a referral that goes on without having begun.

Wrong: 轉介概況 is 3 in 111-11, and was 2 in 111-10
Wrong: 轉介概況 is 1 in 111-11, and was 1 in 111-10
Right: 轉介概況 is 3 in 111-11, and was 1 in 111-10
Source: 轉介概況 1 rolls to 3 (docs/facts.md A6): one school's practice, so a warning.
"""

from ...spec.model import RuleSpec
from ...spec.rule_options import CODES, FIELD
from ..findings import Hit, Hits, Severity
from ..past import Past, rows_having
from ..tables import Table

CODE = "does_not_follow"
SEVERITY = Severity.WARNING
OPTIONS = {"key": FIELD, "field": FIELD, "codes": CODES, "after": CODES}


def check(table: Table, past: Past, rule: RuleSpec) -> Hits:
    field, allowed = rule.params["field"], set(rule.params["after"])
    before = past.answers(table.spec.name, rule.params["key"], field)
    for code, index in rows_having(table, rule):
        known = before.get(code)
        if known and known.isdisjoint(allowed):
            params = {"code": table.columns[field].spec.labelled(sorted(known))}
            yield Hit(table.place(index, field), field, params)
