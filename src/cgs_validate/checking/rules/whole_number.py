"""Counts are whole numbers in digits, without a unit or a comma.

Wrong: 3次, 1,200, 1.5, 二, 無, ③, 3-4
Right: 3
"""

from collections.abc import Iterator
from typing import Any

from ...formats.chinese_number import digits_for_letters, lone_number
from ...formats.whole_number import added_to_number, number_within, other_than_whole
from ...spec.model import FieldSpec
from ...text import other_digits
from ..findings import Hit
from ..row_formulas import CellTest, RowFormulas, all_of
from ..shared_checks import first_problem, where
from ..values import Value

CODE = "whole_number"
_is_understood = first_problem(CODE)


def _hit(field: FieldSpec, value: Value) -> Hit:
    return Hit(params={**field.answer, **_cause(field, value)}, fix=value.fix, rests_on=field.backing.get("type"))


def _cause(field: FieldSpec, value: Value) -> dict[str, Any]:
    """Return why a text is no whole number."""
    if value.fix is not None:
        return {"expects": added_to_number(value.text)}
    if number := lone_number(value.text):
        return {
            "expects": "likely" if field.nothing is None else "likely_or_none",
            "found": value.text,
            "number": number,
        }
    if signs := other_digits(value.text):
        return {"expects": "signs", "found": signs}
    if number := digits_for_letters(value.text):
        return {"expects": "letters", "found": value.text, "number": number}
    cause = other_than_whole(value.text)
    if within := number_within(value.text, cause):
        return {"expects": cause, "number": within}
    return {"expects": cause} if cause else {}


check = where(
    lambda field, value: field.expects == "integer" and ("type" in value.broken or _is_understood(field, value)), _hit
)


def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
    """Test for whatever is not written in digits alone."""
    if field.expects == "integer":
        rests_on = (field, *filter(None, [field.backing.get("type")]))
        yield CellTest(field, all_of(row.filled(field), f"NOT({row.whole(field)})"), rests_on)
