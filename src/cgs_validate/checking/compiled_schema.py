"""Cerberus schemas compiled to fast tests, which let right values pass.

Cerberus checks the others, and alone says what is wrong, once for all values that fail the same tests;
tests/checking/test_compiled_schema.py compares the two.
"""

import re
from collections.abc import Callable, Hashable
from datetime import date
from functools import reduce
from typing import Any

Test = Callable[[Any], object]

_TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,  # no bool
    "date": lambda value: isinstance(value, date),
    "list": lambda value: isinstance(value, tuple),
}


def compiled(schema: dict[str, Any]) -> Test:
    """Return a test that is true only of values that a Cerberus schema of spec.py accepts."""
    return _both(_TYPES[schema["type"]], compiled_for_type(schema))  # one of another type need not be compared


def compiled_for_type(schema: dict[str, Any]) -> Test:
    """Return a test as ``compiled`` does, for values that are of the schema's type."""
    tests = [_RULES[rule](constraint) for rule, constraint in schema.items() if rule != "type"]
    return reduce(_both, tests) if tests else lambda _: True


def outcome(schema: dict[str, Any]) -> Callable[[Any], Hashable]:
    """Return a function that gives the same for values of which Cerberus says the same: which tests they pass."""
    is_of_type = _TYPES[schema["type"]]
    tests = [_passed(rule, constraint) for rule, constraint in schema.items() if rule != "type"]
    return lambda value: tuple([test(value) for test in tests]) if is_of_type(value) else None


def _passed(rule: str, constraint: Any) -> Callable[[Any], Hashable]:
    if rule == "schema":
        of_one = outcome(constraint)
        return lambda values: frozenset(map(of_one, values))
    test = _RULES[rule](constraint)
    return lambda value: bool(test(value))


def _both(one: Test, other: Test) -> Test:
    return lambda value: one(value) and other(value)


def _each(schema: dict[str, Any]) -> Test:
    test = compiled(schema)
    return lambda values: all(map(test, values))


_RULES: dict[str, Callable[[Any], Test]] = {
    "allowed": lambda values: frozenset(values).__contains__,
    "regex": lambda pattern: re.compile(pattern).fullmatch,
    "schema": _each,
    "min": lambda least: least.__le__,
    "max": lambda most: most.__ge__,
    "minlength": lambda least: lambda value: len(value) >= least,
    "maxlength": lambda most: lambda value: len(value) <= most,
}
