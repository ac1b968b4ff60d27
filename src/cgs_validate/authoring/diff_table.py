"""修正對照表: the changes between two specs as a table of three columns: after, before, and what it means, in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from ..checking.messages import Catalog
from ..spec.code_list import CodeList
from ..spec.model import FieldSpec, RuleSpec, SheetSpec, TemplateSpec
from ..spec.source import Sourced
from ..workbook import column_letters
from .code_meanings import naming
from .describe import Fields, Wording
from .diff import Change, Meaning, Place, compare

_OWN = ("header", "field", "title")  # changes that the head of an entry shows itself
_BACKING = ("basis", "choices", "usual")  # of sources the words do not matter
_ALIKE = 0.5  # texts with less in common are not compared word by word
_WORDS = re.compile(r"[0-9]+|[A-Za-z]+|.", re.DOTALL)


class Piece(NamedTuple):
    """A stretch of a cell's text; ``changed``: the other column does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """One line of an entry across the three columns; ``meaning`` and ``note`` where it is a change."""

    after: tuple[Piece, ...]
    before: tuple[Piece, ...]
    meaning: Meaning | None = None
    note: str = ""
    head: bool = False


@dataclass(frozen=True)
class Section:
    """The entries of a sheet, or of another part of the form; each entry is a column, a code list or a rule."""

    title: str
    entries: list[list[Line]]


@dataclass(frozen=True)
class ComparisonTable:
    """The whole table, and how many changes there are of each meaning."""

    old: TemplateSpec
    new: TemplateSpec
    counts: dict[Meaning, int]
    sections: list[Section]


def comparison_table(old: TemplateSpec, new: TemplateSpec, words: Catalog) -> ComparisonTable:
    """Return the table of what changed from one spec to another."""
    changes = compare(old, new)
    meanings = [change.meaning for change in changes]
    counts = {meaning: meanings.count(meaning) for meaning in Meaning if meaning in meanings}
    return ComparisonTable(old, new, counts, list(_Table(old, new, words).sections(changes)))


