"""The compiled tests and Cerberus agree, and other rules than those named find nothing in clean values."""

from dataclasses import replace
from datetime import date
from typing import Any

from cerberus import Validator
from hypothesis import given, settings
from hypothesis import strategies as st

from cgs_validate import list_specs, load_spec
from cgs_validate.checking import rules
from cgs_validate.checking.compiled_schema import compiled, outcome
from cgs_validate.checking.values import FieldReader
from cgs_validate.spec.model import FieldSpec
from cgs_validate.workbook import Cell, CellKind

FIELDS = [field for spec in map(load_spec, list_specs()) for s in spec.sheets.values() for field in s.fields.values()]
CODES = sorted({code for field in FIELDS if field.codes for code in field.codes.codes})
CODE = st.sampled_from([*CODES, "20", "", "x"])
CONSTRAINTS = st.fixed_dictionaries(
    {},
    optional={
        "allowed": st.lists(CODE, min_size=1, max_size=3),
        "regex": st.sampled_from(["[0-9]+", "A?[0-9]{2}", "新|舊"]),
        "minlength": st.integers(0, 3),
        "maxlength": st.integers(0, 3),
    },
)
STRINGS = CONSTRAINTS.map(lambda rules: {"type": "string", **rules})
NUMBERS = st.fixed_dictionaries({"type": st.just("integer")}, optional={"min": st.integers(), "max": st.integers()})
LISTS = st.fixed_dictionaries({"type": st.just("list"), "schema": STRINGS}, optional={"maxlength": st.integers(0, 3)})
SCHEMAS = st.one_of(STRINGS, NUMBERS, LISTS, st.just({"type": "date"}), st.sampled_from([f.schema for f in FIELDS]))
MEANING = st.one_of(CODE, st.text(max_size=4), st.integers(), st.lists(CODE, max_size=4).map(tuple), st.dates())
TYPED = st.one_of(CODE, st.lists(CODE, max_size=4).map(",".join), st.text(max_size=6), st.integers().map(str))


@given(SCHEMAS, MEANING)
@settings(max_examples=500, deadline=None)
def test_compiled_tests_agree_with_cerberus(schema: dict[str, Any], meaning: Any) -> None:
    ends_with_newline = isinstance(meaning, str) and meaning.endswith("\n")  # Cerberus overlooks that one, as "$" does
    accepted = Validator({"value": schema}).validate({"value": meaning}, normalize=False)
    assert bool(compiled(schema)(meaning)) == accepted or ends_with_newline


@given(SCHEMAS, st.lists(MEANING, min_size=2, max_size=12))
@settings(max_examples=500, deadline=None)
def test_values_that_fail_the_same_tests_break_the_same_rules(schema: dict[str, Any], meanings: list[Any]) -> None:
    reader = FieldReader(replace(FIELDS[0], type=schema["type"], codes=None, constraints={}))
    reader.__dict__["_validator"] = Validator({"value": schema})
    broken: dict[Any, dict[str, Any]] = {}
    for meaning in meanings:
        if not compiled(schema)(meaning) and (found := reader._broken_to_cerberus(meaning)):
            assert broken.setdefault(outcome(schema)(meaning), found) == found


@given(st.sampled_from(FIELDS), TYPED, st.sampled_from([CellKind.TEXT, CellKind.NUMBER]))
@settings(max_examples=500, deadline=None)
def test_rules_left_out_for_clean_values_find_nothing_in_them(field: FieldSpec, typed: str, kind: CellKind) -> None:
    number = float(typed) if kind is CellKind.NUMBER and typed.isascii() and typed.isdecimal() else None
    value = FieldReader(field).read(Cell(typed, kind if number is not None else CellKind.TEXT, number))
    if value and value.clean:
        looking = rules.of_clean_values(field)
        left_out = [rule for rule in rules.VALUE_RULES if rule not in looking]
        assert [rule.CODE for rule in left_out for _ in rule.check(field, value)] == []


def test_a_date_is_no_text() -> None:
    assert not compiled({"type": "string"})(date(2024, 9, 1))
