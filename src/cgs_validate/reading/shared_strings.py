"""The strings that the sheets of an .xlsx share."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import ReadError
from ..ooxml.escapes import displayed
from ..ooxml.parts import Attributes, Parts
from .looks import Font, Runs, names_any, string_runs

_PLAIN = r'<si><t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)</t></si>'
_PLAIN_TEXTS = re.compile(rf"((?:{_PLAIN})++)</sst>\s*")
_PLAIN_TEXT = re.compile(_PLAIN)
_RUN = 3  # the depth of elements in a run: sst, si, r


class SharedStrings(NamedTuple):
    """The texts in order, without phonetic guides; the fonts of their runs by index, where they may say something."""

    texts: list[str]
    runs: dict[int, Runs]


def shared_strings(part: str, parts: Parts, fonts: Mapping[int, Font]) -> SharedStrings:
    """Return the texts of ``sharedStrings.xml``. fonts: of cell formats that are struck out. Raises ReadError."""
    data = parts.read(part)
    plain = _plain_strings(data, part, parts)
    if plain is not None:
        return SharedStrings(plain, {})
    texts = _any_strings(data, part, parts)
    return SharedStrings(texts, string_runs(data, part, parts) if fonts or names_any(data) else {})


def _plain_strings(data: bytes, part: str, parts: Parts) -> list[str] | None:
    """Return the texts where none has looks of its own, at the speed of C; None elsewhere. Raises ReadError."""
    head, start, rest = data.partition(b"<si>")
    root = head.rpartition(b"?>")[2].strip()
    try:
        plain = _PLAIN_TEXTS.fullmatch((start + rest).decode())
    except UnicodeDecodeError:
        return None
    if not plain or not root.startswith(b"<sst") or root.count(b"<") > 1:  # such as a blank text
        return None
    parts.parse(part, lambda *_: None, data=head + b"</sst>")
    strings = _PLAIN_TEXT.findall(plain[1])
    _check_count(len(strings), parts)
    return list(map(displayed, strings)) if "_x" in plain[1] else strings


def _any_strings(data: bytes, part: str, parts: Parts) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    path: list[str] = []
    whole = False  # whether the text has been that is no run of one

    def start(name: str, _: Attributes) -> None:
        nonlocal whole
        if not _is_in_place(name, path, whole):
            raise ReadError("damaged", part=part)
        whole = (whole and name != "si") or (name == "t" and path[-1:] == ["si"])
        path.append(name)

    def end(name: str) -> None:
        path.pop()
        if name == "si":
            strings.append(displayed("".join(pieces)))
            pieces.clear()
            _check_count(len(strings), parts)

    def text(value: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            pieces.append(value)

    parts.parse(part, start, end, text, data=data)
    return strings


def _is_in_place(name: str, path: list[str], whole: bool) -> bool:
    """Return whether an element is where every reader expects it: sst, si, then t, or r with t."""
    inside = path[-1] if path else ""
    if name == "t" and "rPh" not in path:
        return (inside == "si" and not whole) or (inside == "r" and len(path) == _RUN)
    return inside != "t" and name[0] != ":" and (name != "si" or len(path) == 1)


def _check_count(strings: int, parts: Parts) -> None:
    if strings > parts.limits.shared_strings:
        raise ReadError("too_many_texts", limit=parts.limits.shared_strings)
