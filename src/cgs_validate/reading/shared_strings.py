"""The strings that the sheets of an .xlsx share."""

import re

from ..errors import ReadError
from ..ooxml.xml_parser import Attributes, Parser

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PLAIN = r'<si><t(?: xml:space="preserve")?>([^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)</t></si>'
_PLAIN_TEXTS = re.compile(rf"((?:{_PLAIN})++)</sst>\s*")
_PLAIN_TEXT = re.compile(_PLAIN)
_RUN = 3  # how deep what is in a run lies: sst, si, r


def shared_strings(part: str, parser: Parser) -> list[str]:
    """Return the texts of ``sharedStrings.xml`` in order, without phonetic guides. Raises ReadError."""
    data = parser.read(part)
    strings = _plain_strings(data, part, parser)
    return _any_strings(data, part, parser) if strings is None else strings


def _plain_strings(data: bytes, part: str, parser: Parser) -> list[str] | None:
    """Return the texts where none has looks of its own, at the speed of C; None elsewhere. Raises ReadError."""
    head, start, rest = data.partition(b"<si>")
    root = head.rpartition(b"?>")[2].strip()
    try:
        plain = _PLAIN_TEXTS.fullmatch((start + rest).decode())
    except UnicodeDecodeError:
        return None
    if not plain or not root.startswith(b"<sst") or root.count(b"<") > 1:  # such as a blank text
        return None
    parser.parse(part, lambda *_: None, data=head + b"</sst>")
    strings = _PLAIN_TEXT.findall(plain[1])
    _check_count(len(strings), parser)
    return list(map(unescape, strings)) if "_x" in plain[1] else strings


def _any_strings(data: bytes, part: str, parser: Parser) -> list[str]:
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
            strings.append(unescape("".join(pieces)))
            pieces.clear()
            _check_count(len(strings), parser)

    def text(value: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            pieces.append(value)

    parser.parse(part, start, end, text, data=data)
    return strings


def _is_in_place(name: str, path: list[str], whole: bool) -> bool:
    """Tell whether an element stands where every reader takes it for the same: sst, si, then t, or r with t."""
    inside = path[-1] if path else ""
    if name == "t" and "rPh" not in path:
        return (inside == "si" and not whole) or (inside == "r" and len(path) == _RUN)
    return inside != "t" and name[0] != ":" and (name != "si" or len(path) == 1)


def _check_count(strings: int, parser: Parser) -> None:
    if strings > parser.limits.strings:
        raise ReadError("too_many_texts", limit=parser.limits.strings)


def unescape(text: str) -> str:
    """Return text with ``_x000A_`` escapes resolved, controls shown by their pictures (␛), lone surrogates as �."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if text.isprintable() else _CONTROL.sub(lambda match: chr(0x2400 + ord(match[0])), text)
