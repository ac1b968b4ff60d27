"""YAML read as text: every scalar is a string, every node knows its line.

No YAML 1.1 surprises: ``010``, ``no``, ``12:30`` stay as they were typed. Aliases, merge keys, tags and duplicate keys
are refused, size and depth are limited; each mistake has its file and line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml.reader import Reader

from ..errors import SpecError, SpecProblem

try:
    from yaml import CSafeLoader as QuickLoader  # only its events are used, which it makes without recursion
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as QuickLoader  # type: ignore[assignment]

MAX_BYTES = 200_000
MAX_DEPTH = 20
WIDE_QUOTES = tuple("“”‘’＂＇")

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

_WIDE_COLON = re.compile(r"(?:^|[{,-])\s*[a-z][\w.]*：")  # behind a name

Path_ = tuple[str | int, ...]
Place = tuple[str, int]
"""A file and a line in it."""


@dataclass(frozen=True, eq=False)
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

    def problem(self, code: str, path: Path_, *, known: Iterable[str] | None = None, **params: Any) -> SpecProblem:
        """Return a mistake placed at the node of that path. known: the words of which one could have been written."""
        if known is not None:
            params |= {"known": ", ".join(known), "nearest": nearest(params.get("word", params["key"]), known)}
        return SpecProblem(code, *self.place(path), params)


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the word that is nearest to a misspelt one, or an empty string."""
    return next(iter(get_close_matches(word, list(words), 1, 0.6)), "")


def wide_sign(text: str) -> str | None:
    """Return the code of the mistake where a text was to be YAML, but for a full-width colon or such quotes."""
    if _WIDE_COLON.match(text):
        return "yaml_wide_colon"
    return "yaml_wide_quotes" if text[:1] in WIDE_QUOTES or text[-1:] in WIDE_QUOTES else None


def read(path: Path) -> Document:
    """Read a YAML file. Raises SpecError for what is not plain, small, unambiguous YAML."""
    name = "/".join(path.parts[-2:])
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError(SpecProblem("yaml_too_large", name, None, {"limit": MAX_BYTES}))
        return parse(path.read_text(encoding="utf-8-sig"), name)
    except OSError:
        raise SpecError(SpecProblem("file_missing", name)) from None
    except UnicodeDecodeError:
        raise SpecError(SpecProblem("yaml_not_utf8", name)) from None


def parse(text: str, name: str) -> Document:
    """Read YAML text; name is the file's name in messages. Raises SpecError."""
    if unseen := Reader.NON_PRINTABLE.search(text):
        raise SpecError(SpecProblem("yaml_characters", name, text.count("\n", 0, unseen.start()) + 1))
    try:
        return _Parser(name, yaml.parse(text, Loader=QuickLoader)).document()
    except yaml.MarkedYAMLError as error:
        raise SpecError(_syntax(error, text, name)) from None


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> SpecProblem:
    """Return a parser's error as a mistake in the words of those who write specs."""
    said = f"{error.context} {error.problem}"
    code, at = next((code, at) for part, code, at in _SYNTAX if part in said)
    mark: Any = getattr(error, at) or error.problem_mark
    if "cannot start any token" in said:
        sign = text[mark.index]
        return SpecProblem("yaml_tab" if sign == "\t" else "yaml_sign", name, mark.line + 1, {"key": sign})
    lines = text.splitlines()[: mark.line + 1]
    for number in range(len(lines), max(len(lines) - 2, 0), -1):  # the mistake shows in the line below
        if _WIDE_COLON.search(lines[number - 1]):
            return SpecProblem("yaml_wide_colon", name, number)
    params = {"limit": MAX_DEPTH} if code == "yaml_too_deep" else {"problem": error.problem or ""}
    return SpecProblem(code, name, mark.line + 1, params)


class _Parser:
    """Makes a document of events, refusing aliases, tags, merge keys, too much depth, and a second document."""

    def __init__(self, name: str, events: Iterator[yaml.Event]) -> None:
        self.name = name
        self.events = map(self.plain, events)
        self.places: dict[Path_, Place] = {}

    def document(self) -> Document:
        data: Any = {}
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and self.places:
                self.refuse("yaml_second_document", event)
            if isinstance(event, yaml.NodeEvent):
                data = self.node(event, ())
        return Document(self.name, data, self.places)

    def node(self, event: yaml.Event, path: Path_) -> Any:
        self.places.setdefault(path, (self.name, _line(event)))
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if len(path) >= MAX_DEPTH:
            self.refuse("yaml_too_deep", event, limit=MAX_DEPTH)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        items: list[Any] = []
        while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(item, (*path, len(items))))
        return items

    def mapping(self, path: Path_) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse("yaml_key_not_text", event)
            here = (*path, event.value)
            if event.value == "<<" and not event.style:  # in quotes it is a text
                self.refuse("yaml_merge", event)
            if event.value in mapping:
                self.refuse("yaml_doubled_key", event, key=event.value, first=self.places[here][1])
            self.places[here] = (self.name, _line(event))
            mapping[event.value] = self.node(next(self.events), here)
        return mapping

    def plain(self, event: yaml.Event) -> yaml.Event:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse("yaml_alias", event)
        if tag := getattr(event, "tag", None):
            self.refuse("yaml_tag", event, tag=tag)
        return event

    def refuse(self, code: str, event: yaml.Event, **params: Any) -> NoReturn:
        raise SpecError(SpecProblem(code, self.name, _line(event), params))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
