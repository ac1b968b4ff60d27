"""A date too soon or too late after another of the same row, counted in days.

The form: «請於系統上派案日期隔天開始起計，10日內(含假日)回覆案件情況» (S4 L701). Wrong: 派案 113/9/1, 回覆 113/9/12.
Right: 回覆 113/9/11. ``min: 0`` says that the one cannot be before the other.
"""

from collections.abc import Iterator
from typing import Any

from ..findings import Hit
from ..tables import Table

CODE = "days_between"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        first, last = rule.params["from"], rule.params["to"]
        for index, start, end in table.spans(rule):
            if broken := _broken(rule.params, (end - start).days):
                params = {"other": table.label(first), **broken}
                yield Hit(table.place(index, last), last, params, None, (table.place(index, first),), rule)


def _broken(limits: dict[str, Any], days: int) -> dict[str, Any]:
    least, most = limits.get("min", days), limits.get("max", days)
    if days < least:
        return {"expects": "at_least" if least else "not_before", "limit": least}
    return {"expects": "at_most", "limit": most} if days > most else {}
