"""The data validations of a template: Excel's dropdowns and refusals while a field is being filled in.

Only what the form states is refused. Where a rule is assumed, or several codes may be in one cell, Excel merely asks
back, and nothing is checked against a column that is still blank. The messages are the checker's own sentences.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from ..checking.messages import catalog
from ..spec.model import Condition, FieldSpec, SheetSpec
from ..workbook import column_letters
from .prompts import LANGUAGE, PROMPT, TITLE, clip, hint, message, prompt

ROWS = 500  # of each sheet are guarded
ERROR, FORMULA = 225, 255  # characters that Excel takes

_OTHER_SEPARATORS = "、，,;；"
_MOST = 10**9


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
        promptTitle=clip(field.header, TITLE),
        prompt=clip(prompt(sheet, field), PROMPT),
        **rule,
    )
    if rule:
        validation.showErrorMessage = True
        validation.errorStyle = "stop" if guarded.refuses else "warning"
        validation.errorTitle = clip(catalog(LANGUAGE).text("invalid" if guarded.refuses else "warning"), TITLE)
        validation.error = clip(_error(sheet, field), ERROR)
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


def _error(sheet: SheetSpec, field: FieldSpec) -> str:
    if field.expects == "integer":
        return message("whole_number", **field.answer) + hint("whole_number", expects="with_unit")
    if field.expects in ("code", "word"):
        return message("allowed") + prompt(sheet, field)
    return prompt(sheet, field)
