"""The columns of a blank form compared with the fields of a spec: renamed, missing, moved, added; and their lists."""

from collections.abc import Mapping
from typing import Any

from ..checking.sheet_match import SheetMatch
from ..formats.listed_codes import listed_codes
from ..spec.code_list import Code, CodeList
from ..spec.model import FieldSpec
from ..spec.yaml_reader import Path_
from ..text import key
from ..workbook import column_letters
from .code_meanings import naming, same_meaning
from .compare_choices import compare_choices
from .diff import moved_names
from .differences import SheetPair, change_code, without
from .form_hints import ColumnHints, column_hints
from .form_layout import FormColumn, FormSheet, Piece
from .infer import Comment, one_line
from .recode import moved_codes, recode_rules

# The parts of a field that name others.
_NAMING = ("required_when", "required_at_age", "applies_when", "codes_only_when")


def compare_columns(pair: SheetPair, layout: FormSheet) -> dict[str, int]:
    """Compare the columns; return the number of each field's column, where it has one alone."""
    fields, duplicates = pair.match.spec.fields, pair.match.duplicates
    columns = {column.number: column for column in layout.columns}
    for name, places in duplicates.items():
        pair.note("duplicate_column", header=fields[name].header, places="、".join(map(column_letters, places)))
    renamed = {**pair.match.renamed, **_renamed_in_place(pair.match), **_renamed_with_list(pair.match, layout)}
    reworded = renamed | _under_other_names(pair.match, columns)
    for name, number in sorted(reworded.items(), key=lambda item: item[1]):
        header = one_line(columns[number].header.text)
        pair.note("column_renamed", was=fields[name].header, to=header, place=columns[number].header.place)
        change = {"rename": pair.field_path(name), "was": fields[name].header, "to": header}
        pair.propose(change, columns[number].header, *[Comment("confirm_rename")][: name in renamed])
    numbers = {**pair.match.columns, **renamed}
    present = numbers | {name: places[0] for name, places in duplicates.items()}
    _remove_fields(pair, [name for name in fields if name not in present])
    order = [name for name in fields if name in present]
    _compare_order(pair, order, present, columns)
    _add_columns(pair, layout, order, present)
    return numbers


def remove_rules(pair: SheetPair, path: str, rules: list[dict[str, Any]], broken: list[dict[str, Any]]) -> None:
    """Propose to remove the rules that name removed fields or sheets, the whole list where none is left."""
    for was in [rules] if broken and len(broken) == len(rules) else broken:
        pair.propose({"remove": path, "was": was}, None, Comment("confirm_rule"))


def words_of(value: Any) -> set[str]:
    """Return every text in a declaration, keys included, but not of its source."""
    if isinstance(value, Mapping):
        parts = {name: item for name, item in value.items() if name not in ("source", "basis")}
        return set(parts).union(*map(words_of, parts.values()))
    if isinstance(value, list):
        return set().union(*map(words_of, value))
    return {value} if isinstance(value, str) else set()


def _under_other_names(match: SheetMatch, columns: Mapping[int, FormColumn]) -> dict[str, int]:
    found = {}
    for name, number in match.columns.items():
        item, header = match.spec.fields[name], key(columns[number].header.text) if number in columns else ""
        if header not in ("", key(item.header)):
            found[name] = number
    return found


def _renamed_with_list(match: SheetMatch, layout: FormSheet) -> dict[str, int]:
    hints = column_hints(layout)
    renamed = {}
    for item in match.missing:
        codes = list(item.codes.codes) if item.codes else []
        alike = [number for number in match.unknown if codes and list(hints[number].labelled) == codes]
        if len(alike) == 1:
            renamed[item.name] = alike[0]
    return {name: number for name, number in renamed.items() if list(renamed.values()).count(number) == 1}


