"""A template file made whole: the parts it inherits, its changes, and the code lists that it uses.

``extends`` names the earlier template, ``changes`` lists what is new, each with what it ``was`` (checked), its source
and its basis. Paths are the keys from the top, with dots between: ``sheets.cases.fields.student_sex.codes``.
"""

from collections.abc import Container, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from ..errors import SpecProblem, refuse
from . import grammar
from .column_areas import moved_areas
from .grammar import OWN, is_sourced, schema_at
from .shorthand import with_defaults, written_out
from .yaml_reader import Document, Path_, Place
from .yaml_writer import flow

# The kinds of change, each with its other keys
_KINDS = {
    "add": ("to", "at"),
    "change": ("was", "to"),
    "remove": ("was",),
    "rename": ("was", "to"),
    "move": ("was", "to"),
}
# A sheet is known by what it ``matches``; how a column is called, and where it is, changes none of its rules.
_WITHOUT_RULES = ("source", "basis", "sheet_name", "title", "header", "aliases")
_NAMES = {"fields": "header", "sheets": "sheet_name"}  # what ``rename`` renames


def resolve(template: Document, extended: Document | None, code_lists: Document, *, check: bool = True) -> Document:
    """Return a template's whole tree, each node with the place where it was written.

    extended: the resolved earlier template, where this one extends one; code_lists: those of the family; check: whether
    the grammar is checked. Raises SpecError with all mistakes of grammar or of the changes.
    """
    if check:
        shape = grammar.EXTENSION if extended else grammar.TEMPLATE
        lists = grammar.check(code_lists, grammar.CODE_LISTS) if code_lists.data != {} else ()
        refuse(*grammar.check(template, shape), *lists)
    template = with_defaults(template)
    tree = _Tree(template, with_defaults(code_lists))
    if extended:
        tree.take_over(extended)
        for index, change in enumerate(template.data.get("changes", [])):
            tree.apply(change, index)
    else:
        tree.take(template, template.data)
    whole = Document(template.file, tree.data, tree.places)
    refuse(*tree.problems)
    if extended and check:
        refuse(*grammar.check(whole, grammar.TEMPLATE))
    refuse(*tree.take_lists(whole))
    refuse(*tree.write_out(whole))
    return whole


