"""A student whom last month's workbook has and this one does not, though something was going on: forgotten in copying.

That is a referral that had not ended, or sessions in that month. A case that ended is no longer listed, so it may be
right: the form has no code for that.

Wrong: A03 with 轉介概況 3 in 111-10 is not in the workbook of 111-11
Right: A03 with 晤談 0 in 111-10 is not in the workbook of 111-11
Source: docs/facts.md A9: inferred, so a warning.
"""

from ...spec.model import RuleSpec
from ...spec.rule_options import CODES, FIELD
from ..findings import Hit, Hits, Place, Severity
from ..past import Past, rows_by_code
from ..tables import Table

CODE = "not_continued"
SEVERITY = Severity.WARNING
OPTIONS = {"key": FIELD, "field": FIELD, "codes": CODES, "count": FIELD}


def check(table: Table, past: Past, rule: RuleSpec) -> Hits:
    key, name = rule.params["key"], table.spec.name
    here = {code for code, _ in rows_by_code(table, key)}
    states, counts = (past.answers(name, key, rule.params[option]) for option in ("field", "count"))
    for code, row in past.rows(name, key).items():
        goes_on = not states.get(code, set()).isdisjoint(rule.params["codes"])
        if code not in here and (goes_on or counts.get(code, set()) - {"0"}):
            params = {"key": table.named(key), "expects": "code" if goes_on else "count", "row": row}
            yield Hit(Place(table.sheet), None, params)
