"""A date is too few or too many months after another of the same row. A case is followed for six months before it is
closed.

Wrong: assigned 113/1/15, closed 113/7/14
Right: assigned 113/1/15, closed 113/7/15
Source: «自派案日起至少追蹤滿六個月» (S4 L1568-1573).
"""

from datetime import date
from typing import Any

from ...formats.calendar_date import months_after
from ...spec.rule_options import COUNT, DATE, optional
from ..shared_checks import between

CODE = "months_between"
OPTIONS = {"from": DATE, "to": DATE, "min": optional(COUNT), "max": optional(COUNT)}


def _broken(limits: dict[str, Any], start: date, end: date) -> dict[str, Any]:
    if "min" in limits and end < months_after(start, limits["min"]):
        return {"expects": "at_least", "limit": limits["min"]}
    if "max" in limits and end > months_after(start, limits["max"]):
        return {"expects": "at_most", "limit": limits["max"]}
    return {}


check = between(_broken)
