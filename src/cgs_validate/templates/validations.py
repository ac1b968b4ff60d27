"""The data validations of a template: Excel's dropdowns and refusals while a field is being filled in.

Only what the form states is refused. Where a rule is assumed, or several codes may be in one cell, Excel merely asks
back, and nothing is checked against a column that is still blank. The messages are the checker's own sentences.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from ..checking.findings import Finding, Kind, Place, Severity
from ..checking.messages import catalog
from ..spec.model import Condition, FieldSpec, SheetSpec
from ..workbook import column_letters, parse_area

ROWS = 500  # of each sheet are guarded
TITLE, PROMPT, ERROR, FORMULA = 32, 255, 225, 255  # characters that Excel takes

_OTHER_SEPARATORS = "、，,;；"
_MOST = 10**9
_LANGUAGE = "zh-TW"  # of the forms


def offered(field: FieldSpec) -> list[str]:
    """Return the entries of a field's dropdown; none where it has none."""
    codes = list(field.codes.codes) if field.codes else field.constraints.get("allowed", [])
    if not codes or field.expects == "choices":
        return []
    return [*codes, *([field.none] if field.none is not None and field.none not in codes else [])]


def list_name(sheet: SheetSpec, field: FieldSpec) -> str:
    """Return the defined name of the cells with these entries."""
    return f"{sheet.name}_{field.name}"


def guard(sheet: SheetSpec, field: FieldSpec) -> DataValidation:
    """Return the validation of a field's column: its prompt, and where Excel can check it, its rule."""
    guarded = _Guard(sheet, field)
    rule = guarded.rule()
    validation = DataValidation(
        sqref=guarded.area,
        allow_blank=True,
        showInputMessage=True,
        promptTitle=_clip(field.header, TITLE),
        prompt=_clip(_prompt(sheet, field), PROMPT),
        **rule,
    )
    if rule:
        validation.showErrorMessage = True
        validation.errorStyle = "stop" if guarded.refuses else "warning"
        validation.errorTitle = _clip(catalog(_LANGUAGE).text("invalid" if guarded.refuses else "warning"), TITLE)
        validation.error = _clip(_error(sheet, field), ERROR)
    return validation


@dataclass(frozen=True)
class _Guard:
    """The rule of one field. Formulas are written for the first row; Excel shifts them for the others."""

    sheet: SheetSpec
    field: FieldSpec

    @property
    def area(self) -> str:
        first = self.sheet.layout.first_row
        column = self.column(self.field.name)
        return f"{column}{first}:{column}{first + ROWS - 1}"

    @property
    def refuses(self) -> bool:
        declared = (self.field, self.field.codes, self.field.choices, self.field.backing.get("type"))
        return self.field.expects != "choices" and not any(item is not None and item.doubtful for item in declared)

    def rule(self) -> dict[str, Any]:
        constraints = self.field.constraints
        if offered(self.field):
            return {"type": "list", "formula1": list_name(self.sheet, self.field)}
        if formula := self.formula():
            return {"type": "custom", "formula1": formula} if len(formula) <= FORMULA else {}
        if self.field.expects == "integer":
            return _between("whole", constraints.get("min", -_MOST), constraints.get("max", _MOST))
        if {"minlength", "maxlength"} & constraints.keys():
            return _between("textLength", constraints.get("minlength", 0), constraints.get("maxlength", _MOST))
        return {}

    def formula(self) -> str:
        """Return the formula that is true for a right answer, an empty one where there is no rule."""
        answer = self.several()
        if not self.field.applies_when:
            return answer
        applies = self.applies(self.field.applies_when)
        if self.field.otherwise is None:
            right = _joined("AND", [applies, answer]) if answer else applies
        else:
            placeholder = f'{self.cell()}&""={_quoted(self.field.otherwise)}'
            right = f"IF({applies},{answer},{placeholder})" if answer else f"{applies}<>({placeholder})"
        blank = [f'{self.cell(name)}=""' for name in self.field.applies_when]
        return f"OR({','.join([*blank, right])})"

    def several(self) -> str:
        """Return the formula for: the right separator, and no more codes than may be chosen."""
        choices, cell = self.field.choices, self.cell()
        if choices is None or self.field.expects != "choices":
            return ""
        bare = reduce(_without, [other for other in _OTHER_SEPARATORS if other != choices.separator], cell)
        tests = [f"LEN({bare})=LEN({cell})"]
        if choices.most:
            room = choices.most * len(choices.separator)
            tests.append(f"LEN({cell})-LEN({_without(cell, choices.separator)})<{room}")
        return _joined("AND", tests)

    def applies(self, condition: Condition) -> str:
        """Return the formula for: each field of the condition holds one of its codes, alone or among several."""
        each = [_joined("OR", [self.holds(name, code) for code in codes]) for name, codes in condition.items()]
        return _joined("AND", each)

    def holds(self, name: str, code: str) -> str:
        choices = self.sheet.fields[name].choices
        mark = choices.separator if choices else ","
        return f"ISNUMBER(FIND({_quoted(mark + code + mark)},{_quoted(mark)}&{self.cell(name)}&{_quoted(mark)}))"

    def cell(self, name: str | None = None) -> str:
        return f"${self.column(name or self.field.name)}{self.sheet.layout.first_row}"

    def column(self, name: str) -> str:
        return column_letters(list(self.sheet.fields).index(name) + 1)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _between(kind: str, least: int, most: int) -> dict[str, Any]:
    if most == _MOST:
        return {"type": kind, "operator": "greaterThanOrEqual", "formula1": str(least)}
    return {"type": kind, "operator": "between", "formula1": str(least), "formula2": str(most)}


