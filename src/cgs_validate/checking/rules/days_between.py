"""A date is too soon or too late after another of the same row. A case must be answered within 10 days.

Wrong: sent 113/9/1, answered 113/9/12
Right: sent 113/9/1, answered 113/9/11
Source: «請於系統上派案日期隔天開始起計，10日內(含假日)回覆案件情況» (S4 L701).
"""

from datetime import date
from typing import Any

from ...spec.rule_options import COUNT, DATE, optional
from ..shared_checks import between

CODE = "days_between"
OPTIONS = {"from": DATE, "to": DATE, "min": optional(COUNT), "max": optional(COUNT)}


def _broken(limits: dict[str, Any], start: date, end: date) -> dict[str, Any]:
    days = (end - start).days
    least, most = limits.get("min", days), limits.get("max", days)
    if days < least:
        return {"expects": "at_least" if least else "not_before", "limit": least}
    return {"expects": "at_most", "limit": most} if days > most else {}


check = between(_broken)
