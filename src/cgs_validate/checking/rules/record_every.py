"""Too long a time between two records of one case. An open case needs a record every 30 days.

Wrong: one case with records of 113/9/1 and 113/10/2 only
Right: records of 113/9/1, 113/9/20, 113/10/2
Source: «開案後個案自高風險中心派案日起，每30日至少一筆» (S4 L1372).
"""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from ...spec.model import RuleSpec
from ...spec.rule_options import COUNT, DATE, FIELD, optional
from ..findings import Hit, Hits, Place
from ..tables import Table

CODE = "record_every"
OPTIONS = {"days": COUNT, "key": FIELD, "date": DATE, "since": optional(DATE)}


def check(table: Table, rule: RuleSpec) -> Hits:
    params = {"key": table.named(rule.params["key"]), "limit": rule.params["days"]}
    for days in _days(table, rule).values():
        for (earlier, earlier_place), (later, place) in pairwise(days):
            if (later - earlier).days > rule.params["days"]:
                yield Hit(place, rule.params["date"], params, related=(earlier_place,))


def _days(table: Table, rule: RuleSpec) -> dict[str, list[tuple[date, Place]]]:
    """Return the days of each case in order, with their places; ``since``, where given, is the first."""
    key, field, since = rule.params["key"], rule.params["date"], rule.params.get("since")
    rows: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for index, case in enumerate(table.columns[key].texts):
        day = table.day(field, index)
        if case is not None and day:
            rows[case].append((day, index))
    days = {}
    for case, records in rows.items():
        records.sort()
        days[case] = [(day, table.place(index, field)) for day, index in records]
        first = records[0][1]
        if since and (start := table.day(since, first)):
            days[case].insert(0, (start, table.place(first, since)))
    return days
