"""A new case, of a student whom last month's workbook has already: copied, and left as it was.

Wrong: A01 is a new case in 111-10, and in 111-11 again
Right: A01 is an old case in 111-11
Source: «1.新案(本月新開案) 2.舊案(已開案持續服務中)» (P1, 當月個案 H4).
"""

from ...spec.model import RuleSpec
from ...spec.rule_options import CODES, FIELD
from ..findings import Hit, Hits, Severity
from ..past import Past, rows_having
from ..tables import Table

CODE = "seen_before"
SEVERITY = Severity.WARNING
OPTIONS = {"key": FIELD, "field": FIELD, "codes": CODES}


def check(table: Table, past: Past, rule: RuleSpec) -> Hits:
    key, field = rule.params["key"], rule.params["field"]
    known = past.rows(table.spec.name, key)
    params = {"key": table.named(key), "code": table.columns[field].spec.labelled(rule.params["codes"])}
    for code, index in rows_having(table, rule):
        if code in known:
            yield Hit(table.place(index, field), field, params)
