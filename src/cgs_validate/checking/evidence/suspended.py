"""Rules that name a code which means something else in the form in hand, and so cannot be checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ...spec import rule_options
from ...spec.code_list import Choices
from ...spec.model import Condition, FieldSpec, RuleSpec, SheetSpec
from .instructed import as_in_form


@dataclass
class Suspension:
    """Finds the rules that are suspended.

    ``changed``: by sheet and field, the codes that the form has otherwise. ``rules``: the codes of what is suspended,
    each with the sheet and the field whose codes changed.
    """

    changed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    rules: list[tuple[str, str, str]] = field(default_factory=list)

    def sheet(self, sheet: SheetSpec) -> SheetSpec:
        """Return a sheet without the rules that are suspended."""
        if not self.changed:
            return sheet
        fields = {name: self._field(item, sheet) for name, item in sheet.fields.items()}
        return replace(sheet, fields=fields, rules=self.left(sheet.rules, {sheet.name: sheet}))

    def left(self, rules: tuple[RuleSpec, ...], sheets: Mapping[str, SheetSpec]) -> tuple[RuleSpec, ...]:
        """Return the rules that are not suspended. sheets: those that may have their fields, by name."""
        if not self.changed:
            return rules
        return tuple(
            rule
            for rule in rules
            if not any(self._is_suspended(rule.name, sheet, *_conditions(rule)) for sheet in sheets.values())
        )

    def _field(self, item: FieldSpec, sheet: SheetSpec) -> FieldSpec:
        only_when = {
            code: condition
            for code, condition in item.codes_only_when.items()
            if not self._is_suspended("codes_only_when", sheet, {item.name: (code,)}, condition)
        }
        if len(only_when) < len(item.codes_only_when):
            item = as_in_form(item, codes_only_when=only_when)
        if self._is_suspended("placeholder_expected", sheet, item.applies_when):
            item = as_in_form(item, applies_when={}, otherwise=None, choices=_with_none(item))
        if self._is_suspended("required", sheet, item.required_when):
            item = as_in_form(item, required_when={})
        return item

    def _is_suspended(self, code: str, sheet: SheetSpec, *conditions: Condition) -> bool:
        """Return whether conditions name a code that a sheet's column has otherwise; note it down."""
        changed = [
            name
            for condition in conditions
            for name, codes in condition.items()
            if self.changed.get((sheet.name, name), frozenset()).intersection(codes)
        ]
        self.rules += [(code, sheet.name, name) for name in dict.fromkeys(changed)]
        return bool(changed)


def _conditions(rule: RuleSpec) -> Iterator[Condition]:
    """Yield the codes that a rule names, by their fields."""
    for _, option, value in rule_options.given(rule.name, rule.params):
        if option.kind == "condition":
            yield value
        elif option.kind == "codes":
            yield {rule.params["field"]: tuple(value)}


def _with_none(item: FieldSpec) -> Choices | None:
    """Return the choices of a field that no condition holds for any more: what was due otherwise may still be typed."""
    return replace(item.choices, none=item.none) if item.choices else None
