"""The shorthand of spec files, written out: the ``defaults`` of a file or a sheet, and the lines of a code list.

``defaults`` give the document, place and basis of every source that does not name its own, and say whether fields are
required that do not say so themselves. A line ``{grade}`` of an instruction becomes a line for each code of that list,
``{case_category 1-10}`` a line for each from the first to the last that it names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..errors import SpecProblem, refuse
from .code_list import Code
from .grammar import DEFAULTS, FIELD, SOURCE, Schema
from .yaml_reader import Document, Path_, Place

_CODES = re.compile(r"\{(?P<list>[a-z][a-z0-9_]*)(?: (?P<first>\S+)-(?P<last>\S+))?\}")
_WHEN_REQUIRED = {"required", "required_when", "required_at_age"}

_Defaults = dict[str, tuple[Any, Place]]
"""Each default with the place where it was written."""


@lru_cache(64)
def with_defaults(document: Document) -> Document:
    """Return a file with its defaults filled in; those of a sheet come before those of the file.

    Raises SpecError where a source still lacks its document, its place or its basis.
    """
    filling = _Filling(document, dict(document.places))
    whole = Document(document.file, filling.filled(document.data, (), {}), filling.places)
    refuse(*filling.problems)
    return whole


def written_out(text: str, lists: Mapping[str, Any], unknown: list[dict[str, Any]]) -> str:
    """Return an instruction with the lines of the code lists that it names. unknown: the mistakes, of codes.

    A line that names no list is left as it is: a form may have such a text.
    """
    return "\n".join(line for written in text.split("\n") for line in _lines(written, lists, unknown))


def unknown_lists(instruction: str) -> list[str]:
    """Return the names that look like those of code lists, but are of none."""
    return [named["list"] for named in map(_CODES.fullmatch, instruction.split("\n")) if named]


def _lines(line: str, lists: Mapping[str, Any], unknown: list[dict[str, Any]]) -> Iterator[str]:
    named = _CODES.fullmatch(line)
    if named is None or named["list"] not in lists:
        yield line
        return
    codes = lists[named["list"]]["codes"]
    order = list(codes)
    ends = (named["first"] or order[0], named["last"] or order[-1])
    if strange := [code for code in ends if code not in codes]:
        unknown.append({"key": strange[0], "list": named["list"], "known": codes})
        return
    first, last = map(order.index, ends)
    yield from (str(Code(code, codes[code].get("label", ""))) for code in order[first : last + 1])


@dataclass
class _Filling:
    """Fills in defaults; ``places`` grows by where they were written, ``problems`` by the sources that lack some."""

    file: Document
    places: dict[Path_, Place]
    problems: list[SpecProblem] = field(default_factory=list)

    def filled(self, node: Any, path: Path_, defaults: _Defaults) -> Any:
        """Return a node with all that is in it. defaults: those that hold here."""
        if isinstance(node, list):
            return [self.filled(item, (*path, index), defaults) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if own := _part(node, "defaults", DEFAULTS):
            places = {key: self.file.place((*path, "defaults", key)) for key in own}
            defaults = defaults | {key: (value, places[key]) for key, value in own.items() if isinstance(value, str)}
            if isinstance(sourced := own.get("required"), dict):
                defaults["required"] = (
                    self.filled(sourced, (*path, "defaults", "required"), defaults),
                    places["required"],
                )
        compared = "was" if path[:1] == ("changes",) else None  # names only as much as is to be compared
        data = {
            key: value if key == compared else self.filled(value, (*path, key), defaults)
            for key, value in node.items()
            if not (own and key == "defaults")
        }
        if path[-2:-1] == ("fields",) and not _WHEN_REQUIRED & node.keys():
            data = self.with_keys(data, path, ("required",), defaults, FIELD)
        if source := _part(data, "source", SOURCE):
            data["source"] = self.with_keys(source, (*path, "source"), ("document", "place"), defaults, SOURCE)
            data = self.with_keys(data, path, ("basis",), defaults)
            lacking = [key for key in ("document", "place", "basis") if key not in {**data["source"], **data}]
            self.problems += [self.file.problem("missing_key", (*path, "source"), key=key) for key in lacking]
        return data

    def with_keys(
        self, data: dict[str, Any], path: Path_, keys: Iterable[str], defaults: _Defaults, schema: Schema | None = None
    ) -> dict[str, Any]:
        """Return a mapping with the default of those of some keys that it lacks, in the order of its schema."""
        missing = {key: defaults[key] for key in keys if key not in data and key in defaults}
        if self.places:
            self.places.update({(*path, key): place for key, (_, place) in missing.items()})
        whole = {**data, **{key: value for key, (value, _) in missing.items()}}
        order = [*schema["schema"], *whole] if schema else whole
        return {key: whole[key] for key in dict.fromkeys(order) if key in whole}


def _part(node: Any, key: str, schema: Schema) -> dict[str, Any]:
    """Return what a mapping has under a key, empty where it is a field or a code list of that name instead."""
    part = node.get(key) if isinstance(node, dict) else None
    return part if isinstance(part, dict) and part.keys() <= schema["schema"].keys() else {}
