"""The messages of Excel while a template is being filled in: the checker's own sentences, so that both are alike."""

from typing import Any

from ..checking.findings import Finding, Kind, Place, Severity
from ..checking.messages import catalog
from ..spec.model import FieldSpec, SheetSpec
from ..workbook import parse_area

_LANGUAGE = "zh-TW"  # of the forms


def prompt(sheet: SheetSpec, field: FieldSpec) -> str:
    """Return the answer due in a field: for free text the form's instruction, else the hint of a blank cell."""
    if field.expects == "string" and not field.applies_when:
        return _instruction(sheet, field) or _hint("required", expects="string")
    if field.expects == "string" and field.blank_otherwise:
        return _hint("required", expects="string_or_blank", **sheet.told(field.applies_when))
    if field.codes is None and field.otherwise is not None:
        params = {"expects": "string_or_placeholder", "placeholder": field.otherwise}
        return _hint("required", **params, **sheet.told(field.applies_when))
    return _hint("required", **field.answer) + _otherwise(sheet, field)


def error(sheet: SheetSpec, field: FieldSpec) -> str:
    """Return the error of a value that Excel refuses, and the answer due."""
    if field.expects == "integer":
        return _message("whole_number") + _hint("whole_number")
    if field.expects in ("code", "word"):
        return _message("allowed") + prompt(sheet, field)
    return prompt(sheet, field)


def error_title(*, refuses: bool) -> str:
    """Return the title above an error, or above a mere question."""
    return catalog(_LANGUAGE).text("invalid" if refuses else "warning")


def _otherwise(sheet: SheetSpec, field: FieldSpec) -> str:
    if not field.applies_when:
        return ""
    code = "blank_expected" if field.blank_otherwise else "placeholder_expected"
    params = {"placeholder": field.otherwise, **sheet.told(field.applies_when)}
    return "\n" + _message(code, **params) + _hint(code, **params)


def _instruction(sheet: SheetSpec, field: FieldSpec) -> str:
    column = list(sheet.fields).index(field.name) + 1
    for reference, text in sheet.layout.instructions.items():
        area = parse_area(reference)
        if area and area.left == area.right == column:
            return text
    return ""


def _message(code: str, **params: Any) -> str:
    return catalog(_LANGUAGE).message(_finding(code, params))


def _hint(code: str, **params: Any) -> str:
    return catalog(_LANGUAGE).hint(_finding(code, params))


def _finding(code: str, params: dict[str, Any]) -> Finding:
    return Finding(code, Kind.INVALID, Severity.ERROR, Place(None), params=params)
