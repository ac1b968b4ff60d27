"""The age, by the date of birth and another date of the row, is not one that the form is for. Counted in full years;
students of 18 are not reported.

Wrong: born 95/9/1, reported 113/9/1 (18)
Right: born 95/9/2, reported 113/9/1 (17)
Source: «已滿18歲無需填報» (S3 L1273).
"""

from ...spec.model import RuleSpec
from ...spec.rule_options import COUNT, DATE, optional
from ..findings import Hit, Hits
from ..tables import Table

CODE = "age"
OPTIONS = {"born": DATE, "on": DATE, "min": optional(COUNT), "max": optional(COUNT)}


def check(table: Table, rule: RuleSpec) -> Hits:
    born, on = rule.params["born"], rule.params["on"]
    for index in range(len(table.rows)):
        age = table.age(born, on, index)
        if age is None:
            continue
        least, most = rule.params.get("min", age), rule.params.get("max", age)
        if not least <= age <= most:
            limit = {"expects": "at_least", "limit": least} if age < least else {"expects": "at_most", "limit": most}
            params = {"other": table.named(on), **limit}
            yield Hit(table.place(index, born), born, params, related=(table.place(index, on),))
