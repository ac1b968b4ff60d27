"""A spec compared with a workbook: the differences, and the changes that would make a new year's spec of it.

Here sheet by sheet: its name, its title, its rows and the texts around its columns.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from ..checking.matching import match_sheets
from ..checking.sheet_match import SheetMatch
from ..errors import ReadError
from ..spec.examples import NO_MONTH, NO_SCHOOL
from ..spec.inheritance import changed
from ..spec.model import TemplateSpec
from ..text import key
from .compare_columns import compare_columns, compare_lists, remove_rules, words_of
from .differences import Comparison, Difference, SheetPair, change_code, without
from .form_layout import FormSheet, Piece, lay_out
from .infer import Comment, Describer, Draft, areas, part_that_counts, quote, same_title, text_of, usable_sheets
from .read_form import BlankForm

_ALIKE = 0.5  # texts that are one text changed, not two


def compare(spec: TemplateSpec, tree: Mapping[str, Any], form: BlankForm, document: str) -> Comparison:
    """Compare a spec with a blank form. tree: the spec's resolved data; document: how the form is named as a source.

    Raises ReadError(``no_form``) where no sheet looks like a form.
    """
    matches = match_sheets(spec, form.workbook, by_place=False)
    draft = Draft({"sheets": dict(tree["sheets"]), "code_lists": dict(tree.get("code_lists", {}))})
    describer = Describer(draft, form.workbook, [spec], document)
    found = Comparison()
    pairs = [SheetPair(found, match, _laid_out(match, form), tree, describer) for match in matches]
    forms = usable_sheets(form)
    if not forms and not any(pair.layout for pair in pairs):
        raise ReadError("no_form")
    gone = {pair.match.spec.name: _compare_sheet(pair) for pair in pairs}
    read = {id(sheet) for match in matches for sheet in (match.sheet, *match.namesakes)}
    guide = key(spec.guide.sheet_name) if spec.guide else None
    for layout in forms:
        if id(layout.blank.sheet) not in read and key(layout.name) != guide:
            _added_sheet(found, layout, describer)
    rules = tree.get("rules", [])
    remove_rules(pairs[0], "rules", rules, [rule for rule in rules if _is_broken(rule, spec, gone)])
    found.code_lists = {
        name: declared for name, declared in draft.data["code_lists"].items() if name not in tree.get("code_lists", {})
    }
    return found


def _is_broken(rule: Mapping[str, Any], spec: TemplateSpec, gone: Mapping[str, set[str]]) -> bool:
    """Return whether a rule of the workbook names a field that its sheets no longer have. gone: of each sheet."""
    words = words_of(rule)
    if sheets := words & gone.keys():
        return any(words & gone[name] for name in sheets)
    here = {name for sheet in spec.sheets.values() for name in sheet.fields.keys() - gone[sheet.name]}
    return bool(words & set().union(*gone.values()) - here)


def _laid_out(match: SheetMatch, form: BlankForm) -> FormSheet | None:
    return lay_out(form.of(match.sheet), match.header_row) if match.sheet and match.header_row else None


def _added_sheet(found: Comparison, layout: FormSheet, describer: Describer) -> None:
    known = set(describer.draft.data["sheets"])
    name = describer.add_sheet(layout)
    if name not in known and describer.draft.data["sheets"][name]["fields"]:
        declared = describer.draft.data["sheets"][name]
        found.differences.append(Difference(layout.name, "sheet_added"))
        found.comments[len(found.changes)] = [Comment("confirm_name")]
        where = {"source": declared["source"], "basis": "observed"}
        found.changes.append({"add": f"sheets.{name}", "to": declared, **where})


def _compare_sheet(pair: SheetPair) -> set[str]:
    layout, fields = pair.layout, set(pair.match.spec.fields)
    if layout is None:
        pair.note("sheet_missing" if pair.match.sheet is None else "header_missing")
        change = {"remove": pair.path, "was": {"sheet_name": pair.match.spec.sheet_name}}
        pair.propose(change, None, Comment("confirm_sheet_removed"))
        return fields
    for other in pair.match.namesakes:
        pair.note("duplicate_sheet", name=other.name)
    _compare_name(pair, layout)
    _compare_title(pair, layout)
    numbers = compare_columns(pair, layout)
    _compare_layout(pair, layout)
    compare_lists(pair, layout, numbers)
    return fields - numbers.keys() - pair.match.duplicates.keys()


def _compare_name(pair: SheetPair, layout: FormSheet) -> None:
    spec = pair.match.spec
    if key(layout.name) == key(spec.sheet_name):
        return
    pair.note("sheet_renamed", was=spec.sheet_name, to=layout.name)
    pair.propose({"rename": pair.path, "was": spec.sheet_name, "to": layout.name})
    if not any(key(part) in key(layout.name) for part in spec.matches):
        part = part_that_counts(layout.name, None, [])
        pair.propose({"change": f"{pair.path}.matches", "was": list(spec.matches), "to": [part]})


def _compare_title(pair: SheetPair, layout: FormSheet) -> None:
    spec = pair.match.spec
    if layout.title and not same_title(spec.title, layout.title.text):
        pair.note("title_changed", was=quote(spec.title), to=quote(layout.title.text))
        title = text_of(layout.title).replace(f"[{NO_MONTH}]", "[{month}]").replace(NO_SCHOOL, "{school}")
        unsure = [] if "{month}" in title and "{school}" in title else [Comment("confirm_placeholders")]
        pair.propose({"change": f"{pair.path}.title", "was": spec.title, "to": title}, layout.title, *unsure)


def _compare_layout(pair: SheetPair, layout: FormSheet) -> None:
    declared = changed(dict(pair.tree), pair.found.changes)["sheets"][pair.match.spec.name]["layout"]
    rows = {"header_row": layout.header_row, "first_row": layout.first_row}
    if layout.title:
        rows["title_row"] = layout.title.area.top
    for name, row in rows.items():
        if int(declared[name]) != row:
            pair.note(f"{name}_moved", was=declared[name], to=row)
            change = {"change": f"{pair.path}.layout.{name}", "was": declared[name], "to": row}
            pair.propose(change, layout.columns[0].header)
    _compare_texts(pair, "groups", declared.get("groups", {}), areas(layout, layout.groups), layout)
    _compare_texts(pair, "instructions", declared.get("instructions", {}), areas(layout, layout.instructions), layout)


def _compare_texts(pair: SheetPair, name: str, was: dict[str, str], to: dict[str, str], layout: FormSheet) -> None:
    if {area: key(text) for area, text in was.items()} == {area: key(text) for area, text in to.items()}:
        return
    placed = {text_of(piece): piece for piece in (*layout.groups, *layout.instructions)}
    for old, new in _paired(was, to):
        gone, added = _lines(old, new)
        pair.note(change_code("text", gone, added), place=placed[new].place if new else "", was=gone, to=added)
    path = f"{pair.path}.layout.{name}"
    if not was:
        pair.propose({"add": path, "to": to})
    elif not to:
        pair.propose({"remove": path, "was": was})
    elif not any(key(text) == key(to.get(area, "")) for area, text in was.items()):
        area = next(iter(was))
        pair.propose({"change": path, "was": {area: was[area]}, "to": to})
    else:
        _change_areas(pair, path, was, to, placed)


def _change_areas(
    pair: SheetPair, path: str, was: dict[str, str], to: dict[str, str], placed: dict[str, Piece]
) -> None:
    for area, text in was.items():
        if area not in to:
            pair.propose({"remove": f"{path}.{area}", "was": text})
        elif key(text) != key(to[area]):
            pair.propose({"change": f"{path}.{area}", "was": text, "to": to[area]}, placed[to[area]])
    for area, text in to.items():
        if area not in was:
            pair.propose({"add": f"{path}.{area}", "to": text}, placed[text])


def _paired(was: dict[str, str], to: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the texts that only one side has, a text with the one that it became; an empty text where there is none."""
    known, here = set(map(key, was.values())), set(map(key, to.values()))
    gone = {area: text for area, text in was.items() if key(text) not in here}
    for area, text in to.items():
        if key(text) not in known:
            alike = [other for other in gone if SequenceMatcher(None, gone[other], text).ratio() >= _ALIKE]
            old = area if area in alike else next(iter(alike), "")
            yield gone.pop(old, ""), text
    yield from ((text, "") for text in gone.values())


def _lines(old: str, new: str) -> tuple[str, str]:
    before, after = old.split("\n"), new.split("\n")
    gone, added = " / ".join(without(before, after)), " / ".join(without(after, before))
    return (quote(gone), quote(added)) if gone or added else (quote(old), quote(new))