def _renamed_in_place(match: SheetMatch) -> dict[str, int]:
    found = {name: number for name, number in {**match.columns, **match.renamed}.items() if name not in match.moved}
    fields = list(match.spec.fields)
    missing: dict[int, list[str]] = {}  # and unknown: by how many of the columns found are before them
    for item in match.missing:
        before = sum(name in found for name in fields[: fields.index(item.name)])
        missing.setdefault(before, []).append(item.name)
    unknown: dict[int, list[int]] = {}
    for number in match.unknown:
        unknown.setdefault(sum(column < number for column in found.values()), []).append(number)
    pairs = ((names, unknown.get(gap, [])) for gap, names in missing.items())
    return {names[0]: numbers[0] for names, numbers in pairs if len(names) == len(numbers) == 1}


def _remove_fields(pair: SheetPair, gone: list[str]) -> None:
    rules = pair.declared.get("rules", [])
    remove_rules(pair, f"{pair.path}.rules", rules, [rule for rule in rules if set(gone) & words_of(rule)])
    for name, other in pair.declared["fields"].items():
        parts = [part for part in _NAMING if set(gone) & words_of(other.get(part))]
        if "applies_when" in parts and "otherwise" in other:
            parts.append("otherwise")
        for part in parts if name not in gone else ():
            change = {"remove": f"{pair.field_path(name)}.{part}", "was": other[part]}
            pair.propose(change, None, Comment("confirm_rule"))
    for name in gone:
        header = pair.match.spec.fields[name].header
        pair.note("column_missing", header=header)
        pair.propose({"remove": pair.field_path(name), "was": {"header": header}})


def _compare_order(
    pair: SheetPair, order: list[str], present: Mapping[str, int], columns: Mapping[int, FormColumn]
) -> None:
    target = sorted(order, key=lambda name: present[name])
    moved = moved_names(order, target)
    for place, name in enumerate(target):
        if name in moved:
            was = _neighbour(order, order.index(name))
            order.remove(name)
            order.insert(order.index(target[place - 1]) + 1 if place else 0, name)
            to = _neighbour(order, order.index(name))
            _note_moved(pair, name, was.get("after"), to.get("after"))
            pair.propose({"move": pair.field_path(name), "was": was, "to": to}, columns[present[name]].header)


def _note_moved(pair: SheetPair, name: str, was: str | None, to: str | None) -> None:
    fields = pair.match.spec.fields
    code = "column_moved" if was and to else "column_moved_to_front" if was else "column_moved_from_front"
    places = {"was": fields[was].header if was else "", "to": fields[to].header if to else ""}
    pair.note(code, header=fields[name].header, **places)


def _add_columns(pair: SheetPair, layout: FormSheet, order: list[str], present: Mapping[str, int]) -> None:
    named = {number: name for name, number in present.items()}
    duplicates = {number for numbers in pair.match.duplicates.values() for number in numbers}
    hints, fields = column_hints(layout), dict(pair.declared["fields"])
    before = ""
    for column in sorted(layout.columns, key=lambda column: column.number):
        if column.number in named:
            before = named[column.number]
        elif column.number not in duplicates:
            header = one_line(column.header.text)
            name = pair.describer.field_name(header, column, fields, None)
            path: Path_ = ("sheets", pair.match.spec.name, "fields", name)
            fields[name] = pair.describer.field(layout, column, hints[column.number], path)
            last = not order or before == order[-1]
            at = {} if last else {"at": {"after": before} if before else {"before": order[0]}}
            order.insert(order.index(before) + 1 if before else 0, name)
            before = name
            pair.note("column_added", header=header, place=column_letters(column.number))
            comments = [Comment("confirm_name"), *pair.describer.draft.comments.pop(path, [])]
            pair.propose({"add": pair.field_path(name), **at, "to": fields[name]}, column.header, *comments)


def _neighbour(order: list[str], place: int) -> dict[str, str]:
    return {"after": order[place - 1]} if place else {"before": order[1]}


