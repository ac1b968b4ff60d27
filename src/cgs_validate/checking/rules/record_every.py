"""Two records of one case, next to one another in time, that lie too many days apart.

The form: «開案後個案自高風險中心派案日起，每30日至少一筆» (S4 L1372). Wrong: records on 113/9/1 and 113/10/2.
Right: one more between them. ``since`` is the date from which the first record is counted.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ...spec.model import RuleSpec
from ..findings import Hit, Place
from ..tables import Table

CODE = "record_every"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        for days in _days(table, rule).values():
            for (earlier, known_at), (later, place) in pairwise(days):
                if (later - earlier).days > rule.params["days"]:
                    params = {"key": table.label(rule.params["key"]), "limit": rule.params["days"]}
                    yield Hit(place, rule.params["date"], params, None, (known_at,), rule)


def _days(table: Table, rule: RuleSpec) -> dict[str, list[tuple[date, Place]]]:
    """Return the days of each case in order, with their places."""
    key, field, since = rule.params["key"], rule.params["date"], rule.params.get("since")
    rows: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for index, named in enumerate(table.columns[key].values):
        day = table.day(field, index)
        if named and named.readable and day:
            rows[named.text].append((day, index))
    days = {}
    for case, records in rows.items():
        records.sort()
        days[case] = [(day, table.place(index, field)) for day, index in records]
        first = records[0][1]
        if since and (start := table.day(since, first)):
            days[case].insert(0, (start, table.place(first, since)))
    return days
