"""What a form says while a field's cell is selected: what to type, in the checker's own sentences."""

import re
from typing import Any

from ..checking.findings import Finding, Kind, Place, Severity
from ..checking.messages import catalog
from ..spec.model import FieldSpec, SheetSpec
from ..workbook import parse_area

TITLE, PROMPT = 32, 255  # characters that Excel takes
LANGUAGE = "zh-TW"  # of the forms
_NEXT_CODE = re.compile(r"、(?=[0-9]{1,2}\.)")
_SIDE_BY_SIDE = 3  # codes on a line


def clip(text: str, limit: int) -> str:
    """Return a text that is no longer than Excel takes."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def prompt(sheet: SheetSpec, field: FieldSpec) -> str:
    """Return what to type into a field's cells, long lists of codes on lines that no program cuts off."""
    first, *others = _NEXT_CODE.split(_prompt(sheet, field))
    if len(others) < _SIDE_BY_SIDE:
        return "、".join([first, *others])
    head, colon, code = first.rpartition("：")
    codes = [code, *others]
    lines = ["、".join(codes[at : at + _SIDE_BY_SIDE]) for at in range(0, len(codes), _SIDE_BY_SIDE)]
    return "\n".join([head + colon, *lines]).lstrip("\n")


def _prompt(sheet: SheetSpec, field: FieldSpec) -> str:
    if field.expects == "string" and not field.applies_when:
        return _instruction(sheet, field) or hint("required", expects="string")
    if field.expects == "string" and field.blank_otherwise:
        return hint("required", expects="string_or_blank", condition=sheet.described(field.applies_when))
    if field.codes is None and field.otherwise is not None:
        params = {"expects": "string_or_placeholder", "placeholder": field.otherwise}
        return hint("required", **params, condition=sheet.described(field.applies_when))
    return hint("required", **field.answer) + _otherwise(sheet, field)


def _otherwise(sheet: SheetSpec, field: FieldSpec) -> str:
    if not field.applies_when:
        return ""
    code = "blank_expected" if field.blank_otherwise else "placeholder_expected"
    params = {"placeholder": field.otherwise, "condition": sheet.described(field.applies_when)}
    return "\n" + message(code, **params) + hint(code, **params)


def _instruction(sheet: SheetSpec, field: FieldSpec) -> str:
    column = list(sheet.fields).index(field.name) + 1
    areas = ((parse_area(reference), text) for reference, text in sheet.layout.instructions.items())
    return next((text for area, text in areas if area and area.left == area.right == column), "")


def message(code: str, **params: Any) -> str:
    """Return the checker's sentence for a finding of that code."""
    return catalog(LANGUAGE).message(_finding(code, params))


def hint(code: str, **params: Any) -> str:
    """Return what the checker says to type where that code is found."""
    return catalog(LANGUAGE).hint(_finding(code, params))


def _finding(code: str, params: dict[str, Any]) -> Finding:
    return Finding(code, Kind.INVALID, Severity.ERROR, Place(None), params=params)