def compare_lists(pair: SheetPair, layout: FormSheet, numbers: Mapping[str, int]) -> None:
    """Compare the lists of fields with the dropdowns and the codes in the texts. numbers: of their columns."""
    hints = column_hints(layout)
    columns = {column.number: column for column in layout.columns}
    for name, number in numbers.items():
        item, found = pair.match.spec.fields[name], hints[number]
        own = [piece for piece in columns[number].instructions if piece.area.left == number]
        piece = next((p for p in own if listed_codes(p.text)), next(iter(own), columns[number].header))
        compare_choices(pair, item, found, own)
        if item.codes is None:
            _compare_allowed(pair, item, found, piece)
        elif any(code.label for code in item.codes.codes.values()):
            _compare_codes(pair, item, item.codes, found, piece)
        else:
            _compare_words(pair, item, item.codes, found, piece)


def _compare_allowed(pair: SheetPair, item: FieldSpec, found: ColumnHints, piece: Piece) -> None:
    was, to = list(item.constraints.get("allowed", [])), list(found.entries)
    if not to or set(map(key, was)) == set(map(key, to)) or (not was and item.type != "string"):
        return
    if not was and to == [item.otherwise]:
        return
    _note_entries(pair, item, was, to)
    path = f"{pair.field_path(item.name)}.allowed"
    pair.propose({"change": path, "was": was, "to": to} if was else {"add": path, "to": to}, piece)


def _compare_words(pair: SheetPair, item: FieldSpec, codes: CodeList, found: ColumnHints, piece: Piece) -> None:
    was, to = list(codes.codes), [entry for entry in found.entries if entry != item.none]
    if to and set(map(key, was)) != set(map(key, to)):
        _note_entries(pair, item, was, to)
        path = f"code_lists.{codes.name}.codes"
        old = pair.tree["code_lists"][codes.name]["codes"]
        pair.propose({"change": path, "was": old, "to": {entry: old.get(entry, {}) for entry in to}}, piece)


def _compare_codes(pair: SheetPair, item: FieldSpec, codes: CodeList, found: ColumnHints, piece: Piece) -> None:
    listed = {code: label for code, label in found.labelled.items() if code != item.none or code in codes.codes}
    listed = listed or {entry: "" for entry in found.entries if entry != item.none}
    if not listed:
        return
    path, entries = f"code_lists.{codes.name}.codes", pair.tree["code_lists"][codes.name]["codes"]
    offered = set(found.offered) or set(listed)
    moved = moved_codes(codes, listed)
    arrived = {code: entries[old] for old, code in moved.items()}
    for code, label in listed.items():
        known = codes.codes.get(code)
        entry = {**arrived.get(code, {}), **({"label": label} if label else {})}
        if known is None:
            pair.note("code_added", header=item.header, code=code, label=label)
            pair.propose({"add": f"{path}.{code}", "to": entry}, piece)
        elif label and not same_meaning(known, Code(code, label)):
            named = _note_relabelled(pair, item, known, label)
            if code in moved or code in arrived:
                pair.propose({"change": f"{path}.{code}", "was": entries[code], "to": entry}, piece)
            else:
                change = {"change": f"{path}.{code}.label", "was": known.label, "to": label}
                pair.propose(change, piece, *([Comment("confirm_reused", {"rules": named})] if named else []))
    for code, known in codes.codes.items():
        if code not in offered and code not in listed:
            pair.note("code_removed", header=item.header, code=code, label=known.label)
            was = {"label": known.label} if known.label else {}
            comments = [] if code in moved else [Comment("confirm_code_removed")]
            pair.propose({"remove": f"{path}.{code}", "was": was}, piece, *comments)
    recode_rules(pair, codes, moved, piece)


def _note_relabelled(pair: SheetPair, item: FieldSpec, known: Code, label: str) -> str:
    """Note a code's new label; return what names the code in the spec, which means something else now."""
    assert item.codes  # noqa: S101 - it is one of theirs
    named = "、".join(map(str, naming(pair.describer.known[0], item.codes, known.code)))
    code = "code_reused" if named else "code_relabelled"
    pair.note(code, header=item.header, code=known.code, was=known.label, to=label, rules=named)
    return named


def _note_entries(pair: SheetPair, item: FieldSpec, was: list[str], to: list[str]) -> None:
    gone, added = "、".join(without(was, to)), "、".join(without(to, was))
    pair.note(change_code("list", gone, added), header=item.header, added=added, gone=gone)
