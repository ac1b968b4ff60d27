"""A date is too soon or too late after another of the same row. A case must be answered within 10 days.

Wrong: sent 113/9/1, answered 113/9/12
Right: sent 113/9/1, answered 113/9/11
Source: «請於系統上派案日期隔天開始起計，10日內(含假日)回覆案件情況» (S4 L701).
"""

from datetime import date
from typing import Any

from ...spec.model import RuleSpec
from ...spec.rule_options import COUNT, DATE, optional
from ..findings import Hit, Hits
from ..tables import Table

CODE = "days_between"
OPTIONS = {"from": DATE, "to": DATE, "min": optional(COUNT), "max": optional(COUNT)}


def check(table: Table, rule: RuleSpec) -> Hits:
    first, last = rule.params["from"], rule.params["to"]
    for index in range(len(table.rows)):
        start, end = table.day(first, index), table.day(last, index)
        if start and end and (broken := _broken(rule.params, start, end)):
            params = {"other": table.named(first), **broken}
            yield Hit(table.place(index, last), last, params, related=(table.place(index, first),))


def _broken(limits: dict[str, Any], start: date, end: date) -> dict[str, Any]:
    days = (end - start).days
    least, most = limits.get("min", days), limits.get("max", days)
    if days < least:
        return {"expects": "at_least" if least else "not_before", "limit": least}
    return {"expects": "at_most", "limit": most} if days > most else {}
