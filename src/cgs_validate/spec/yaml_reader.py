"""YAML read as text: every scalar is a string, every node knows its line.

No YAML 1.1 surprises: ``010``, ``no``, ``12:30`` stay as they were typed. Aliases, merge keys, tags and duplicate keys
are refused, size and depth are limited; each mistake has its file and line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from ..errors import SpecError, SpecProblem

try:
    from yaml import (
        CSafeLoader as QuickLoader,
    )  # only its events are used, which it makes without recursion
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as QuickLoader  # type: ignore[assignment]

MAX_BYTES = 200_000
MAX_DEPTH = 20

# Part of a parser's message, our code for it, and whether the mistake is where the parser began or where it gave up.
_SYNTAX = (
    ("maximum nesting depth", "yaml_too_deep", "problem_mark"),  # a parser of PyYAML 6.0.4 sees it, too, and first
    ("tab character", "yaml_tab", "problem_mark"),
    ("while parsing a flow", "yaml_bracket", "context_mark"),
    ("unexpected end of stream", "yaml_quote", "context_mark"),
    ("scanning an a", "yaml_alias", "problem_mark"),
    ("expected ':'", "yaml_colon", "context_mark"),
    ("mapping values are not allowed", "yaml_colon", "problem_mark"),
    ("while parsing a block mapping", "yaml_indent", "problem_mark"),
    ("while parsing a block collection", "yaml_indent", "problem_mark"),
    ("", "yaml_syntax", "problem_mark"),
)

Path_ = tuple[str | int, ...]
Place = tuple[str, int]
"""A file and a line in it."""


@dataclass(frozen=True)
class Document:
    """A YAML file as plain dicts, lists and strings, with the place (file, line) where each path in it was written."""

    file: str
    data: Any
    places: dict[Path_, Place] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """Return file and line of the node at path, or of its nearest parent that has one."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, (self.file, 1))

    def problem(self, code: str, path: Path_, **params: Any) -> SpecProblem:
        """Return a mistake placed at the node of that path."""
        return SpecProblem(code, *self.place(path), params)


def read(path: Path) -> Document:
    """Read a YAML file. Raises SpecError for what is not plain, small, unambiguous YAML."""
    name = "/".join(path.parts[-2:])
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SpecError(SpecProblem("yaml_too_large", name, None, {"limit": MAX_BYTES}))
        return parse(path.read_text(encoding="utf-8-sig"), name)
    except OSError:
        raise SpecError(SpecProblem("file_missing", name)) from None
    except UnicodeDecodeError:
        raise SpecError(SpecProblem("yaml_not_utf8", name)) from None


def parse(text: str, name: str) -> Document:
    """Read YAML text; name is the file's name in messages. Raises SpecError."""
    unseen = Reader.NON_PRINTABLE.search(text)
    if unseen:
        raise SpecError(SpecProblem("yaml_characters", name, text.count("\n", 0, unseen.start()) + 1))
    places: dict[Path_, Place] = {}
    try:
        data = _document(_plain(yaml.parse(text, Loader=QuickLoader), name), places, name)
    except yaml.MarkedYAMLError as error:
        raise SpecError(_syntax(error, text, name)) from None
    return Document(name, data, places)


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> SpecProblem:
    """Return a parser's error as a mistake in the words of those who write specs."""
    said = f"{error.context} {error.problem}"
    code, at = next((code, at) for part, code, at in _SYNTAX if part in said)
    mark: Any = getattr(error, at) or error.problem_mark
    if "cannot start any token" in said:
        sign = text[mark.index]
        return SpecProblem("yaml_tab" if sign == "\t" else "yaml_sign", name, mark.line + 1, {"key": sign})
    params = {"limit": MAX_DEPTH} if code == "yaml_too_deep" else {"problem": error.problem or ""}
    return SpecProblem(code, name, mark.line + 1, params)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _plain(events: Iterator[yaml.Event], name: str) -> Iterator[yaml.Event]:
    """Pass the events on, refusing aliases, anchors, tags, too much depth, and second documents."""
    depth = documents = 0
    for event in events:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SpecError(SpecProblem("yaml_alias", name, line))
        if tag := getattr(event, "tag", None):
            raise SpecError(SpecProblem("yaml_tag", name, line, {"tag": tag}))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise SpecError(SpecProblem("yaml_too_deep", name, line, {"limit": MAX_DEPTH}))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise SpecError(SpecProblem("yaml_second_document", name, line))
        yield event


def _document(events: Iterator[yaml.Event], places: dict[Path_, Place], name: str) -> Any:
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            data = _node(event, events, (), places, name)
            for _ in events:  # the rest must be empty, too
                pass
            return data
    return {}


def _node(event: yaml.Event, events: Iterator[yaml.Event], path: Path_, places: dict[Path_, Place], name: str) -> Any:
    places.setdefault(path, (name, _line(event)))
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        for item in events:
            if isinstance(item, yaml.SequenceEndEvent):
                return items
            items.append(_node(item, events, (*path, len(items)), places, name))
    mapping: dict[str, Any] = {}
    for key_event in events:
        if isinstance(key_event, yaml.MappingEndEvent):
            break
        line = _line(key_event)
        if not isinstance(key_event, yaml.ScalarEvent):
            raise SpecError(SpecProblem("yaml_key_not_text", name, line))
        key = key_event.value
        if key == "<<" and not key_event.style:  # in quotes it is a text
            raise SpecError(SpecProblem("yaml_merge", name, line))
        if key in mapping:
            first = places[(*path, key)][1]
            raise SpecError(SpecProblem("yaml_doubled_key", name, line, {"key": key, "first": first}))
        places[(*path, key)] = (name, line)
        mapping[key] = _node(next(events), events, (*path, key), places, name)
    return mapping
