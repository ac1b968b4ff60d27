"""These codes seldom go together, such as 家長諮詢 (3) for staff (13).

Wrong: 服務項目 3, 對象 13
Right: 服務項目 3, 對象 14
Source: docs/facts.md A9: 家長諮詢 for 教職員, 教師諮詢 for 家長.
"""

from itertools import compress, count

from ...spec.model import RuleSpec
from ...spec.rule_options import CONDITION
from ..findings import Hit, Hits, Severity
from ..tables import Table

CODE = "unlikely"
SEVERITY = Severity.WARNING
OPTIONS = CONDITION


def check(table: Table, rule: RuleSpec) -> Hits:
    last = list(rule.params)[-1]
    params = {"condition": table.described(rule.params)}
    for index in compress(count(), table.held(rule.params)):
        yield Hit(table.place(index, last), last, params)
