"""A form in hand compared with the declarations of a spec that are not stated."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from ...cached_property import cached_property
from ...errors import ReadError
from ...formats.instruction import allows_several, most_choices, waives
from ...spec import rule_options
from ...spec.model import Choices, CodeList, Condition, FieldSpec, RuleSpec, SheetSpec, Source, Sourced, TemplateSpec
from ...spec.own_template import is_named_own, is_own_text
from ...workbook import OpenedWorkbook
from ..findings import Evidence, Place
from ..matching import SheetMatch
from .form_lists import Agreement, FormList, agreement, differences, in_dropdown, in_texts, joined, list_of_form
from .form_texts import FormText, guide_texts, sheet_texts
from .quotations import quotation

_LONGEST_QUOTE = 60  # characters of a text that are quoted
_SENTENCES = re.compile(r"[。！!；;\n]")
_FOR_ALL = re.compile(r"所有|全部|各欄|每[個一]?欄")
_ITEM_HEAD = re.compile(r"[(（]?([A-Za-z])0*([0-9]{1,2})[)）]?[.．、:：\s]*(.*)", re.DOTALL)

_quotation = lru_cache(1024)(quotation)  # of the specs' own words


class Differing(NamedTuple):
    """A code list of the form that is not the spec's: what it has more, and what it lacks."""

    evidence: Evidence
    label: str
    added: list[str]
    gone: list[str]


