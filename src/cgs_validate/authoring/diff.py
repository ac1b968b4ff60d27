"""Two specs compared: what differs, where, and what that means for the teacher, without a sentence in it.

Sheets, columns and code lists are known by the spec's own names, which stay the same over the years.
"""

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from ..checking.findings import Severity
from ..checking.rules import RULES, severity_of
from ..spec.code_list import Code, CodeList
from ..spec.model import Condition, FieldSpec, Guide, RuleSpec, SheetSpec, TemplateSpec
from ..spec.source import Sourced
from ..text import key as comparable
from ..workbook import parse_area
from .code_meanings import list_pairs, naming, same_meaning
from .describe import next_month, requirements


class Meaning(StrEnum):
    """What a change means for a teacher who fills in the form, the most important first."""

    NEW = "new"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    REUSED = "reused"
    STRICTER = "stricter"
    LOOSER = "looser"
    BLOCKS = "blocks"
    WARNS = "warns"
    OTHER = "other"
    WORDING = "wording"
    SOURCE = "source"


class Place(NamedTuple):
    """Where a change is: the whole template, a sheet, a column of it, or a code list (by its name in the new spec)."""

    sheet: str | None = None
    field: str | None = None
    codes: str | None = None


@dataclass(frozen=True)
class Change:
    """One difference. ``key``: what differs there; ``before``, ``after``: its values, None where there is none."""

    meaning: Meaning
    place: Place
    key: str
    before: Any
    after: Any


Direction = Callable[[Any, Any], Meaning]


def limit(wider: Callable[[Any, Any], bool]) -> Direction:
    """Return how a limit changes: ``wider(one, other)`` where one allows all that other does; None is no limit."""

    def meaning(before: Any, after: Any) -> Meaning:
        looser = after is None or (before is not None and wider(after, before))
        stricter = before is None or (after is not None and wider(before, after))
        if looser and stricter:
            return Meaning.WORDING
        return Meaning.LOOSER if looser else Meaning.STRICTER if stricter else Meaning.OTHER

    return meaning


def licence(before: Any, after: Any) -> Meaning:
    """Return how an additional way to answer changes."""
    return Meaning.LOOSER if before is None else Meaning.STRICTER if after is None else Meaning.OTHER


def always(meaning: Meaning) -> Direction:
    """Return a direction that is the same for every change."""
    return lambda _before, _after: meaning


def _wider_condition(one: Condition, other: Condition) -> bool:
    return all(name in other and set(codes) >= set(other[name]) for name, codes in one.items())


def _wider_conditions(one: dict[str, Condition], other: dict[str, Condition]) -> bool:
    return all(code in other and _wider_condition(condition, other[code]) for code, condition in one.items())


def _renamed(before: str, after: str) -> Meaning:
    return Meaning.WORDING if comparable(before) == comparable(after) else Meaning.RENAMED


SUPERSET = limit(lambda one, other: set(one) >= set(other))
LEAST, MOST = limit(operator.le), limit(operator.ge)
INCOMPARABLE = limit(lambda _one, _other: False)

DIRECTIONS: dict[str, Direction] = {
    # a field
    "header": _renamed,
    "type": limit(lambda one, _other: one == "string"),
    "codes": SUPERSET,
    "most": MOST,
    "none": licence,
    "required": LEAST,
    "required_when": limit(lambda one, other: _wider_condition(other, one)),
    "required_at_age": INCOMPARABLE,
    "allowed": SUPERSET,
    "regex": INCOMPARABLE,
    **dict.fromkeys(("min", "minlength", "usual_min"), LEAST),
    **dict.fromkeys(("max", "maxlength", "usual_max"), MOST),
    **dict.fromkeys(
        ("calendar", "row_each", "separator", "applies_when", "otherwise", "nothing"), always(Meaning.OTHER)
    ),
    **dict.fromkeys(("next_codes", "next_blank", "next_ask_about", "next_graduates"), always(Meaning.OTHER)),
    "codes_only_when": limit(_wider_conditions),
    "stages": limit(_wider_condition),
    "personal_data": limit(lambda one, other: set(one) <= set(other)),
    **dict.fromkeys(("aliases", "instructions"), always(Meaning.WORDING)),
    # a sheet
    "sheet_name": _renamed,
    "matches": SUPERSET,
    **dict.fromkeys(("title_row", "header_row", "first_row"), always(Meaning.MOVED)),
    **dict.fromkeys(("title", "groups", "instructed"), always(Meaning.WORDING)),
    "rules": INCOMPARABLE,
    # a template
    **dict.fromkeys(("months", "other_templates"), always(Meaning.OTHER)),
    **dict.fromkeys(("status", "documents"), always(Meaning.SOURCE)),
    "guide": always(Meaning.WORDING),
    # a code list
    **dict.fromkeys(("prefix", "labels", "code_aliases", "definitions", "uncoded"), always(Meaning.WORDING)),
}