@dataclass(frozen=True)
class _Table:
    old: TemplateSpec
    new: TemplateSpec
    catalog: Catalog

    @property
    def words(self) -> Any:
        return self.catalog.sentences["comparison"]

    def wording(self, spec: TemplateSpec) -> Wording:
        return Wording(spec, self.catalog)

    def sections(self, changes: Iterable[Change]) -> Iterator[Section]:
        """Yield the parts of the form that changed; where only the source of something did, it comes last."""
        parts: dict[tuple[bool, str], list[Change]] = {}
        for change in changes:
            parts.setdefault(self._part(change), []).append(change)
        for (of_sources, title), found in sorted(parts.items(), key=lambda part: part[0][0]):
            whole = str(self.words["sources"]).format(part=title) if of_sources else title
            yield Section(whole, list(self._entries(found)))

    def _part(self, change: Change) -> tuple[bool, str]:
        """Return whether a change is only of the source, and the part of the form that it is in."""
        of_sources = change.meaning is Meaning.SOURCE and change.key != "status"
        sheet = self._sheet(self.new, change.place) or self._sheet(self.old, change.place)
        if sheet:
            return of_sources, str(self.words["sheet"]).format(sheet=sheet.label)
        part = "codes" if change.place.codes else "guide" if change.key == "guide" else "template"
        return of_sources, str(self.words[part])

    def _entries(self, changes: Iterable[Change]) -> Iterator[list[Line]]:
        for place, group in groupby(changes, lambda change: change.place):
            if place.field or place.codes:
                yield list(self._under_head(place, list(group)))
            else:
                yield from ([self._line(change)] for change in group)

    def _under_head(self, place: Place, changes: list[Change]) -> Iterator[Line]:
        """Yield a head with its own change where it is new, gone or renamed, then the other changes."""
        after, before = (self._head(spec, place) for spec in (self.new, self.old))
        own = next((change for change in changes if change.key in _OWN), None)
        yield self._drawn(after or str(self.words["removed"]), before or str(self.words["unused"]), own, head=True)
        for change in changes:
            if change.key == "field":
                after = self._asked(self.new, place, change.after)
                before = self._asked(self.old, place, change.before)
                yield self._drawn(after, before)
            elif change is not own:
                yield self._line(change)

    def _head(self, spec: TemplateSpec, place: Place) -> str:
        if place.codes:
            codes = self._code_list(spec, place.codes)
            users = [field.header for field in spec.fields.values() if field.codes == codes]
            return codes.title + str(self.words["used_by"]).format(fields=self.wording(spec).items(users))
        sheet = self._sheet(spec, place)
        if not sheet or place.field not in sheet.fields:
            return ""
        letters = column_letters(list(sheet.fields).index(place.field) + 1)
        return f"{letters} {sheet.fields[place.field].header}"

    def _code_list(self, spec: TemplateSpec, name: str) -> CodeList:
        """Return the list that holds in a spec the place of the new one of that name."""
        if spec is self.old:
            users = [field.name for field in self.new.fields.values() if field.codes and field.codes.name == name]
            lists = (self.old.fields[user].codes for user in users if user in self.old.fields)
            return next(filter(None, lists))
        return spec.code_lists[name]

    def _asked(self, spec: TemplateSpec, place: Place, field: FieldSpec | None) -> str:
        sheet = self._sheet(spec, place)
        return self.wording(spec).asks(sheet, field) if sheet and field else ""

    def _line(self, change: Change) -> Line:
        after = self._value(self.new, change, change.after)
        before = self._value(self.old, change, change.before)
        return self._drawn(after, before, change)

    def _value(self, spec: TemplateSpec, change: Change, value: Any) -> str:
        if change.key == "order":
            order, fields = self.wording(spec).words["order"], self._fields(spec, change.place)
            return str(order["says"]).format(value=fields[value].header) if value else str(order["first"])
        if isinstance(value, SheetSpec):
            return value.sheet_name
        if value is None:
            return ""
        if isinstance(value, Sourced) and change.before and change.after:
            return "\n".join(self._backing(spec, change, value))
        return self.wording(spec).says(change.key, value, self._fields(spec, change.place))

    def _backing(self, spec: TemplateSpec, change: Change, declared: Sourced) -> Iterator[str]:
        wording = self.wording(spec)
        if isinstance(declared, RuleSpec):
            yield wording.rule(declared, self._fields(spec, change.place))
        elif change.key != "basis":
            yield wording.name(change.key)
        yield wording.basis(declared)
        yield wording.source(declared)

    def _drawn(self, after: str, before: str, change: Change | None = None, *, head: bool = False) -> Line:
        in_detail = change and not head and change.key not in _BACKING
        pieces = _compared(after, before) if in_detail else ((Piece(after),), (Piece(before),))
        meaning = change.meaning if change else None
        return Line(*pieces, meaning, self._note(change) if change else "", head)

    def _note(self, change: Change) -> str:
        notes, doings = self.words["change_notes"], self.words["doings"]
        if change.meaning is Meaning.REUSED:
            named = naming(self.new, self.new.code_lists[str(change.place.codes)], change.after[0])
            return str(notes["reused"]).format(rules=self.wording(self.new).items(map(str, named)))
        for key in (f"{change.meaning}_{change.key}", str(change.meaning)):
            if key in notes:
                return str(notes[key])
        doing = "added" if change.before is None else "dropped" if change.after is None else "changed"
        return str(doings[doing]).format(name=self.wording(self.new).name(change.key))

    @staticmethod
    def _sheet(spec: TemplateSpec, place: Place) -> SheetSpec | None:
        return spec.sheets.get(place.sheet) if place.sheet else None

    def _fields(self, spec: TemplateSpec, place: Place) -> Fields:
        sheet = self._sheet(spec, place)
        return sheet.fields if sheet else spec.fields


def _compared(after: str, before: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two texts in pieces, those that the other does not have marked, if the texts have enough in common."""
    new, old = _WORDS.findall(after), _WORDS.findall(before)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not before or not after or matcher.ratio() < _ALIKE:
        return (Piece(after),), (Piece(before),)
    codes = matcher.get_opcodes()
    return (
        tuple(Piece("".join(new[start:end]), tag != "equal") for tag, _, _, start, end in codes if end > start),
        tuple(Piece("".join(old[start:end]), tag != "equal") for tag, start, end, _, _ in codes if end > start),
    )
