"""XML read by the standard library's expat: one pass, no tree, no DTD, no entity of the file's own."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NoReturn
from xml.parsers import expat

from ..errors import ReadError
from .limits import Limits

_ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be")
# The beginning of most parts up to the root element: nothing in it is to be refused.
_USUAL_BEGINNING = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=(["'])1\.0\1(?: encoding=(["'])(?i:utf-8)\2)?"""
    rb"""(?: standalone=(["'])yes\3)?\s*\?>)?\s*<(?:[A-Za-z][^\s<>/:]*:)?([A-Za-z][^\s<>/:]*)"""
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*+<|\xff\xfe|\xfe\xff|\0")  # the beginning of any XML
_HEAD = 4_096  # bytes; four times as many are looked at until the root element has begun
_PIECE = 262_144  # bytes that are parsed at once: an exception ends the parsing with the piece only
_ATTRIBUTE = re.compile(rb"""[^<>"'=]*+=\s*+(?:"[^"]*+"|'[^']*+')""")
_SHORTEST_ATTRIBUTE = len(' a=""')
_MOST_REPEATED = 1_000_000_000  # about what a regular expression can count to; no part is as long


def check_markup(data: bytes, part: str, limits: Limits) -> None:
    """Check that no piece of a part is too long and that its beginning is allowed, whether or not it will be read.

    Raises ReadError. Other faults are found when the part is read.
    """
    if next(_long_pieces(data, limits.xml_token_bytes), None) is not None:
        raise ReadError("damaged", part=part)
    if not _USUAL_BEGINNING.match(data):
        _parsed_root(data, part, limits)


def root_name(data: bytes, part: str, limits: Limits) -> str:
    """Return the local name of the element that a part begins with, empty where it is no XML. Raises ReadError."""
    usual = _USUAL_BEGINNING.match(data)
    if usual:
        return usual[4].decode("utf-8", "replace")
    return _parsed_root(data, part, limits) if _MARKUP.match(data) else ""


def _parsed_root(data: bytes, part: str, limits: Limits) -> str:
    check_tags(data, part, limits)
    parser = new_parser(part)
    root = ""

    def started(name: str, _: object) -> None:
        nonlocal root
        root = root or name.rpartition(" ")[2]

    parser.StartElementHandler = started
    at, size = 0, _HEAD
    try:
        while at < len(data) and not root:
            parser.Parse(data[at : at + size], at + size >= len(data))  # else expat may put off the last token
            at, size = at + size, 4 * size
    except (expat.ExpatError, UnicodeError):
        pass
    return root


def check_well_formed(data: bytes, part: str) -> None:
    """Raise ReadError where XML is not well-formed, or has a DOCTYPE or another encoding than UTF-8 and UTF-16."""
    parser = new_parser(part)
    parser.StartElementHandler = lambda *_: None  # without which names are not counted
    feed(parser, data, part, Limits())


def check_syntax(data: bytes, part: str) -> None:
    """Do as ``check_well_formed`` in a third of the time, for a part that is small or our own: names do not count."""
    feed(new_parser(part), data, part, Limits())


def feed(parser: Any, data: bytes, part: str, limits: Limits) -> None:
    """Have a new parser parse a whole document, in memory that the limits bound. Raises ReadError."""
    check_tags(data, part, limits)
    try:
        for at in range(0, len(data) or 1, _PIECE):
            parser.Parse(data[at : at + _PIECE], at + _PIECE >= len(data))
            if len(parser.intern) > limits.xml_names:  # expat and Python hold each as long as they parse
                raise ReadError("damaged", part=part)
    except (expat.ExpatError, UnicodeError):
        raise ReadError("damaged", part=part) from None


def check_tags(data: bytes, part: str, limits: Limits) -> None:
    """Raise ReadError for a namespace that is too long, or a tag with too many attributes.

    The parser writes the namespace before the name of each element and attribute.
    """
    data = as_utf8(data)
    if b"xmlns" in data and _long_namespace(limits.xml_namespace_bytes).search(data):
        raise ReadError("damaged", part=part)
    most = limits.xml_attributes
    for at in _long_pieces(data, most * _SHORTEST_ATTRIBUTE):
        attributes = iter(_ATTRIBUTE.scanner(data, at).match, None)  # type: ignore[attr-defined]
        if len(list(islice(attributes, most + 1))) > most:
            raise ReadError("damaged", part=part)


def _long_pieces(data: bytes, most: int) -> Iterator[int]:
    """Yield where each piece without a ``<`` begins that has more bytes than that."""
    at = 0
    while len(data) - at > most:
        last = data.rfind(b"<", at, at + most)
        if last < 0:
            yield at
            last = data.find(b"<", at + most)
            if last < 0:
                return
        at = last + 1


@lru_cache(4)
def _long_namespace(most: int) -> re.Pattern[bytes]:
    longer = min(most, _MOST_REPEATED) + 1
    return re.compile(rb"""xmlns(?<=\sxmlns)(?::[^\s"'<>=]*+)?\s*+=\s*+(?:"[^"]{%d}|'[^']{%d})""" % (longer, longer))


def as_utf8(data: bytes) -> bytes:
    """Return XML in UTF-8 if it is in UTF-16, as a parser takes it to be, with its own declaration."""
    if data[:1] not in (b"\0", b"<", b"\xff", b"\xfe") or data[1:2] not in (b"\0", b"<", b"\xff", b"\xfe"):
        return data
    return data.decode("utf-16" if data[0] > 0x7F else "utf-16-le" if data[0] else "utf-16-be", "replace").encode()


def may_hide(data: bytes, start: int = 0) -> bool:
    """Return whether markup may hide behind a place, in comments, CDATA or processing instructions."""
    # Single bytes are found fast.
    return any(data.find(sign, start) >= 0 and data.find(b"<" + sign, start) >= 0 for sign in (b"!", b"?"))


def new_parser(part: str) -> Any:
    """Return a parser that refuses a DOCTYPE, and encodings other than UTF-8 and UTF-16."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def declared(version: str, encoding: str | None, _: int) -> None:
        if version != "1.0" or (encoding or "utf-8").lower() not in _ENCODINGS:
            raise ReadError("damaged", part=part)

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> NoReturn:
    raise ReadError("doctype")
