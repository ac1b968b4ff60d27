"""What does not change of a student is not what it was in last month's workbook: a slip, or another student's code.

Wrong: A01 is 女 in 111-10, and 男 in 111-11
Right: A01 is in grade 7 in 112-07, and in grade 8 in 112-08
Source: «每位學生請固定代號» (P1, 當月個案 C4:C5); that the rest stays is inferred (docs/facts.md A9), so a warning.
"""

from ...spec.model import FieldSpec, RuleSpec
from ...spec.rule_options import FIELD, FIELDS, optional
from ..findings import Hit, Hits, Severity
from ..past import Past, rows_by_code
from ..tables import Table

CODE = "changed_since"
SEVERITY = Severity.WARNING
OPTIONS = {"key": FIELD, "fields": FIELDS, "within_year": optional(FIELDS)}


def check(table: Table, past: Past, rule: RuleSpec) -> Hits:
    key, sheet = rule.params["key"], past.sheet(table.spec.name)
    names = [*rule.params["fields"], *(() if past.begins_school_year else rule.params.get("within_year", ()))]
    for name in names:
        column, before = table.columns[name], past.answers(table.spec.name, key, name)
        if sheet is None or name not in sheet.columns or not _comparable(column.spec, sheet.columns[name].spec):
            continue
        for code, index in rows_by_code(table, key):
            value, known = column[index], before.get(code)
            if known and value and value.certain and known.isdisjoint(value.codes):
                coded = {"expects": "code", "code": column.spec.labelled(sorted(known))}
                yield Hit(table.place(index, name), name, coded if column.spec.codes else {"expects": "text"})


def _comparable(one: FieldSpec, other: FieldSpec) -> bool:
    """Return whether two fields, which may be of two forms, have the same codes, or none."""
    lists = [list(item.codes.codes) if item.codes else [] for item in (one, other)]
    return lists[0] == lists[1]