@dataclass
class FormInHand:
    """What a workbook says of its own form.

    ``spec``: the spec by which it is checked, with the lists of the form. ``confirmed``: the evidence of declarations
    that are not stated, by their identity. ``resting``: the codes of rules that rest, each with the header of the
    column whose codes changed.
    """

    spec: TemplateSpec
    confirmed: dict[int, Evidence] = field(default_factory=dict)
    waived: list[Evidence] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)
    resting: list[tuple[str, str]] = field(default_factory=list)

    def doubtful(self, declared: Sourced) -> bool:
        """Return whether a declaration is neither stated by a document nor by the workbook."""
        return declared.doubtful and id(declared) not in self.confirmed

    def says(self, declared: Sourced) -> Evidence | None:
        """Return the evidence of a declaration."""
        return self.confirmed.get(id(declared))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that was found, each once."""
        found = (*self.confirmed.values(), *self.waived, *(item.evidence for item in self.differing))
        return tuple(dict.fromkeys(found))


def read_form(spec: TemplateSpec, matches: list[SheetMatch], opened: OpenedWorkbook) -> FormInHand:
    """Return what a workbook says of its form. The sheets in ``matches`` get the lists that it has.

    Of a spec whose form is known nothing is asked.
    """
    form = FormInHand(spec)
    if not spec.confirmed and not is_named_own(opened.workbook):
        _Reader(form, matches, opened).read()
    return form


class _Reader:
    """Compares sheet by sheet and column by column."""

    def __init__(self, form: FormInHand, matches: list[SheetMatch], opened: OpenedWorkbook) -> None:
        self.form = form
        self.opened = opened
        self.matches = matches
        self.checkable = [match for match in matches if match.checkable]
        self.texts = {match.spec.name: sheet_texts(match, _columns(match).values()) for match in self.checkable}
        self.waiving = {  # by sheet: the title that lets all columns be left out
            name: next((text for text in texts.title if _waives_all(text.text)), None)
            for name, texts in self.texts.items()
        }
        self.changed: dict[str, frozenset[str]] = {}  # by field: the codes that the form's list has otherwise

    def read(self) -> None:
        """Find all evidence, and give the matches and the form the spec that follows from it."""
        if any(is_own_text(text.text) for texts in self.texts.values() for text in texts.all):
            return
        for match in self.checkable:
            fields = {name: self.field(match, field) for name, field in match.spec.fields.items()}
            if any(fields[name] is not field for name, field in match.spec.fields.items()):
                match.spec = replace(match.spec, fields=fields)
        for match in self.checkable:
            match.spec = self.without_changed(match.spec)
            for rule in match.spec.rules:
                self.seek(rule, self.around(match, rule), f"sheets.{match.spec.name}.rules.{rule.name}")
        rules = self.not_resting(self.form.spec.rules)
        for rule in rules:
            texts = [text for match in self.checkable for text in self.around(match, rule)]
            self.seek(rule, texts, f"rules.{rule.name}")
        own = {match.spec.name: match.spec for match in self.checkable}
        if rules != self.form.spec.rules or any(own[name] is not self.form.spec.sheets[name] for name in own):
            self.form.spec = replace(self.form.spec, sheets={**self.form.spec.sheets, **own}, rules=rules)

    def field(self, match: SheetMatch, field: FieldSpec) -> FieldSpec:
        """Return a field as the form in hand has it."""
        number = _columns(match).get(field.name)
        if number is None:
            return field
        path, texts = f"sheets.{match.spec.name}.fields.{field.name}", self.texts[match.spec.name]
        own = texts.columns[number]
        field = self.with_list(match, field, number, path)
        field = self.as_instructed(field, own, match.spec.name)
        for declared in filter(None, (field, field.choices, *field.backing.values())):
            self.seek(declared, [*own, *texts.title], path)
        if field.codes and not (field.applies_when or field.required_when) and (found := self.form.says(field.codes)):
            self.form.confirmed.setdefault(id(field), found)
        return field

    def with_list(self, match: SheetMatch, field: FieldSpec, number: int, path: str) -> FieldSpec:
        """Return a field with the code list that its column gives, where that is not the spec's."""
        if field.codes is None or match.sheet is None:
            return field
        listed = self.list_of(match, field, field.codes, number)
        if listed is None:
            return self.with_guide(field, field.codes, path)
        agreed, differing = agreement(field.codes, listed)
        if agreed is Agreement.UNCLEAR:
            return self.with_guide(field, field.codes, path)
        evidence = Evidence(f"{path}.codes", listed.text.place, _shortened(listed.text.text))
        if agreed is Agreement.SAME:
            self.form.confirmed.setdefault(id(field.codes), evidence)
            return _own(field, offered=listed.offered) if listed.offered else field
        codes = list_of_form(field.codes, listed)
        self.form.differing.append(Differing(evidence, field.header, *differences(field.codes, codes.codes)))
        self.form.confirmed[id(codes)] = evidence
        self.changed[field.name] = self.changed.get(field.name, frozenset()) | differing
        return _own(field, codes=codes, stages=None, offered=listed.offered)

    def list_of(self, match: SheetMatch, field: FieldSpec, codes: CodeList, number: int) -> FormList | None:
        """Return the list of a column: all that its texts and its dropdown have."""
        assert match.sheet is not None  # noqa: S101 - its columns were found
        columns = self.texts[match.spec.name].columns
        written = in_texts(columns[number], self.texts_behind(match, number), codes, field.none)
        entries = self.opened.offered(match.sheet.name, match.first_row, number)
        if not entries:
            return written
        place = Place(match.sheet.name, match.first_row, number)
        offered = in_dropdown(entries, FormText(place, "、".join(entries)), codes, field.none)
        return joined(offered, written) if written else offered

    def texts_behind(self, match: SheetMatch, number: int) -> list[FormText]:
        """Return the texts of the next column, where a long list may go on: no list of codes is its own."""
        fields = match.spec.fields
        after = next((name for name, column in _columns(match).items() if column == number + 1), None)
        return [] if after is None or fields[after].codes else self.texts[match.spec.name].columns[number + 1]

    def with_guide(self, field: FieldSpec, codes: CodeList, path: str) -> FieldSpec:
        """Look for a field's list in 填報說明, where it can confirm only: «T01.人際困擾：學生在…»."""
        listed = self.defined.get(codes.prefix.casefold()) if codes.prefix and codes.doubtful else None
        if listed and agreement(codes, listed)[0] is Agreement.SAME:
            evidence = Evidence(f"{path}.codes", listed.text.place, _shortened(listed.text.text))
            self.form.confirmed.setdefault(id(codes), evidence)
        return field

    def as_instructed(self, field: FieldSpec, own: list[FormText], sheet: str) -> FieldSpec:
        """Return a field that asks for no more than the instructions of its column do."""
        said = "\n".join(text.text for text in own)
        if field.required or field.required_when or field.required_at_age:
            waiving = next((text for text in own if waives(text.text)), None) if waives(said) else self.waiving[sheet]
            if waiving:
                declaration = f"sheets.{sheet}.fields.{field.name}.required"
                self.form.waived.append(Evidence(declaration, waiving.place, _shortened(waiving.text)))
                field = _own(field, required=False, required_when={}, required_at_age=None)
        if field.codes and not field.choices and allows_several(said):
            several = next(text for text in own if allows_several(text.text))
            source = Source("", several.place.cell or "", _shortened(several.text))
            field = _own(field, choices=Choices(source, "assumed", ",", most_choices(said)))
        elif field.choices and (most := most_choices(said) or field.choices.most) != field.choices.most:
            field = _own(field, choices=replace(field.choices, most=most))
        return field

    def seek(self, declared: Sourced, texts: Iterable[FormText], path: str) -> None:
        """Look for the quotation of a declaration that is not stated."""
        sought = _quotation(declared.source.quote) if declared.doubtful and declared.source.quote else None
        if not sought or not sought.pieces or id(declared) in self.form.confirmed:
            return
        found = next((text for text in chain(texts, self.guide) if sought.found_in(text.comparable)), None)
        if found:
            self.form.confirmed[id(declared)] = Evidence(path, found.place, _shortened(found.text))

    def around(self, match: SheetMatch, rule: RuleSpec) -> list[FormText]:
        """Return the texts where a sheet may say what a rule declares: its title, and the columns of the rule."""
        texts, columns = self.texts[match.spec.name], _columns(match)
        own = (texts.columns[columns[name]] for name in rule.fields if name in columns)
        return [*texts.title, *chain(*own)]

    def without_changed(self, sheet: SheetSpec) -> SheetSpec:
        """Return a sheet in which the rules rest that name a code which the form's list has otherwise."""
        if not self.changed:
            return sheet
        fields = {name: self.field_without_changed(field) for name, field in sheet.fields.items()}
        return replace(sheet, fields=fields, rules=self.not_resting(sheet.rules))

    def field_without_changed(self, field: FieldSpec) -> FieldSpec:
        only_when = {
            code: condition
            for code, condition in field.codes_only_when.items()
            if not self.rests("codes_only_when", {field.name: (code,)}, condition)
        }
        if len(only_when) < len(field.codes_only_when):
            field = _own(field, codes_only_when=only_when)
        if self.rests("placeholder_expected", field.applies_when):
            field = _own(field, applies_when={}, otherwise=None, choices=_with_none(field))
        if self.rests("required", field.required_when):
            field = _own(field, required_when={})
        return field

    def not_resting(self, rules: tuple[RuleSpec, ...]) -> tuple[RuleSpec, ...]:
        return tuple(rule for rule in rules if not self.rests(rule.name, *_conditions(rule)))

    def rests(self, code: str, *conditions: Condition) -> bool:
        """Return whether a rule rests, for a code that it names is another one in the form; note it down."""
        named = ((name, self.changed.get(name)) for condition in conditions for name in condition)
        changed = [
            name for name, codes in named if codes and any(codes.intersection(c.get(name, ())) for c in conditions)
        ]
        self.form.resting += [(code, name) for name in dict.fromkeys(changed)]
        return bool(changed)

    @cached_property
    def guide(self) -> list[FormText]:
        """The texts of 填報說明."""
        try:
            return [text for text in guide_texts(self.opened, self.matches) if not is_own_text(text.text)]
        except ReadError:
            return []

    @cached_property
    def defined(self) -> dict[str, FormList]:
        """The lists in 填報說明, by the prefix of their codes."""
        lists: dict[str, FormList] = {}
        for text in self.guide:
            for line in text.text.split("\n"):
                if item := _ITEM_HEAD.match(line.strip()):
                    prefix, code, label = item.groups()
                    lists.setdefault(prefix.casefold(), FormList({}, text)).codes.setdefault(code, label)
        return lists


def _columns(match: SheetMatch) -> dict[str, int]:
    return {**match.columns, **match.renamed}


def _own(field: FieldSpec, **changes: Any) -> FieldSpec:
    """Return a field as one workbook's form has it, of which nothing is cached for the next workbook."""
    return replace(field, **{"offered": field.offered or {}, **changes})


def _conditions(rule: RuleSpec) -> Iterator[Condition]:
    """Yield the codes that a rule names, by their fields."""
    for _, option, value in rule_options.given(rule.name, rule.params):
        if option.kind == "condition":
            yield value
        elif option.kind == "codes":
            yield {rule.params["field"]: tuple(value)}


def _with_none(field: FieldSpec) -> Choices | None:
    """Return the choices of a field that no condition holds for any more: what was due otherwise may still be typed."""
    return replace(field.choices, none=field.none) if field.choices else None


def _waives_all(text: str) -> bool:
    return any(_FOR_ALL.search(sentence) and waives(sentence) for sentence in _SENTENCES.split(text))


def _shortened(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST_QUOTE].split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
