"""A form in hand compared with the declarations of a spec that are not stated."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from ...cached_property import cached_property
from ...errors import ReadError
from ...formats.instruction import waives_all
from ...spec.code_list import CodeList
from ...spec.model import FieldSpec, RuleSpec, TemplateSpec
from ...spec.own_template import is_named_own, is_own_text
from ...spec.source import Sourced
from ...workbook import OpenedWorkbook
from ..findings import Evidence
from ..sheet_match import SheetMatch
from .column_lists import ColumnLists, defined_lists
from .form_lists import Agreement, FormList, differences, list_of_form
from .form_texts import FormText, SheetTexts, columns_of, guide_texts, sheet_texts, shortened
from .instructed import as_in_form, as_instructed
from .quotations import quotation
from .suspended import Suspension
from .withheld import withholding_names

_quotation = lru_cache(1024)(quotation)  # of the specs' own words


class OtherCodes(NamedTuple):
    """A code list of the form that is not the spec's: what it has more, and what it lacks."""

    evidence: Evidence
    label: str
    added: list[str]
    gone: list[str]


@dataclass
class FormInHand:
    """What a workbook says of its own form.

    ``spec``: the spec by which it is checked, with the lists of the form. ``confirmed``: the evidence of declarations
    that are not stated, by their identity; ``lists``: that of code lists, by the identity of the field that has them.
    ``own_lists``: the code lists that are the form's alone. ``waived``: where a column may be left out. ``suspended``:
    rules that cannot be checked, each with the sheet and the field whose codes are others.
    """

    spec: TemplateSpec
    confirmed: dict[int, Evidence] = field(default_factory=dict)
    lists: dict[int, Evidence] = field(default_factory=dict)
    own_lists: list[CodeList] = field(default_factory=list)
    waived: list[Evidence] = field(default_factory=list)
    other_codes: list[OtherCodes] = field(default_factory=list)
    suspended: list[tuple[str, str, str]] = field(default_factory=list)

    def evidence_for(self, declared: Sourced, about: Sourced | None = None) -> Evidence | None:
        """Return where the workbook says what is declared. about: the field, where that is its code list."""
        if isinstance(about, FieldSpec) and declared is about.codes:
            return self.lists.get(id(about))
        return self.confirmed.get(id(declared))

    def doubtful(self, declared: Sourced, about: Sourced | None = None) -> bool:
        """Return whether a declaration is neither stated by a document nor by the workbook."""
        return declared.doubtful and self.evidence_for(declared, about) is None

    def withhold(self, without_names: Callable[[Evidence], Evidence]) -> None:
        """Leave out words that may name a person."""
        self.confirmed = {declared: without_names(found) for declared, found in self.confirmed.items()}
        self.lists = {declared: without_names(found) for declared, found in self.lists.items()}
        self.waived = list(map(without_names, self.waived))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where the workbook confirms the spec, each place and declaration once."""
        return tuple(dict.fromkeys((*self.lists.values(), *self.confirmed.values())))


def read_form(spec: TemplateSpec, matches: list[SheetMatch], opened: OpenedWorkbook) -> FormInHand:
    """Return what a workbook says of its form. The sheets in ``matches`` get the lists that it has.

    Of a spec whose form is known nothing is asked.
    """
    form = FormInHand(spec)
    if not spec.confirmed and not is_named_own(opened.workbook):
        _Reader(form, matches, opened).read()
        form.withhold(withholding_names(spec))
    return form


class _Reader:
    """Finds first what the form has otherwise than the spec, then the words that confirm what is left."""

    def __init__(self, form: FormInHand, matches: list[SheetMatch], opened: OpenedWorkbook) -> None:
        self.form = form
        self.opened = opened
        self.matches = matches
        self.checkable = [match for match in matches if match.checkable]
        self.texts = {match.spec.name: sheet_texts(match) for match in self.checkable}
        self.lists: dict[tuple[str, str], Evidence] = {}  # by sheet and field
        self.suspension = Suspension()

    def read(self) -> None:
        """Find all evidence, and give the matches and the form the spec that follows from it."""
        if any(is_own_text(text.text) for texts in self.texts.values() for text in texts.all):
            return
        for match in self.checkable:
            self.use_own_lists(match)
        for match in self.checkable:
            match.spec = self.suspension.sheet(match.spec)
            self.use_instructions(match)
        self.use_specs_of_matches()
        for match in self.checkable:
            self.confirm(match)
        for rule in self.form.spec.rules:
            texts = [text for match in self.checkable for text in self.around(match, rule)]
            self.seek(rule, texts, f"rules.{rule.name}")
        self.form.suspended = self.suspension.rules

    def use_own_lists(self, match: SheetMatch) -> None:
        """Give a sheet's fields the code lists that their columns have, where those are not the spec's."""
        lists = ColumnLists(match, self.texts[match.spec.name].columns, self.opened)
        fields = {name: self.with_list(match, item, lists) for name, item in match.spec.fields.items()}
        _use(match, fields)

    def with_list(self, match: SheetMatch, item: FieldSpec, lists: ColumnLists) -> FieldSpec:
        listed = lists.of(item) or self.longer_in_guide(item) if item.codes else None
        if item.codes is None or listed is None:
            return item
        agreed, differing = listed.agreement(item.codes)
        evidence = Evidence(f"{_path(match, item)}.codes", listed.text.place, listed.text.quote)
        if agreed is Agreement.OTHER:
            codes = list_of_form(item.codes, listed)
            self.suspension.changed[match.spec.name, item.name] = differing
            self.form.own_lists.append(codes)
            label = match.label(item.name)
            self.form.other_codes.append(OtherCodes(evidence, label, *differences(item.codes, codes.codes)))
            item = as_in_form(item, codes=codes, stages=None, offered=listed.offered)
        elif agreed is Agreement.SAME and listed.offered:
            item = as_in_form(item, offered=listed.offered)
        if agreed is not Agreement.UNCLEAR:
            self.lists[match.spec.name, item.name] = evidence
        return item

    def use_instructions(self, match: SheetMatch) -> None:
        """Give a sheet fields that ask for no more than the instructions do."""
        texts = self.texts[match.spec.name]
        waiving = next((text for text in texts.title if waives_all(text.text)), None)
        fields = {}
        for name, item in match.spec.fields.items():
            own = texts.columns.get(columns_of(match).get(name, 0), [])
            fields[name], text = as_instructed(item, own, waiving)
            if text:
                self.form.waived.append(Evidence(f"{_path(match, item)}.required", text.place, text.quote))
        _use(match, fields)

    def use_specs_of_matches(self) -> None:
        rules = self.suspension.left(self.form.spec.rules, self.form.spec.sheets)
        own = {match.spec.name: match.spec for match in self.checkable}
        if rules != self.form.spec.rules or any(own[name] is not self.form.spec.sheets[name] for name in own):
            self.form.spec = replace(self.form.spec, sheets={**self.form.spec.sheets, **own}, rules=rules)

    def confirm(self, match: SheetMatch) -> None:
        """Look for what a sheet's declarations that are not stated rest on."""
        texts, columns = self.texts[match.spec.name], columns_of(match)
        for item in match.spec.fields.values():
            if item.name in columns:
                self.confirm_field(match, item, texts, texts.columns[columns[item.name]])
        for rule in match.spec.rules:
            self.seek(rule, self.around(match, rule), f"sheets.{match.spec.name}.rules.{rule.name}")

    def confirm_field(self, match: SheetMatch, item: FieldSpec, texts: SheetTexts, own: list[FormText]) -> None:
        path = _path(match, item)
        found = self.lists.get((match.spec.name, item.name)) or self.in_guide(item, path)
        if found:
            self.form.lists[id(item)] = found
        for declared in filter(None, (item, item.choices, *item.backing.values())):
            self.seek(declared, [*own, *texts.title], path)
        if found and not (item.applies_when or item.required_when):  # the list is all that the field declares
            self.form.confirmed.setdefault(id(item), found)

    def in_guide(self, item: FieldSpec, path: str) -> Evidence | None:
        """Return where 填報說明 has a field's list."""
        if not item.codes or not item.codes.doubtful:
            return None
        listed = self.defined_for(item)
        same = listed and listed.agreement(item.codes)[0] is Agreement.SAME
        return Evidence(f"{path}.codes", listed.text.place, listed.text.quote) if listed and same else None

    def longer_in_guide(self, item: FieldSpec) -> FormList | None:
        """Return the list of 填報說明 that has all of a field's codes, and more; a shorter one may not be whole."""
        listed = self.defined_for(item)
        return listed if item.codes and listed and listed.codes.keys() > item.codes.codes.keys() else None

    def defined_for(self, item: FieldSpec) -> FormList | None:
        return self.defined.get(item.codes.prefix.casefold()) if item.codes and item.codes.prefix else None

    def seek(self, declared: Sourced, texts: Iterable[FormText], path: str) -> None:
        """Look for the quotation of a declaration that is not stated."""
        sought = _quotation(declared.source.quote) if declared.doubtful and declared.source.quote else None
        if not sought or not sought.pieces:
            return
        found = next((text for text in chain(texts, self.guide) if sought.found_in(text.comparable)), None)
        if found:
            said = shortened(sought.sentence_of(found.text, found.sentences))
            self.form.confirmed[id(declared)] = Evidence(path, found.place, said)

    def around(self, match: SheetMatch, rule: RuleSpec) -> list[FormText]:
        """Return the texts where a sheet may say what a rule declares: its title, and the columns of the rule."""
        texts, columns = self.texts[match.spec.name], columns_of(match)
        return [*texts.title, *chain(*(texts.columns[columns[name]] for name in rule.fields if name in columns))]

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
        return defined_lists(self.guide)


def _use(match: SheetMatch, fields: dict[str, FieldSpec]) -> None:
    if any(fields[name] is not item for name, item in match.spec.fields.items()):
        match.spec = replace(match.spec, fields=fields)


def _path(match: SheetMatch, item: FieldSpec) -> str:
    return f"sheets.{match.spec.name}.fields.{item.name}"
