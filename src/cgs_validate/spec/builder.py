"""A resolved template made into a TemplateSpec; every reference in it is checked."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from ..errors import SpecProblem, refuse
from ..text import key
from ..workbook import parse_area
from . import rule_options
from .code_list import Choices, Code, CodeList, Uncoded
from .inheritance import weaker
from .model import (
    AgeRange,
    Condition,
    FieldSpec,
    Guide,
    Layout,
    OtherTemplate,
    RuleSpec,
    SheetSpec,
    Stages,
    TemplateSpec,
    Usual,
)
from .months import Month, parse_month
from .next_month import NextMonthSpec
from .source import Source, Sourced
from .yaml_reader import Document, Path_

_NUMBERS = ("min", "max", "minlength", "maxlength")
_FROM_TEXT: dict[Any, Callable[[Any], Any]] = {
    str: str,
    str | None: str,
    int: int,
    int | None: int,
    bool: "true".__eq__,
    tuple[str, ...]: tuple,
    dict[str, str]: dict,
}
_fields = cache(dataclasses.fields)

Made = TypeVar("Made")


def build(template: Document, *, check: bool = True) -> TemplateSpec:
    """Return the spec of a resolved template. check: whether its sources are checked, too.

    Raises SpecError with all mistakes.
    """
    builder = _Builder(template)
    if check:
        builder.check_sources(template.data, ())
    spec = builder.template()
    refuse(*builder.problems)
    return spec


@dataclass
class _Builder:
    """Builds the parts in the order of the file, and notes each reference to nothing."""

    file: Document
    problems: list[SpecProblem] = field(default_factory=list)
    used: dict[str, CodeList] = field(default_factory=dict)

    def template(self) -> TemplateSpec:
        data = self.file.data
        sheets = {name: self.sheet(name, sheet) for name, sheet in data["sheets"].items()}
        fields = {name: field for sheet in data["sheets"].values() for name, field in sheet["fields"].items()}
        months = _plain(data["months"])
        if "to" in months and _month(months["from"]) > _month(months["to"]):
            self.problem("months_order", ("months",))
        return self.made(
            TemplateSpec,
            data,
            id=data["spec"],
            first_month=_month(months["from"]),
            last_month=_month(months["to"]) if "to" in months else None,
            documents={name: "，".join(document.values()) for name, document in data["documents"].items()},
            sheets=sheets,
            rules=self.rules(data.get("rules", []), ("rules",), fields),
            other_templates=tuple(self.made(OtherTemplate, other) for other in data.get("other_templates", [])),
            guide=self.guide(data["guide"]) if "guide" in data else None,
            code_lists=self.used,
            amendments=len(data.get("amended", [])),
            digest=_digest(data),
            backing=_backing(data["months"]),
        )

    def made(self, cls: type[Made], data: dict[str, Any], **parts: Any) -> Made:
        """Return a part of the model with the texts of a mapping, and with other parts made of it."""
        made = {
            item.name: _FROM_TEXT[item.type](data[item.name])
            for item in _fields(cls)  # type: ignore[arg-type]
            if item.name in data and item.name not in parts and item.type in _FROM_TEXT
        }
        return cls(**made | parts | (self.sourced(data) if issubclass(cls, Sourced) else {}))

    def sourced(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the ``source`` and ``basis`` of a declaration, which is never surer than the template as a whole."""
        return {"source": Source(**data["source"]), "basis": weaker(data["basis"], self.file.data["basis"])}

    def sheet(self, name: str, data: dict[str, Any]) -> SheetSpec:
        path: Path_ = ("sheets", name)
        fields = {
            field_name: self.field(field_name, declaration, (*path, "fields", field_name), data["fields"])
            for field_name, declaration in data["fields"].items()
        }
        self.check_headers(fields.values(), (*path, "fields"))
        layout = data["layout"]
        self.check_layout(layout, (*path, "layout"))
        return self.made(
            SheetSpec,
            data,
            name=name,
            layout=self.made(Layout, {"title_columns": len(fields), "groups": {}, "instructions": {}, **layout}),
            fields=fields,
            rules=self.rules(data.get("rules", []), (*path, "rules"), data["fields"]),
            next_month=self.next_month(data, None, path),
        )

    def field(self, name: str, data: dict[str, Any], path: Path_, siblings: dict[str, Any]) -> FieldSpec:
        try:
            re.compile(data.get("regex", ""))
        except re.error as error:
            self.problem("bad_regex", (*path, "regex"), key=data["regex"], problem=str(error))
        self.check_field_rules(data, path)
        backing, data = _backing(data, self.file.data["basis"]), _plain(data)
        codes = self.code_list(data["codes"]) if "codes" in data else None
        for code in data.get("codes_only_when", {}) if codes else []:
            self.check_code(code, codes, (*path, "codes_only_when", code))
        return self.made(
            FieldSpec,
            data,
            name=name,
            backing=backing,
            constraints=_constraints(data),
            codes=codes,
            choices=self.made(Choices, data["choices"]) if "choices" in data else None,
            usual=self.made(Usual, usual, constraints=_constraints(usual)) if (usual := data.get("usual")) else None,
            required_when=self.condition(data.get("required_when", {}), (*path, "required_when"), siblings),
            required_at_age=self.age(age, (*path, "required_at_age"), siblings)
            if (age := data.get("required_at_age"))
            else None,
            applies_when=self.condition(data.get("applies_when", {}), (*path, "applies_when"), siblings),
            codes_only_when={
                code: self.condition(condition, (*path, "codes_only_when", code), siblings)
                for code, condition in data.get("codes_only_when", {}).items()
            },
            stages=self.stages(data["stages"], codes, (*path, "stages")) if "stages" in data else None,
            next_month=self.next_month(data, codes, path),
        )

    def next_month(self, data: dict[str, Any], codes: CodeList | None, path: Path_) -> NextMonthSpec | None:
        """Return what becomes of the answers to a field or a sheet, None where they stay. codes: of the field."""
        if "next_month" not in data:
            return None
        said = data["next_month"]
        for key_ in ("codes", "ask_about", "graduates"):
            for code in (*said.get(key_, ()), *(said[key_].values() if key_ == "codes" and key_ in said else ())):
                self.check_code(code, codes, (*path, "next_month", key_))
        return self.made(NextMonthSpec, said)

    def stages(self, data: dict[str, Any], codes: CodeList | None, path: Path_) -> Stages:
        for stage, listed in data["codes"].items():
            for index, code in enumerate(listed):
                self.check_code(code, codes, (*path, "codes", stage, index))
        return self.made(Stages, data, codes=_tuples(data["codes"]))

    def code_list(self, name: str) -> CodeList:
        if name not in self.used:
            data = self.file.data["code_lists"][name]
            codes = {
                code: Code(code, **{**entry, **{key: tuple(entry.get(key, ())) for key in ("aliases", "likely")}})
                for code, entry in data["codes"].items()
            }
            uncoded = self.made(Uncoded, said, names=tuple(said["names"])) if (said := data.get("uncoded")) else None
            self.used[name] = self.made(CodeList, data, name=name, codes=codes, uncoded=uncoded)
        return self.used[name]

    def condition(self, data: Mapping[str, Sequence[str]], path: Path_, fields: dict[str, Any]) -> Condition:
        for name, codes in data.items():
            self.check_field(name, fields, (*path, name))
            if listed := fields.get(name, {}).get("codes"):
                for index, code in enumerate(codes):
                    self.check_code(code, self.code_list(listed), (*path, name, index))
        return _tuples(data)

    def age(self, data: dict[str, str], path: Path_, fields: dict[str, Any]) -> AgeRange:
        self.check_limits(data, path)
        for name in ("born", "on"):
            self.check_date(data[name], fields, (*path, name))
        return AgeRange(born=data["born"], on=data["on"], least=_number(data, "min"), most=_number(data, "max"))

    def rules(
        self, data: list[dict[str, Any]], path: Path_, siblings: dict[str, dict[str, Any]]
    ) -> tuple[RuleSpec, ...]:
        rules = []
        for index, declaration in enumerate(data):
            names = [name for name in declaration if name not in ("source", "basis")]
            if len(names) != 1:
                self.problem("one_rule_each", (*path, index))
                continue
            params = rule_options.read(names[0], declaration[names[0]])
            rule = RuleSpec(
                name=names[0],
                params=params,
                fields=rule_options.names(names[0], params, "field", "date", "fields", "condition"),
                sheets=rule_options.names(names[0], params, "sheet"),
                **self.sourced(declaration),
            )
            self.check_rule(rule, siblings, (*path, index, rule.name))
            rules.append(rule)
        return tuple(rules)

    def guide(self, data: dict[str, Any]) -> Guide:
        sections = tuple((section["heading"], tuple(section["lines"])) for section in data["sections"])
        definitions = tuple(map(self.code_list, data.get("definitions", [])))
        return self.made(Guide, data, sections=sections, definitions=definitions)

    def check_sources(self, data: Any, path: Path_) -> None:
        """Every source must name a document of the spec."""
        documents = self.file.data["documents"]
        if isinstance(data, list):
            data = dict(enumerate(data))
        if not isinstance(data, dict):
            return
        for name, value in data.items():
            if name != "source" or "document" not in value:  # a field may be named so, too
                self.check_sources(value, (*path, name))
            elif value["document"] not in documents:
                place = self.file.place((*path, name, "document"))
                params = {"key": value["document"], "known": ", ".join(documents)}
                self.problems.append(SpecProblem("unknown_document", *place, params))

    def check_headers(self, fields: Iterable[FieldSpec], path: Path_) -> None:
        owners: dict[str, str] = {}
        for item in fields:
            for header in {key(header) for header in (item.header, *item.aliases)}:
                if owners.setdefault(header, item.name) != item.name:
                    self.problem("doubled_header", (*path, item.name), key=item.header, other=owners[header])

    def check_layout(self, data: dict[str, Any], path: Path_) -> None:
        if not int(data["title_row"]) < int(data["header_row"]) < int(data["first_row"]):
            self.problem("rows_order", (*path, "first_row"))
        for name in ("groups", "instructions"):
            for reference in data.get(name, {}):
                area = parse_area(reference)
                if area is None or area.top > area.bottom or area.left > area.right:
                    self.problem("area_order", (*path, name, reference), key=reference)

    def check_field_rules(self, data: dict[str, Any], path: Path_) -> None:
        """Note keys of a field that exclude each other, or need another one."""
        if "choices" in data and "codes" not in data:
            self.problem("choices_without_codes", (*path, "choices"))
        if "otherwise" in data and "applies_when" not in data:
            self.problem("half_condition", (*path, "otherwise"))
        if _plain(data).get("required") == "true" and {"required_when", "required_at_age"} & data.keys():
            self.problem("required_anyway", (*path, "required"))
        if "min" in data and "max" in data:
            self.check_limits(data, path)
        for name in ("type", "allowed", "regex", *_NUMBERS) if "codes" in data else ():
            if name in data:
                self.problem("value_rules_with_codes", (*path, name), key=name)

    def check_rule(self, rule: RuleSpec, fields: dict[str, dict[str, Any]], path: Path_) -> None:
        """What a declared rule names must be there, and of the kind that the rule is about."""
        sheets = self.file.data["sheets"]
        homes = [sheets[name]["fields"] for name in rule.sheets if name in sheets] or [fields]
        if rule_options.has_limits(rule.name):
            self.check_limits(rule.params, path)
        for name, option, value in rule_options.given(rule.name, rule.params):
            at = (*path, name) if name else path
            match option.kind:
                case "field":
                    for home in homes:
                        self.check_field(value, home, at)
                case "fields":
                    for field_name in value:
                        self.check_field(field_name, fields, at)
                case "date":
                    self.check_date(value, fields, at)
                case "sheet" if value not in sheets:
                    self.problem("unknown_sheet", at, key=value, known=sheets)
                case "condition":
                    self.condition(value, at, fields)
                case "codes" if rule.params["field"] in fields:
                    self.condition({rule.params["field"]: value}, at, fields)

    def check_date(self, name: str, fields: dict[str, Any], path: Path_) -> None:
        """What a rule takes for a date must be a field of dates."""
        self.check_field(name, fields, path)
        declared = _plain(fields.get(name, {}))
        if declared.get("type", "date") != "date" or "codes" in declared:
            self.problem("no_date", path, key=name)

    def check_limits(self, data: dict[str, Any], path: Path_) -> None:
        """There must be a least or a most, and the one not above the other."""
        if "min" not in data and "max" not in data:
            self.problem("no_limit", path)
        elif int(data.get("min", 0)) > int(data.get("max", data.get("min", 0))):
            self.problem("min_over_max", (*path, "min"))

    def check_field(self, name: str, fields: Iterable[str], path: Path_) -> None:
        if name not in fields:
            self.problem("unknown_field", path, key=name, known=fields)

    def check_code(self, code: str, codes: CodeList | None, path: Path_) -> None:
        if codes and code not in codes.codes:
            self.problem("unknown_code", path, key=code, list=codes.name, known=codes.codes)

    def problem(self, code: str, path: Path_, **params: Any) -> None:
        self.problems.append(self.file.problem(code, path, **params))