_OF_MONTHS = {"from": "months", "to": "months"}


def compare(old: TemplateSpec, new: TemplateSpec) -> list[Change]:
    """Return the differences in the order of the new form; what it no longer has is where it was."""
    changes = [*_template(old, new)]
    for name in merged(old.sheets, new.sheets):
        changes += _sheet(Place(name), old.sheets.get(name), new.sheets.get(name))
    changes += _code_lists(old, new)
    changes += _differing(Place(), _guide(old.guide), _guide(new.guide))
    return list(_backed_once(changes))


def merged(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """Return all names in the order of after, those that only before has behind the neighbour that they had."""
    order, known = list(after), set(after)
    for neighbour, name in pairwise([None, *before]):
        if name is not None and name not in known:
            order.insert(order.index(neighbour) + 1 if neighbour is not None else 0, name)
    return order


def _backed_once(changes: list[Change]) -> Iterator[Change]:
    """Yield the changes; where the whole template became surer or less sure, its parts do not say so again."""
    whole = {change.meaning for change in changes if change.place == Place() and change.key == "basis"}
    for change in changes:
        again = change.meaning in whole and change.place != Place()
        yield replace(change, meaning=Meaning.SOURCE) if again else change


def _template(old: TemplateSpec, new: TemplateSpec) -> Iterator[Change]:
    yield from _differing(Place(), _of_template(old), _of_template(new))
    yield from _backing(Place(), "basis", old, new, blocks=True)
    yield from _own_backing(Place(), old, new, merged(old.backing, new.backing))
    yield from _differing(Place(), _documents(old), _documents(new))
    yield from _rules(Place(), old.rules, new.rules)


def _of_template(spec: TemplateSpec) -> dict[str, Any]:
    return {
        "title": spec.title,
        "months": (spec.first_month, spec.last_month),
        "status": spec.status,
        "other_templates": tuple(header for other in spec.other_templates for header in other.headers) or None,
    }


def _documents(spec: TemplateSpec) -> dict[str, Any]:
    return {f"documents {name}": (name, title) for name, title in spec.documents.items()}


def _sheet(place: Place, old: SheetSpec | None, new: SheetSpec | None) -> Iterator[Change]:
    if old and new:
        yield from _differing(place, _of_sheet(old), _of_sheet(new))
        yield from _backing(place, "basis", old, new, blocks=True)
    else:
        yield Change(Meaning.REMOVED if old else Meaning.NEW, place, "sheet", old, new)
    before, after = (sheet.fields if sheet else {} for sheet in (old, new))
    moved = moved_names([name for name in before if name in after], [name for name in after if name in before])
    left_of_old, left_of_new = (dict(zip(names, [None, *names], strict=False)) for names in (before, after))
    for name in merged(before, after):
        at = place._replace(field=name)
        if name not in before or name not in after:
            meaning = Meaning.REMOVED if name in before else Meaning.NEW
            yield Change(meaning, at, "field", before.get(name), after.get(name))
            continue
        if name in moved:
            yield Change(Meaning.MOVED, at, "order", left_of_old[name], left_of_new[name])
        yield from _field(at, before[name], after[name])
        if old and new and old.layout.instructions and new.layout.instructions:
            yield from _differing(at, _instructions(old, name), _instructions(new, name))
    yield from _rules(place, old.rules if old else (), new.rules if new else ())


def _of_sheet(sheet: SheetSpec) -> dict[str, Any]:
    layout = sheet.layout
    return {
        "sheet_name": sheet.sheet_name,
        "matches": sheet.matches,
        "title": sheet.title,
        "title_row": layout.title_row,
        "header_row": layout.header_row,
        "first_row": layout.first_row,
        "groups": tuple(layout.groups.values()) or None,
        "instructed": bool(layout.instructions),
        **next_month(sheet.next_month),
    }


def _instructions(sheet: SheetSpec, field: str) -> dict[str, Any]:
    column = list(sheet.fields).index(field) + 1
    areas = ((parse_area(reference), text) for reference, text in sheet.layout.instructions.items())
    text = "\n".join(text for area, text in areas if area and area.left <= column <= area.right)
    return {"instructions": text} if text else {}


def _field(place: Place, old: FieldSpec, new: FieldSpec) -> Iterator[Change]:
    before, after = _of_field(old), _of_field(new)
    if old.codes and new.codes:
        removed = tuple(code for name, code in old.codes.codes.items() if name not in new.codes.codes)
        added = tuple(code for name, code in new.codes.codes.items() if name not in old.codes.codes)
        if removed:
            yield Change(Meaning.STRICTER, place, "codes", removed, None)
        if added:
            yield Change(Meaning.LOOSER, place, "codes", None, added)
        del before["codes"], after["codes"]
    yield from _differing(place, before, after)
    yield from _backing(place, "basis", old, new, blocks=True)
    for key in ("choices", "usual", "stages"):
        yield from _backing(place, key, getattr(old, key), getattr(new, key), blocks=key == "choices")
    unchanged = [key for key in merged(old.backing, new.backing) if before.get(key) == after.get(key)]
    yield from _own_backing(place, old, new, unchanged)


def _of_field(field: FieldSpec) -> dict[str, Any]:
    values = {"header": field.header, "aliases": field.aliases or None, **requirements(field)}
    if field.codes:
        values["codes"] = tuple(field.codes.codes.values())
    return values


def _rules(place: Place, old: Iterable[RuleSpec], new: Iterable[RuleSpec]) -> Iterator[Change]:
    before, after = ({f"{rule.name} {rule.params}": rule for rule in rules} for rules in (old, new))
    for name in merged(before, after):
        was, now = before.get(name), after.get(name)
        if was and now:
            blocks = severity_of(RULES[now.name]) is Severity.ERROR
            yield from _backing(place, "rules", was, now, blocks=blocks)
        else:
            yield from _differing(place, {"rules": was} if was else {}, {"rules": now} if now else {})


def _code_lists(old: TemplateSpec, new: TemplateSpec) -> Iterator[Change]:
    for one, other in list_pairs(old, new):
        place = Place(codes=other.name)
        yield from _differing(place, _of_codes(one), _of_codes(other))
        for code in (code for code in other.codes if code in one.codes):
            changes = _differing(place, _of_code(one.codes[code]), _of_code(other.codes[code]))
            named_by = not same_meaning(one.codes[code], other.codes[code]) and naming(new, other, code)
            for change in changes:
                reused = named_by and change.key == "labels"
                yield replace(change, meaning=Meaning.REUSED) if reused else change
        yield from _backing(place, "basis", one, other, blocks=True)


def _of_codes(codes: CodeList) -> dict[str, Any]:
    return {"title": codes.title, "prefix": codes.prefix or None, "uncoded": codes.uncoded and codes.uncoded.names}


def _of_code(code: Code) -> dict[str, Any]:
    """Return how a code is worded, each part with the code that it is of."""
    names = (*code.aliases, *code.likely)
    parts = {"labels": code.label, "code_aliases": names, "definitions": code.definition}
    return {key: (code.code, value) for key, value in parts.items() if value}


def _guide(guide: Guide | None) -> dict[str, Any]:
    if not guide:
        return {}
    sections = {f"guide {heading}": (heading, *lines) for heading, lines in guide.sections}
    return {"guide sheet_name": guide.sheet_name, "guide title": guide.title, **sections}


def _differing(place: Place, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key in merged(before, after):
        was, now = before.get(key), after.get(key)
        if was != now:
            name = key.partition(" ")[0]
            yield Change(DIRECTIONS[name](was, now), place, name, was, now)


def _backing(place: Place, key: str, old: Sourced | None, new: Sourced | None, *, blocks: bool) -> Iterator[Change]:
    if not old or not new or (old.source, old.basis) == (new.source, new.basis):
        return
    meaning = Meaning.SOURCE
    if blocks and old.doubtful != new.doubtful:
        meaning = Meaning.WARNS if new.doubtful else Meaning.BLOCKS
    yield Change(meaning, place, key, old, new)


def _own_backing(
    place: Place, old: FieldSpec | TemplateSpec, new: FieldSpec | TemplateSpec, keys: Iterable[str]
) -> Iterator[Change]:
    """Yield what changed in the sources of values that may have their own."""
    for key in keys:
        name = _OF_MONTHS.get(key, key)
        yield from _backing(place, name, old.backing.get(key, old), new.backing.get(key, new), blocks=True)


def moved_names(old: list[str], new: list[str]) -> set[str]:
    """Return the fewest names whose move makes one order of the same names the other; the same set either way."""
    first, second = sorted((old, new))
    unmoved: dict[str, list[str]] = {}
    for name in second:
        chains = [unmoved[other] for other in first[: first.index(name)] if other in unmoved]
        unmoved[name] = [*max(chains, key=len, default=[]), name]
    longest = max(unmoved.values(), key=len, default=[])
    return set(new) - set(longest)
