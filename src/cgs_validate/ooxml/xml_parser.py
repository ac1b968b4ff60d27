"""XML read by the standard library's expat: one pass, no tree, no DTD, no entity of the file's own."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn
from xml.parsers import expat

from ..errors import ReadError
from .limits import Limits

Attributes = dict[str, str]


_ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be")
# The beginning of most parts up to the root element: nothing in it is to be refused.
_USUAL_BEGINNING = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=(["'])1\.0\1(?: encoding=(["'])(?i:utf-8)\2)?"""
    rb"""(?: standalone=(["'])yes\3)?\s*\?>)?\s*<[A-Za-z]"""
)
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ENDS = (b"</", b"/>", b"<\0/", b"/\0>")  # of elements, in UTF-8 and in UTF-16
_HEAD = 4_096  # bytes; four times as many are looked at until the root element has begun


def parse(
    data: bytes,
    part: str,
    limits: Limits,
    spent: int,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    namespaces: Iterable[str] = (),
    root: str = "",
) -> int:
    """Send a part's elements and text to the handlers, and return how many elements there were. Raises ReadError.

    spent: how many there were in the parts read before; the limit is on all of them together. root: the local name
    that the root must have, and it must be a spreadsheet's; by default any.
    Elements of the root's namespace, and of those named, come by their local names, others with a colon before it.
    """
    parser = _parser(part)
    names: dict[str, str] = {}
    known: set[str] = set()
    depth = count = 0
    most = limits.xml_elements - spent
    if len(data) > len("<a/>") * most and sum(map(data.count, _ENDS)) > most:  # which takes seconds one by one
        raise ReadError("too_many_elements", limit=limits.xml_elements)

    def started(name: str, attributes: Attributes) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > limits.xml_depth:
            raise ReadError("damaged", part=part)
        if count > most:
            raise ReadError("too_many_elements", limit=limits.xml_elements)
        local = names.get(name)
        if local is None:
            namespace, _, local = name.rpartition(" ")
            if not known:
                known.update((namespace, *namespaces))
                if root and (local != root or namespace not in _MAIN):
                    raise ReadError("damaged", part=part)
            local = names[name] = local if namespace in known else f":{local}"
        start(local, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(names[name])

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError):
        raise ReadError("damaged", part=part) from None
    return count


def examine(data: bytes, part: str, limits: Limits) -> None:
    """Check that no piece of a part is too long and that its beginning is allowed, whether or not it will be read.

    Raises ReadError. Other faults are found when the part is read.
    """
    at = 0
    while len(data) - at > limits.xml_token_bytes:
        last = data.rfind(b"<", at, at + limits.xml_token_bytes)
        if last < 0:
            raise ReadError("damaged", part=part)
        at = last + 1
    if _USUAL_BEGINNING.match(data):
        return
    parser = _parser(part)
    begun = False

    def started(*_: object) -> None:
        nonlocal begun
        begun = True

    parser.StartElementHandler = started
    at, size = 0, _HEAD
    try:
        while at < len(data) and not begun:
            parser.Parse(data[at : at + size], at + size >= len(data))  # else expat may put off what ends it
            at, size = at + size, 4 * size
    except (expat.ExpatError, UnicodeError):
        return


def check_well_formed(data: bytes, part: str) -> None:
    """Raise ReadError where XML is not well-formed, or has a DOCTYPE or another encoding than UTF-8 and UTF-16."""
    try:
        _parser(part).Parse(data, True)
    except (expat.ExpatError, UnicodeError):
        raise ReadError("damaged", part=part) from None


def may_hide(data: bytes, start: int = 0) -> bool:
    """Tell whether markup may hide behind a place, in comments, CDATA or processing instructions."""
    # Single bytes are found fast.
    return any(data.find(sign, start) >= 0 and data.find(b"<" + sign, start) >= 0 for sign in (b"!", b"?"))


def _parser(part: str) -> Any:
    """Return a parser that refuses a DOCTYPE, and what is not in UTF-8 or UTF-16."""
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