def _joined(function: str, tests: list[str]) -> str:
    return tests[0] if len(tests) == 1 else f"{function}({','.join(tests)})"


def _without(text: str, part: str) -> str:
    return f'SUBSTITUTE({text},{_quoted(part)},"")'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _prompt(sheet: SheetSpec, field: FieldSpec) -> str:
    if field.expects == "string" and not field.applies_when:
        return _instruction(sheet, field) or _hint("required", expects="string")
    if field.expects == "string" and field.blank_otherwise:
        return _hint("required", expects="string_or_blank", condition=sheet.described(field.applies_when))
    if field.codes is None and field.otherwise is not None:
        params = {"expects": "string_or_placeholder", "placeholder": field.otherwise}
        return _hint("required", **params, condition=sheet.described(field.applies_when))
    return _hint("required", **field.answer) + _otherwise(sheet, field)


def _error(sheet: SheetSpec, field: FieldSpec) -> str:
    if field.expects == "integer":
        return _message("whole_number", **field.answer) + _hint("whole_number", expects="with_unit")
    if field.expects in ("code", "word"):
        return _message("allowed") + _prompt(sheet, field)
    return _prompt(sheet, field)


def _otherwise(sheet: SheetSpec, field: FieldSpec) -> str:
    if not field.applies_when:
        return ""
    code = "blank_expected" if field.blank_otherwise else "placeholder_expected"
    params = {"placeholder": field.otherwise, "condition": sheet.described(field.applies_when)}
    return "\n" + _message(code, **params) + _hint(code, **params)


def _instruction(sheet: SheetSpec, field: FieldSpec) -> str:
    column = list(sheet.fields).index(field.name) + 1
    areas = ((parse_area(reference), text) for reference, text in sheet.layout.instructions.items())
    return next((text for area, text in areas if area and area.left == area.right == column), "")


def _message(code: str, **params: Any) -> str:
    return catalog(_LANGUAGE).message(_finding(code, params))


def _hint(code: str, **params: Any) -> str:
    return catalog(_LANGUAGE).hint(_finding(code, params))


def _finding(code: str, params: dict[str, Any]) -> Finding:
    return Finding(code, Kind.INVALID, Severity.ERROR, Place(None), params=params)