def changed(data: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a resolved template with changes made to it; those that cannot be made are left out."""
    tree = _Tree(Document("", {"changes": changes}), Document("", {}), dict(data))
    for index, change in enumerate(changes):
        tree.apply(change, index)
    return tree.data


def weaker(*bases: str) -> str:
    """Return the least sure of some bases; a word that is none of them is the least sure."""
    order: list[str] = grammar.BASIS["allowed"]
    return max(bases, key=lambda basis: order.index(basis) if basis in order else len(order))


def used_lists(data: dict[str, Any]) -> Iterator[tuple[Path_, str]]:
    """Yield the code lists that a template uses, each with the place that names it, in the order of the columns."""
    for sheet, declared in data["sheets"].items():
        for name, item in declared["fields"].items():
            if "codes" in item:
                yield ("sheets", sheet, "fields", name, "codes"), item["codes"]
    for index, name in enumerate(data.get("guide", {}).get("definitions", [])):
        yield ("guide", "definitions", index), name


@dataclass
class _Tree:
    """The tree that grows. ``places``: for each path the file and line where it was written."""

    file: Document
    code_lists: Document
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path_, Place] = field(default_factory=dict)
    problems: list[SpecProblem] = field(default_factory=list)

    def take_over(self, extended: Document) -> None:
        """Put in the earlier template, but for the keys that every file has for itself."""
        self.take(self.file, self.file.data.keys() & OWN)
        self.take(extended, extended.data.keys() - OWN)
        for key in ("documents", "code_lists"):
            for name, value in self.file.data.get(key, {}).items():
                if self.data.get(key, {}).get(name, value) != value:
                    self.problem("inherited", (key, name), key=name)
                self.put((key, name), value, self.file, (key, name))

    def take(self, source: Document, keys: Container[Any]) -> None:
        """Put in some of the top keys of a document, in its order."""
        self.places.update((path, place) for path, place in source.places.items() if path and path[0] in keys)
        self.data.update((key, value) for key, value in source.data.items() if key in keys)

    def take_lists(self, whole: Document) -> Iterator[SpecProblem]:
        """Put in the family's code lists that are used and are not here yet; yield which there are not."""
        for path, name in used_lists(self.data):
            own = self.data.get("code_lists", {})
            if not self.take_list(name):
                yield whole.problem("unknown_code_list", path, key=name, known={**own, **self.code_lists.data})

    def take_list(self, name: str) -> bool:
        """Put in a code list of the family that is not here yet; return whether there is one."""
        if name in self.data.get("code_lists", {}):
            return True
        if name in self.code_lists.data:
            self.put(("code_lists", name), self.code_lists.data[name], self.code_lists, (name,))
        return name in self.code_lists.data

    def write_out(self, whole: Document) -> Iterator[SpecProblem]:
        """Put the lines of the code lists that the instructions name into them; yield which codes there are not."""
        lists = {**self.code_lists.data, **self.data.get("code_lists", {})}
        for sheet, declared in self.data["sheets"].items():
            path: Path_ = ("sheets", sheet, "layout", "instructions")
            for area, text in declared["layout"].get("instructions", {}).items():
                if "{" in text:
                    unknown: list[dict[str, Any]] = []
                    self.own(path)[area] = written_out(text, lists, unknown)
                    yield from (whole.problem("unknown_code", (*path, area), **params) for params in unknown)

    def written(self, node: Any) -> Any:
        """Return a node with the lines of the code lists that its texts name, as a form has them."""
        if isinstance(node, dict):
            return {key: self.written(value) for key, value in node.items()}
        lists = {**self.code_lists.data, **self.data.get("code_lists", {})}
        return written_out(node, lists, []) if isinstance(node, str) and "{" in node else node

    def apply(self, change: dict[str, Any], index: int) -> None:
        """Make one change, or note why it cannot be made."""
        here: Path_ = ("changes", index)
        kinds = [name for name in _KINDS if name in change]
        if len(kinds) != 1:
            self.problem("one_change_each", here)
            return
        kind = kinds[0]
        path: Path_ = tuple(change[kind].split("."))
        if path[0] == "code_lists" and len(path) > 2:
            self.take_list(str(path[1]))
        idle = [name for name in ("was", "to", "at") if name in change and name not in _KINDS[kind]]
        if idle:
            self.problem("not_both", (*here, idle[0]), key=idle[0], other=kind)
        elif path[0] in OWN:
            self.problem("own_key", (*here, kind), key=str(path[0]))
        elif self.has(path[:-1] if kind == "add" else path, (*here, kind)):
            before = self._columns(path)
            getattr(self, f"_{kind}")(path, change, here)
            if before and before != (after := self._columns(path)):
                self._move_texts(path[:2], before, after)

    def _columns(self, path: Path_) -> list[str]:
        """Return the fields of a sheet in their order, where the path is that of one of them."""
        is_field = len(path) == 4 and (path[0], path[2]) == ("sheets", "fields")
        return list(self.get(path[:3])) if is_field else []

    def _move_texts(self, sheet: Path_, before: list[str], after: list[str]) -> None:
        """Have the texts around the columns go with them."""
        layout = self.own((*sheet, "layout"))
        for name in (name for name in ("groups", "instructions") if name in layout):
            path, moved = (*sheet, "layout", name), moved_areas(layout[name], before, after)
            lines = {area: self.places.pop((*path, area), None) for area in layout[name]}
            self.places |= {(*path, moved[area]): line for area, line in lines.items() if line and area in moved}
            layout[name] = {moved[area]: text for area, text in layout[name].items() if area in moved}
        if "title_columns" in layout:
            layout["title_columns"] = str(int(layout["title_columns"]) + len(after) - len(before))

    def _add(self, path: Path_, change: dict[str, Any], here: Path_) -> None:
        siblings = self.get(path[:-1])
        if not isinstance(siblings, dict):
            self.problem("nothing_there", (*here, "add"), key=str(path[-1]), known=())
            return
        if isinstance(known := siblings.get(path[-1]), list):
            path = (*path, len(known))
        elif path[-1] in siblings:
            self.problem("there_already", (*here, "add"), key=str(path[-1]))
            return
        self.put(path, change["to"], self.file, (*here, "to"))
        if is_sourced(schema_at(path)):
            for key in ("source", "basis"):
                if isinstance(change["to"], dict) and key not in change["to"]:
                    self.put((*path, key), change[key], self.file, (*here, key))
        else:
            self._touch(path, change, here)
        if "at" in change:
            self._place(path, change["at"], (*here, "at"))

    def _change(self, path: Path_, change: dict[str, Any], here: Path_) -> None:
        if found := self._found(path, change, here):
            self.put(found, change["to"], self.file, (*here, "to"))
            if found[-1] == "basis":  # of what the source of the change says
                self.put((*found[:-1], "source"), change["source"], self.file, (*here, "source"))
            self._touch(found, change, here)

    def _remove(self, path: Path_, change: dict[str, Any], here: Path_) -> None:
        if found := self._found(path, change, here):
            self.cut(found)
            if not is_sourced(schema_at(found)):
                self._touch(found, change, here)

    def _rename(self, path: Path_, change: dict[str, Any], here: Path_) -> None:
        if len(path) < 2 or path[-2] not in _NAMES:
            self.problem("rename_what", (*here, "rename"))
        else:
            self._change((*path, _NAMES[str(path[-2])]), change, here)

    def _move(self, path: Path_, change: dict[str, Any], here: Path_) -> None:
        names = list(self.get(path[:-1]))
        position = names.index(path[-1])
        neighbours = {"after": names[position - 1] if position else None, "before": (*names, None)[position + 1]}
        was = change["was"]
        if not isinstance(was, dict) or not was or any(neighbours.get(side) != name for side, name in was.items()):
            found = ", ".join(f"{side}: {name}" for side, name in neighbours.items() if name)
            self.problem("was_not", (*here, "was"), key=str(path[-1]), found=found)
        else:
            self._place(path, change["to"], (*here, "to"))

    def _place(self, path: Path_, at: Any, here: Path_) -> None:
        """Move a key next to another of the same mapping."""
        siblings = self.own(path[:-1])
        names = [name for name in siblings if name != path[-1]] if isinstance(siblings, dict) else []
        if not isinstance(at, dict) or len(at) != 1 or next(iter(at)) not in ("after", "before"):
            self.problem("one_neighbour", here)
            return
        ((side, neighbour),) = at.items()
        if neighbour not in names:
            self.problem("nothing_there", here, key=str(neighbour), known=names)
            return
        names.insert(names.index(neighbour) + (side == "after"), str(path[-1]))
        for name in names:
            siblings[name] = siblings.pop(name)

    def _found(self, path: Path_, change: dict[str, Any], here: Path_) -> Path_ | None:
        """Return the path that a change is about, of a list item by its content; None where it ``was`` not so."""
        was, now = change["was"], self.get(path)
        if isinstance(now, list) and not isinstance(was, list):
            fitting = [index for index, item in enumerate(now) if _fits(was, item)]
            if len(fitting) == 1:
                return (*path, fitting[0])
        elif _fits(was, now) or _fits(was, self.written(now)):
            return path
        found = flow(now)
        self.problem(
            "was_not", (*here, "was"), key=str(path[-1]), found=found if len(found) <= 60 else f"{found[:59]}…"
        )
        return None

    def _touch(self, path: Path_, change: dict[str, Any], here: Path_) -> None:
        """Give the part that a change is in the change's source, and its basis if that is less sure."""
        if path[-1] in _WITHOUT_RULES:
            return
        touched = next(path[:length] for length in range(len(path), -1, -1) if is_sourced(schema_at(path[:length])))
        node = self.get(touched)
        if touched and isinstance(node, dict):  # else the check of the grammar finds it
            self.put((*touched, "source"), change["source"], self.file, (*here, "source"))
            basis = weaker(node.get("basis", "stated"), change["basis"])
            self.put((*touched, "basis"), basis, self.file, (*here, "basis"))

    def has(self, path: Path_, named_at: Path_) -> bool:
        """Return whether there is something at a path; note a mistake where not."""
        node: Any = self.data
        for part in path:
            if not isinstance(node, dict) or part not in node:
                known = list(map(str, node)) if isinstance(node, dict) else []
                self.problem("nothing_there", named_at, key=str(part), known=known)
                return False
            node = node[part]
        return True

    def get(self, path: Path_) -> Any:
        node: Any = self.data
        for part in path:
            node = node[part]
        return node

    def own(self, path: Path_) -> Any:
        """Return the node at a path, to be changed: it and those above are copied, as other trees may hold them."""
        node: Any = self.data
        for part in path:
            child = copy(node.get(part, {}) if isinstance(node, dict) else node[part])
            node[part] = child
            node = child
        return node

    def put(self, path: Path_, value: Any, source: Document, at: Path_ = ()) -> None:
        """Set the node at a path to a value, written at ``at`` in a document."""
        parent = self.own(path[:-1])
        for place, line in source.places.items():
            if place[: len(at)] == at:
                self.places[path + place[len(at) :]] = line
        if isinstance(parent, list) and path[-1] == len(parent):
            parent.append(None)
        parent[path[-1]] = value

    def cut(self, path: Path_) -> None:
        """Remove the node at a path, with its places; later items of a list move up."""
        way, last = path[:-1], path[-1]
        del self.own(way)[last]
        for place in sorted(self.places, key=lambda place: [part for part in place if isinstance(part, int)]):
            if place[: len(way)] == way and len(place) > len(way):
                part = place[len(way)]
                if part == last:
                    del self.places[place]
                elif isinstance(part, int) and isinstance(last, int) and part > last:
                    self.places[(*way, part - 1, *place[len(path) :])] = self.places.pop(place)

    def problem(self, code: str, path: Path_, **params: Any) -> None:
        self.problems.append(self.file.problem(code, path, **params))


def _fits(was: Any, now: Any) -> bool:
    """Return whether something is as a change says it was: of a mapping, every key that is named.

    A value with a source of its own may be named by itself.
    """
    if isinstance(was, dict) and isinstance(now, dict):
        return bool(was or not now) and all(key in now and _fits(value, now[key]) for key, value in was.items())
    if isinstance(now, dict) and "is" in now:
        return bool(was == now["is"])
    return bool(was == now)
