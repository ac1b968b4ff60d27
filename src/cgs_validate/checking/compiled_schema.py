"""Cerberus schemas compiled to fast tests, which let right values pass.

Cerberus checks the others, and alone says what is wrong; tests/checking/test_compiled_schema.py compares the two.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import Any

Test = Callable[[Any], bool]

_TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "date": lambda value: isinstance(value, date),
    "list": lambda value: isinstance(value, tuple),
}


def compiled(schema: dict[str, Any]) -> Test:
    """Return a test that is true only of values that a Cerberus schema of spec.py accepts."""
    ordered = {"type": schema["type"], **schema}  # a value of another type need not be compared
    return reduce(_both, (_RULES[rule](constraint) for rule, constraint in ordered.items()))


def _both(one: Test, other: Test) -> Test:
    return lambda value: one(value) and other(value)


def _regex(pattern: str) -> Test:
    matches = re.compile(pattern).fullmatch
    return lambda value: matches(value) is not None


def _each(schema: dict[str, Any]) -> Test:
    test = compiled(schema)
    return lambda values: all(map(test, values))


_RULES: dict[str, Callable[[Any], Test]] = {
    "type": _TYPES.__getitem__,
    "allowed": lambda values: frozenset(values).__contains__,
    "regex": _regex,
    "schema": _each,
    "min": lambda least: lambda value: value >= least,
    "max": lambda most: lambda value: value <= most,
    "minlength": lambda least: lambda value: len(value) >= least,
    "maxlength": lambda most: lambda value: len(value) <= most,
}
