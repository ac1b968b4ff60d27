"""A real blank form as the source of a spec: what it says becomes ``stated``, with its words and their cell.

What it contradicts becomes a change, as ``compare_workbook`` proposes it; what it does not say stays as sure as it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..checking.evidence import FormInHand, read_form
from ..checking.findings import Evidence
from ..checking.matching import match_sheets
from ..checking.sheet_match import SheetMatch
from ..spec import builder
from ..spec.inheritance import weaker
from ..spec.model import RuleSpec, TemplateSpec
from ..spec.source import Sourced
from ..spec.yaml_reader import Document, Path_
from .infer import quote
from .read_form import BlankForm
from .recode import node_at


@dataclass(frozen=True)
class Declared:
    """Something that a spec declares with a source of its own: its path, and what the form says of it, if anything."""

    path: Path_
    evidence: Evidence | None
    name: str


@dataclass
class Confirmation:
    """The changes by which a spec follows a form. ``stated``, ``unsaid``: the names of what it says, and does not."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)


def confirm(whole: Document, form: BlankForm, document: str, basis: str) -> Confirmation:
    """Return what a form says of a spec that has been changed to be like it.

    whole: its resolved tree; document: the form's name as a source; basis: how sure the spec was as a whole before.
    """
    spec = builder.build(Document(whole.file, {**whole.data, "basis": "observed"}, whole.places), check=False)
    matches = match_sheets(spec, form.workbook)
    said = read_form(spec, matches, form.opened)
    confirmation = Confirmation()
    for declared in _declared(spec, said, matches):
        _confirm(confirmation, declared, whole.data, document, basis)
    for path, waived in {waived.declaration: waived for waived in said.waived}.items():
        if "required" in node_at(whole.data, tuple(path.split(".")[:-1])):
            confirmation.changes.append(_not_required(path, source_of(waived, document)))
    return confirmation


def source_of(evidence: Evidence, document: str) -> dict[str, str]:
    """Return where a form says something, as a source."""
    place = f"{evidence.place.sheet}!{evidence.place.cell or 'A1'}"
    return {"document": document, "place": place, "quote": quote(evidence.quote)}


def _declared(spec: TemplateSpec, said: FormInHand, matches: Iterable[SheetMatch]) -> Iterator[Declared]:
    """Yield all declarations on which findings rest, each code list once."""
    lists: dict[str, Declared] = {}
    for match in matches:
        path: Path_ = ("sheets", match.spec.name)
        yield Declared(path, _as_a_whole(match), match.spec.label)
        for item in match.spec.fields.values():
            here = (*path, "fields", item.name)
            yield Declared(here, said.evidence_for(item), item.header)
            own = spec.sheets[match.spec.name].fields[item.name]  # without what the form alone has
            for part in ("choices", "usual", "stages"):
                if getattr(own, part) and isinstance(declared := getattr(item, part), Sourced):
                    yield Declared((*here, part), said.evidence_for(declared), f"{item.header} {part}")
            for part, declared in item.backing.items():
                yield Declared((*here, part), said.evidence_for(declared), f"{item.header} {part}")
            if item.codes and own.codes:
                same = item.codes.codes.keys() == own.codes.codes.keys()
                evidence = said.evidence_for(item.codes, item) if same else None
                found = Declared(("code_lists", item.codes.name), evidence, item.codes.title)
                if found.evidence or item.codes.name not in lists:
                    lists[item.codes.name] = found
        yield from _rules(said, spec.sheets[match.spec.name].rules, (*path, "rules"))
    yield from lists.values()
    yield from _rules(said, spec.rules, ("rules",))


def _rules(said: FormInHand, rules: Iterable[RuleSpec], path: Path_) -> Iterator[Declared]:
    for index, rule in enumerate(rules):
        yield Declared((*path, index), said.evidence_for(rule), rule.name)


def _as_a_whole(match: SheetMatch) -> Evidence | None:
    """Return the evidence of a sheet: its name, and all of its columns where the spec has them."""
    if match.sheet is None or not match.complete:
        return None
    row, column, text = next(iter(match.titles()), (match.header_row or 1, 1, match.sheet.name))
    place = match.place(column)._replace(row=row)
    return Evidence("", place, text)


def _confirm(
    confirmation: Confirmation, declared: Declared, tree: Mapping[str, Any], document: str, before: str
) -> None:
    """Have a declaration be stated where the form says it, else as sure as it was."""
    node = node_at(tree, declared.path)
    own = node["basis"]
    has_own_basis = declared.path[-1] == "required"  # whatever the spec is as a whole
    if declared.evidence:
        confirmation.stated.append(declared.name)
        if own == "stated" and node["source"]["document"] == document:
            return
        change = _with_basis(declared.path, node, "stated", source_of(declared.evidence, document))
        confirmation.changes.append(change)
    elif not has_own_basis or own != "stated":
        confirmation.unsaid.append(declared.name)
        if not has_own_basis and weaker(own, before) != own:
            confirmation.changes.append(_with_basis(declared.path, node, weaker(own, before), node["source"]))


def _with_basis(path: Path_, node: Mapping[str, Any], basis: str, source: Mapping[str, str]) -> dict[str, Any]:
    backing = {"source": dict(source), "basis": basis}
    *way, last = map(str, path)
    if "is" in node:
        value = {"is": node["is"]}
        return {"change": ".".join((*way, last)), "was": value, "to": {**value, **backing}, **backing}
    if isinstance(path[-1], int):  # a rule in a list, known by its content
        said = {name: value for name, value in node.items() if name not in ("source", "basis")}
        return {"change": ".".join(way), "was": said, "to": {**said, **backing}, **backing}
    return {"change": ".".join((*way, last, "basis")), "was": node["basis"], "to": basis, **backing}


def _not_required(path: str, source: dict[str, str]) -> dict[str, Any]:
    backing = {"source": source, "basis": "stated"}
    return {"change": path, "was": True, "to": {"is": False, **backing}, **backing}
