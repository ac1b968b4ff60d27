"""Codes that got another number, and the changes that have the rules of a spec follow them."""

from collections.abc import Mapping
from functools import reduce
from operator import getitem
from typing import Any

from ..spec.code_list import CodeList
from ..spec.model import FieldSpec
from ..spec.yaml_reader import Path_
from .code_meanings import has_list, naming, plain
from .differences import SheetPair
from .form_layout import Piece
from .infer import Comment


def moved_codes(codes: CodeList, listed: Mapping[str, str]) -> dict[str, str]:
    """Return the codes whose label another code has now, old → new. listed: the labels of the form, by code."""
    moved = {}
    for code, known in codes.codes.items():
        if not known.label or plain(listed.get(code, "")) == plain(known.label):
            continue
        places = [other for other, label in listed.items() if plain(label) == plain(known.label)]
        if len(places) == 1:
            moved[code] = places[0]
    return moved


def recode_rules(pair: SheetPair, codes: CodeList, moved: Mapping[str, str], piece: Piece) -> None:
    """Propose to change what names a code that has another number now."""
    spec, comment = pair.describer.known[0], Comment("confirm_recoded", {"moved": _pairs(codes, moved)})
    named = (found.path for code in moved for found in naming(spec, codes, code) if found.path[-1] != "aliases")
    for path in dict.fromkeys(named):
        was: Any = node_at(pair.tree, path)
        fields = spec.sheets[str(path[1])].fields if path[0] == "sheets" else spec.fields
        own = _instruction(pair, path) or piece
        to = recoded(was, path, fields, codes.name, moved)
        if isinstance(was, dict) and "is" in was:  # with a source of its own
            was, to = {"is": was["is"]}, {**was, "is": recoded(was["is"], path, fields, codes.name, moved)}
        if "rules" in path:  # an item of a list, known by its content
            name, basis = path[-1], node_at(pair.tree, path[:-1])["basis"]
            was, to, path = {name: was}, {name: to, "basis": basis}, path[:-2]
        pair.propose({"change": ".".join(map(str, path)), "was": was, "to": to}, own, comment)


def _instruction(pair: SheetPair, path: Path_) -> Piece | None:
    """Return the first instruction of the column that a path is of, None where it is of none in this sheet."""
    if path[:3] != ("sheets", pair.match.spec.name, "fields") or pair.layout is None:
        return None
    number = {**pair.match.columns, **pair.match.renamed}.get(str(path[3]))
    column = next((column for column in pair.layout.columns if column.number == number), None)
    return next((piece for piece in column.instructions if piece.area.left == number), None) if column else None


def node_at(tree: Any, path: Path_) -> Any:
    """Return the node at a path of a resolved template."""
    return reduce(getitem, path, tree)


def _pairs(codes: CodeList, moved: Mapping[str, str]) -> str:
    return "、".join(f"{codes.codes[old].label} {old} → {new}" for old, new in moved.items())


def recoded(declared: Any, path: Path_, fields: Mapping[str, FieldSpec], codes: str, moved: Mapping[str, str]) -> Any:
    """Return what is declared at a path with other codes in the place of those of a list. moved: old code → new."""

    def listed(value: Any) -> Any:
        return [moved.get(item, item) for item in value] if isinstance(value, list) else value

    if path[-1] in ("none", "otherwise"):
        return moved.get(declared, declared)
    if path[-2:] == ("next_month", "codes"):
        return {moved.get(code, code): moved.get(new, new) for code, new in declared.items()}
    if path[-1] in ("ask_about", "graduates"):
        return listed(declared)
    if path[-2:] == ("stages", "codes"):
        return {stage: listed(value) for stage, value in declared.items()}
    if path[-1] == "codes_only_when" and has_list(fields.get(str(path[-2])), codes):
        declared = {moved.get(code, code): when for code, when in declared.items()}
    if not isinstance(declared, dict):
        return declared
    of_list = has_list(fields.get(str(declared.get("field", ""))), codes)
    return {
        name: listed(value)
        if has_list(fields.get(name), codes) or (of_list and name == "codes")
        else recoded(value, (*path, name), fields, codes, moved)
        for name, value in declared.items()
    }
