"""XML read by the standard library's expat: one pass, no tree, no DTD, no entity of the file's own."""

import re
from typing import Any, NoReturn
from xml.parsers import expat

from ..errors import ReadError
from .limits import Limits

_ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be")
# The beginning of most parts up to the root element: nothing in it is to be refused.
_USUAL_BEGINNING = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=(["'])1\.0\1(?: encoding=(["'])(?i:utf-8)\2)?"""
    rb"""(?: standalone=(["'])yes\3)?\s*\?>)?\s*<[A-Za-z]"""
)
_HEAD = 4_096  # bytes; four times as many are looked at until the root element has begun


def check_markup(data: bytes, part: str, limits: Limits) -> None:
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
    parser = new_parser(part)
    begun = False

    def started(*_: object) -> None:
        nonlocal begun
        begun = True

    parser.StartElementHandler = started
    at, size = 0, _HEAD
    try:
        while at < len(data) and not begun:
            parser.Parse(data[at : at + size], at + size >= len(data))  # else expat may put off the last token
            at, size = at + size, 4 * size
    except (expat.ExpatError, UnicodeError):
        return


def check_well_formed(data: bytes, part: str) -> None:
    """Raise ReadError where XML is not well-formed, or has a DOCTYPE or another encoding than UTF-8 and UTF-16."""
    try:
        new_parser(part).Parse(data, True)
    except (expat.ExpatError, UnicodeError):
        raise ReadError("damaged", part=part) from None


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
