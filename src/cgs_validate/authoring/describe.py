"""What a spec asks for, in words: its fields' requirements, its rules, and whatever else two specs may differ in."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..checking.findings import Certainty
from ..checking.messages import Catalog
from ..checking.rules import RULES, certainty_of
from ..spec import rule_options
from ..spec.code_list import CodeList
from ..spec.model import AgeRange, Condition, FieldSpec, RuleSpec, SheetSpec, TemplateSpec
from ..spec.months import Month
from ..spec.next_month import NextMonthSpec
from ..spec.source import Sourced

Fields = Mapping[str, FieldSpec]


def requirements(field: FieldSpec) -> dict[str, Any]:
    """Return every requirement of a field by its key; one that the field does not have is left out.

    Constraints have their own names, the usual ones ``usual_min``. ``most`` is ``math.inf`` where any number
    of codes may be chosen.
    """
    choices = field.choices
    most = (choices.most or math.inf) if choices else 1
    asked = {
        "type": None if field.codes else field.type,
        "nothing": field.nothing,
        "calendar": field.calendar if field.type == "date" else None,
        "codes": field.codes,
        "most": most if field.codes else None,
        "row_each": field.row_each or None,
        "separator": choices.separator if choices and most != 1 else None,
        "none": choices.none if choices else None,
        "required": field.required,
        "required_when": field.required_when or None,
        "required_at_age": field.required_at_age,
        **field.constraints,
        **{f"usual_{name}": value for name, value in (field.usual.constraints if field.usual else {}).items()},
        "applies_when": field.applies_when or None,
        "otherwise": field.otherwise,
        "codes_only_when": field.codes_only_when or None,
        "stages": field.stages.codes if field.stages else None,
        "personal_data": field.personal_data or None,
        **next_month(field.next_month),
    }
    return {key: value for key, value in asked.items() if value is not None}


def next_month(declared: NextMonthSpec | None) -> dict[str, Any]:
    """Return what a field or a sheet says of the next month, by its keys."""
    said = {item.name: getattr(declared, item.name) for item in dataclasses.fields(NextMonthSpec)} if declared else {}
    return {f"next_{name}": value for name, value in said.items() if value and name not in ("source", "basis")}


@dataclass(frozen=True)
class Wording:
    """The words of a spec in one language. ``fields``: those of a sheet, or of the whole workbook."""

    spec: TemplateSpec
    catalog: Catalog

    @property
    def words(self) -> Any:
        """The names and phrases, by the keys of the spec."""
        return self.catalog.sentences["asks"]

    def name(self, key: str) -> str:
        """Return the name of a key of the spec."""
        return str(self.words[key]["name"])

    def asks(self, sheet: SheetSpec, field: FieldSpec) -> str:
        """Return what a field asks for, a phrase for each requirement."""
        return self._phrases(self.says(key, value, sheet.fields) for key, value in requirements(field).items())

    def says(self, key: str, value: Any, fields: Fields) -> str:
        """Return what the value of a key says."""
        says = self.words[key]["says"]
        if isinstance(says, dict):
            says = says[str(value)] if str(value) in says else says["other"]
        return str(says).format(value=self._text(key, value, fields))

    def rule(self, rule: RuleSpec, fields: Fields) -> str:
        """Return what a declared rule says, and whether what breaks it is only probably wrong, or gets only a hint."""
        declared, options = self.catalog.rules[rule.name]["declared"], self._options(rule, fields)
        for name, phrase in declared.get("phrases", {}).items():
            options[name] = phrase.format(**options) if name in options else ""
        sentence = str(declared["says"]).format(**options)
        certainty = certainty_of(RULES[rule.name])
        if certainty is Certainty.CERTAIN and not rule.doubtful:
            return sentence
        return sentence + str(self.words["rules"]["probable" if certainty else "warns"])

    def basis(self, declared: Sourced) -> str:
        """Return the word for how sure something is."""
        return str(self.words["basis"]["says"][declared.basis])

    def source(self, declared: Sourced) -> str:
        """Return document and place of a source, and its quotation or note."""
        source = declared.source
        place = f"{source.document} {source.place}"
        if source.note:
            return str(self.words["note"]).format(name=place, text=source.note)
        return self.of(place, source.quote)

    def items(self, items: Iterable[str]) -> str:
        """Return the items of a list."""
        return str(self.words["items"]).join(items)

    def of(self, name: str, text: str) -> str:
        """Return a text after its name."""
        return str(self.words["of"]).format(name=name, text=text)

    def span(self, first: Month, last: Month | None) -> str:
        """Return the months that a template serves."""
        return str(self.words["span" if last else "open_span"]).format(first=first, last=last)

    def _phrases(self, phrases: Iterable[str]) -> str:
        return str(self.words["phrases"]).join(phrases)

    def _text(self, key: str, value: Any, fields: Fields) -> str:
        match key, value:
            case _, RuleSpec():
                return self.rule(value, fields)
            case _, CodeList():
                return value.title
            case "required_at_age", AgeRange():
                ages = self._limits({"min": value.least, "max": value.most})
                return str(self.words["age"]).format(on=fields[value.on].header, ages=ages)
            case (("applies_when" | "required_when"), _):
                return self._condition(value, fields)
            case "codes_only_when", _:
                return self._phrases(
                    str(self.words["code_only_when"]).format(code=code, condition=self._condition(condition, fields))
                    for code, condition in value.items()
                )
            case "next_codes", _:
                return self.items(f"{code} → {new}" for code, new in value.items())
            case "stages", _:
                return self._phrases(
                    str(self.words["stage"]).format(stage=self.catalog.stage(stage), codes=self.items(codes))
                    for stage, codes in value.items()
                )
            case "personal_data", _:
                return self.items(str(self.words["personal"][kind]) for kind in value)
            case "months", (first, last):
                return self.span(first, last)
            case (("labels" | "documents" | "definitions"), (name, text)):
                return self.of(name, text)
            case "code_aliases", (code, names):
                return self.of(code, self.items(names))
            case (("instructions" | "guide"), (*lines,)):
                return "\n".join(lines)
            case _, (*items,):
                return self.items(map(str, items))
        return str(value)

    def _condition(self, condition: Condition, fields: Fields) -> str:
        return self.items(
            str(self.words["condition"]).format(other=fields[name].header, codes=self._codes(codes, fields[name]))
            for name, codes in condition.items()
        )

    def _options(self, rule: RuleSpec, fields: Fields) -> dict[str, Any]:
        options: dict[str, Any] = {"limits": self._limits(rule.params)}
        for name, option, value in rule_options.given(rule.name, rule.params):
            match option.kind:
                case "field" | "date":
                    options[name] = fields[value].header
                case "fields":
                    options[name] = self.items(fields[item].header for item in value)
                    options.setdefault("columns", options[name])
                case "sheet":
                    options[name] = self.spec.sheets[value].label
                case "codes":
                    options[name] = self._codes(value, fields[rule.params["field"]])
                case "condition":
                    options["condition"] = self._condition(value, fields)
                case _:
                    options[name] = value
        return options

    def _limits(self, limits: Any) -> str:
        given = ((key, limits[key]) for key in ("min", "max") if key in limits and limits[key] is not None)
        return self.items(str(self.words[key]["says"]).format(value=value) for key, value in given)

    def _codes(self, codes: Iterable[str], field: FieldSpec) -> str:
        known = field.codes.codes if field.codes else {}
        return self.items(str(known.get(code, code)) for code in codes)
