"""Somebody too old or too young for the form, counted in full years at a date of the same row.

The form: «已滿18歲無需填報» (S3 L1273). Wrong: born 95/9/1, reported 113/9/1. Right: born 95/9/2.
"""

from collections.abc import Iterator

from ..findings import Hit
from ..tables import Table

CODE = "age"


def check(table: Table) -> Iterator[Hit]:
    """Yield a hit for each place in a sheet that breaks the rule."""
    for rule in table.rules(CODE):
        born, on = rule.params["born"], rule.params["on"]
        for index in range(len(table.rows)):
            age = table.age(born, on, index)
            if age is None:
                continue
            broken = {}
            if age < rule.params.get("min", age):
                broken = {"expects": "at_least", "limit": rule.params["min"]}
            elif age > rule.params.get("max", age):
                broken = {"expects": "at_most", "limit": rule.params["max"]}
            if broken:
                params = {"other": table.label(on), **broken}
                yield Hit(table.place(index, born), born, params, None, (table.place(index, on),), rule)
