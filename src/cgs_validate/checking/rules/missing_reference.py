"""What this sheet lists must be on another sheet, too; every reported case needs a tracking record.

Wrong: D001 is reported, and has no tracking record
Right: D001 is reported, and has a tracking record
Source: «填報提交成功後，請務必新增一筆追蹤紀錄» (S3 L455).
"""

from collections.abc import Iterable, Sequence

from ...formats.look_alike import look_alikes
from ...spec.model import RuleSpec
from ...spec.rule_options import FIELD, SHEET
from ..findings import Hit, Hits
from ..tables import Table

CODE = "missing_reference"
OPTIONS = {"key": FIELD, "of": SHEET, "in": SHEET}


def check(tables: Sequence[Table], rule: RuleSpec) -> Hits:
    key = rule.params["key"]
    by_sheet = {table.spec.name: table for table in tables}
    table, other = by_sheet.get(rule.params["of"]), by_sheet.get(rule.params["in"])
    if not table or not other:
        return
    known = {value.text for value in other.columns[key].distinct}
    missing = dict.fromkeys(text for text in table.columns[key].texts if text is not None and text not in known)
    alike = _alike(missing, known) if missing else ()
    params = {"other": {"sheet": other.spec.name, "label": other.spec.label}}
    for index, text in enumerate(table.columns[key].texts):
        if text in missing:
            yield Hit(table.place(index, key), key, {**params, "expects": "alike"} if text in alike else params)


def _alike(missing: Iterable[str], known: set[str]) -> set[str]:
    """Return the texts that look like a known one."""
    groups = (set(group) for group in look_alikes((*missing, *known)))
    return set().union(*(group for group in groups if not group.isdisjoint(known)))
