"""A spec written as YAML that people read and edit: short mappings on one line, long texts as blocks, comments above.

``yaml_reader`` reads it back the same; texts that other YAML readers would take for numbers, dates or booleans are in
quotes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml
from yaml.reader import Reader

from .yaml_reader import Path_

_WIDTH = 110
_SPACED = ("documents", "sheets", "code_lists", "changes")  # keys with a blank line above


def spec_text(data: Mapping[str, Any], comments: Mapping[Path_, Iterable[str]], head: Iterable[str] = ()) -> str:
    """Return mappings, lists, texts, whole numbers and booleans as YAML.

    comments: the lines above the node at each path. head: those on top of the file.
    """
    body = "\n".join(_mapping(data, (), "", comments)).strip("\n")
    return "\n".join([*map(_comment, head), *([""] if head else []), body, ""])


def _comment(text: str) -> str:
    return Reader.NON_PRINTABLE.sub("\ufffd", f"# {' '.join(text.split())}").rstrip()


def _mapping(
    data: Mapping[str, Any], path: Path_, indent: str, comments: Mapping[Path_, Iterable[str]]
) -> Iterator[str]:
    for name, value in data.items():
        here = (*path, name)
        if not path and name in _SPACED:
            yield ""
        yield from (f"{indent}{_comment(line)}" for line in comments.get(here, ()))
        key = f"{indent}{_scalar(name)}:"
        if _is_short(value):
            yield f"{key} {flow(value)}"
        elif isinstance(value, str):
            yield from _text(value, key, indent)
        elif isinstance(value, Mapping):
            yield key
            yield from _mapping(value, here, f"{indent}  ", comments)
        else:
            yield key
            yield from _list(value, here, f"{indent}  ", comments)


def _list(items: Iterable[Any], path: Path_, indent: str, comments: Mapping[Path_, Iterable[str]]) -> Iterator[str]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield from (f"{indent}{_comment(line)}" for line in comments.get(here, ()))
        if _is_short(item) or not isinstance(item, Mapping):
            yield f"{indent}- {flow(item)}"
            continue
        for number, line in enumerate(_mapping(item, here, f"{indent}  ", comments)):
            yield line if number else f"{indent}- {line.lstrip(' ')}"


def _text(text: str, key: str, indent: str) -> Iterator[str]:
    """Yield a long text as a block, or in quotes where a block would change it."""
    block = [f"  {line}".rstrip() for line in text.split("\n")]
    if _reads_as("\n".join(["|-", *block]), text):
        yield f"{key} |-"
        yield from (f"{indent}{line}" if line else "" for line in block)
    else:
        yield f"{key} {_scalar(text)}"


def _is_short(value: Any) -> bool:
    if isinstance(value, Mapping):
        flat = len(value) <= 3 and all(_is_one_line(item) for item in value.values())
        is_source = "quote" in value or "note" in value
        return flat and "source" not in value and (is_source or len(flow(value)) <= _WIDTH)
    if isinstance(value, list):
        return all(_is_one_line(item) for item in value) and len(flow(value)) <= _WIDTH
    return _is_one_line(value)


def _is_one_line(value: Any) -> bool:
    return not isinstance(value, Mapping | list) and "\n" not in str(value)


def flow(value: Any) -> str:
    """Return a value as it is written on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(name)}: {flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """Return a scalar that may be put anywhere: plain where that is unmistakable, else in quotes."""
    if isinstance(value, int):
        return str(value).lower()
    if _reads_as(f"{{{value}: {value}}}", {value: value}):
        return str(value)
    return yaml.safe_dump([value], default_flow_style=True, default_style='"', allow_unicode=True, width=10**9)[1:-2]


def _reads_as(written: str, value: Any) -> bool:
    """Return whether every YAML reader takes what is written for that value."""
    try:
        return bool(yaml.safe_load(written) == value)
    except yaml.YAMLError:
        return False
