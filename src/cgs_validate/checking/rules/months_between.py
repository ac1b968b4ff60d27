"""A date too soon or too late after another of the same row, counted in calendar months.

The form: «自派案日起至少追蹤滿六個月» (S4 L1568-1573). Wrong: 派案 113/1/15, 結案 113/7/14. Right: 結案 113/7/15.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ...formats.calendar_date import months_after
from ..findings import Hit
from ..tables import Table

CODE = "months_between"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        first, last = rule.params["from"], rule.params["to"]
        for index, start, end in table.spans(rule):
            if broken := _broken(rule.params, start, end):
                params = {"other": table.label(first), **broken}
                yield Hit(table.place(index, last), last, params, None, (table.place(index, first),), rule)


def _broken(limits: dict[str, Any], start: date, end: date) -> dict[str, Any]:
    if "min" in limits and end < months_after(start, limits["min"]):
        return {"expects": "at_least", "limit": limits["min"]}
    if "max" in limits and end > months_after(start, limits["max"]):
        return {"expects": "at_most", "limit": limits["max"]}
    return {}
