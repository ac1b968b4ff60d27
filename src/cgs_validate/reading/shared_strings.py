"""The strings that the sheets of an .xlsx share."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import ReadError
from ..ooxml.escapes import displayed
from ..ooxml.parts import Attributes, Parts
from .looks import OF_THE_CELL, Font, RunReader, Runs, names_any

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
    return _any_strings(data, part, parts, looks=bool(fonts) or names_any(data))


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


def _any_strings(data: bytes, part: str, parts: Parts, *, looks: bool) -> SharedStrings:
    """Return the texts, read element by element. looks: whether the fonts of their runs may say something."""
    strings: list[str] = []
    runs: dict[int, Runs] = {}
    known: dict[Runs, Runs] = {}  # so that equal ones are one object
    text: list[str] = []  # of the string, in pieces
    pieces: list[str] = []  # of the run
    path: list[str] = []
    whole = False  # whether the text has been that is no run of one
    reader = RunReader()

    def start(name: str, attributes: Attributes) -> None:
        nonlocal whole
        if not _is_in_place(name, path, whole):
            raise ReadError("damaged", part=part)
        whole = (whole and name != "si") or (name == "t" and path[-1:] == ["si"])
        path.append(name)
        if looks and "rPh" not in path:
            reader.start(name, attributes)

    def end(name: str) -> None:
        nonlocal reader
        path.pop()
        if name == "t":
            run = "".join(pieces)
            pieces.clear()
            text.append(run)
            if looks and "rPh" not in path:
                reader.text(run)
        elif name == "si":
            if looks and (found := reader.runs) is not OF_THE_CELL:
                runs[len(strings)] = known.setdefault(found, found)
            reader = RunReader() if looks else reader
            strings.append(displayed("".join(text)))
            text.clear()
            _check_count(len(strings), parts)

    def characters(value: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            pieces.append(value)

    parts.parse(part, start, end, characters, data=data)
    return SharedStrings(strings, runs)


def _is_in_place(name: str, path: list[str], whole: bool) -> bool:
    """Return whether an element is where every reader expects it: sst, si, then t, or r with t."""
    inside = path[-1] if path else ""
    if name == "t" and "rPh" not in path:
        return (inside == "si" and not whole) or (inside == "r" and len(path) == _RUN)
    return inside != "t" and name[0] != ":" and (name != "si" or len(path) == 1)


def _check_count(strings: int, parts: Parts) -> None:
    if strings > parts.limits.shared_strings:
        raise ReadError("too_many_texts", limit=parts.limits.shared_strings)