def _backing(data: dict[str, Any], basis: str = "stated") -> dict[str, Sourced]:
    """Return the sources of those values that have their own, never surer than the form, of that basis.

    That an answer is ``required`` says the portal itself, whatever the form is (S0 L257-259).
    """
    own = {key: value for key, value in data.items() if isinstance(value, dict) and "is" in value}
    return {
        key: Sourced(Source(**value["source"]), value["basis"] if key == "required" else weaker(value["basis"], basis))
        for key, value in own.items()
    }


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping in which the values that have a source of their own are bare."""
    return {key: value["is"] if isinstance(value, dict) and "is" in value else value for key, value in data.items()}


def _constraints(data: dict[str, Any]) -> dict[str, Any]:
    constraints: dict[str, Any] = {name: int(data[name]) for name in _NUMBERS if name in data}
    constraints.update({name: data[name] for name in ("allowed", "regex") if name in data})
    return constraints


def _tuples(lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in lists.items()}


def _number(data: dict[str, str], name: str) -> int | None:
    return int(data[name]) if name in data else None


def _month(text: str) -> Month:
    month = parse_month(text)
    assert month is not None  # noqa: S101 - the grammar has checked its form
    return month


def _digest(template: dict[str, Any]) -> str:
    said = {key: value for key, value in template.items() if key != "amended"}
    resolved = json.dumps(said, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(resolved.encode()).hexdigest()}"
