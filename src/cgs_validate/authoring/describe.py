"""What a spec asks for, in words: its fields' requirements, its rules, and whatever else two specs may differ in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..checking.findings import Severity
from ..checking.messages import Catalog
from ..checking.rules import RULES, severity_of
from ..spec.model import AgeRange, CodeList, Condition, FieldSpec, RuleSpec, SheetSpec, Sourced, TemplateSpec
from ..spec.months import Month
from .requirements import requirements

Fields = Mapping[str, FieldSpec]


@dataclass(frozen=True)
class Wording:
    """The words of a spec in one language. What is told may name fields: of a sheet, or of the whole workbook."""

    spec: TemplateSpec
    catalog: Catalog

    @property
    def words(self) -> Any:
        """The names and phrases, by the keys of the spec."""
        return self.catalog.sentences["asks"]

    def name(self, key: str) -> str:
        """Return what a key of the spec is called."""
        return str(self.words[key]["name"])

    def asks(self, sheet: SheetSpec, field: FieldSpec) -> Iterator[str]:
        """Yield what a field asks for, a phrase for each requirement."""
        for key, value in requirements(field).items():
            yield self.says(key, value, sheet.fields)

    def says(self, key: str, value: Any, fields: Fields) -> str:
        """Return what the value of a key says."""
        says = self.words[key]["says"]
        if isinstance(says, dict):
            says = says[str(value)] if str(value) in says else says["other"]
        return str(says).format(value=self._text(key, value, fields))

    def rule(self, rule: RuleSpec, fields: Fields) -> str:
        """Return what a declared rule says, and whether it only warns."""
        sentence = str(self.words["rule"][rule.name]).format(**self._params(rule, fields))
        warns = rule.doubtful or severity_of(RULES[rule.name]) is Severity.WARNING
        return sentence + (str(self.words["rules"]["warns"]) if warns else "")

    def basis(self, declared: Sourced) -> str:
        """Return the word for how sure something is."""
        return str(self.words["basis"]["says"][declared.basis])

    def source(self, declared: Sourced) -> str:
        """Return document and place of a source, and its quotation or note."""
        source = declared.source
        place = f"{source.document} {source.place}"
        return (
            str(self.words["note"]).format(name=place, text=source.note)
            if source.note
            else self.of(place, source.quote)
        )

    def phrases(self, phrases: Iterable[str]) -> str:
        """Return phrases beside one another."""
        return str(self.words["phrases"]).join(phrases)

    def items(self, items: Iterable[str]) -> str:
        """Return the items of a list."""
        return str(self.words["items"]).join(items)

    def of(self, name: str, text: str) -> str:
        """Return a text behind the name of what it is of."""
        return str(self.words["of"]).format(name=name, text=text)

    def span(self, first: Month, last: Month | None) -> str:
        """Return the months that a template serves."""
        return str(self.words["span" if last else "open_span"]).format(first=first, last=last)

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
                return self.phrases(self._code_only_when(code, condition, fields) for code, condition in value.items())
            case "stages", _:
                return self.phrases(
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

    def _code_only_when(self, code: str, condition: Condition, fields: Fields) -> str:
        return str(self.words["code_only_when"]).format(code=code, condition=self._condition(condition, fields))

    def _condition(self, condition: Condition, fields: Fields) -> str:
        return self.items(
            str(self.words["condition"]).format(other=fields[name].header, codes=self._codes(codes, fields[name]))
            for name, codes in condition.items()
        )

    def _params(self, rule: RuleSpec, fields: Fields) -> dict[str, Any]:
        if isinstance(rule.params, list):
            return {"columns": self.items(fields[name].header for name in rule.params)}
        if rule.name == "unlikely":
            return {"condition": self._condition(rule.params, fields)}
        named = {name: value for name, value in rule.params.items() if isinstance(value, str)}
        told = {name: fields[value].header for name, value in named.items() if value in rule.fields}
        told |= {name: self.spec.sheets[value].label for name, value in named.items() if value in rule.sheets}
        if "codes" in rule.params:
            told["codes"] = self._codes(rule.params["codes"], fields[rule.params["field"]])
        since = str(self.words["since"]).format(since=told["since"]) if "since" in told else ""
        return {**told, "days": rule.params.get("days"), "limits": self._limits(rule.params), "since": since}

    def _limits(self, limits: Mapping[str, Any]) -> str:
        told = ((key, limits.get(key)) for key in ("min", "max"))
        return self.items(str(self.words[key]["says"]).format(value=value) for key, value in told if value is not None)

    def _codes(self, codes: Iterable[str], field: FieldSpec) -> str:
        """Return codes with their labels."""
        known = field.codes.codes if field.codes else {}
        return self.items(str(known.get(code, code)) for code in codes)
