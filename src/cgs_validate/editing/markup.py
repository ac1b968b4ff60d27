"""XML edited as bytes: elements are found by their tags, changes are spliced in, all else stays as it was written.

Comments and CDATA sections are blanked in the copy that is searched, so that nothing in them looks like markup;
places are the same in both. UTF-16 is made UTF-8 first; a byte order mark of UTF-8 stays.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, NoReturn
from xml.sax.saxutils import escape

from ..errors import ReadError
from ..ooxml.escapes import NOT_XML, escaped
from ..ooxml.xml_parser import may_hide

_MARKUP = re.compile('[&<>"]')
_REFERENCE = re.compile("&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_QUOTES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
# What follows a name in a start tag: attribute values may hold the sign that ends it.
REST_OF_TAG = rb"""[^>"']*+(?:(?:"[^"]*"|'[^']*')[^>"']*+)*+>"""
_NAME = rb"[\w.:\x80-\xff-]+"
_TAG = re.compile(rb"<(/?)(%s)" % _NAME + REST_OF_TAG)

_PLACE = itemgetter(0, 1)  # of a change
_ATTRIBUTE = re.compile(rb"""\s(%s)\s*=\s*("[^"]*"|'[^']*')""" % _NAME)
_DECLARED = re.compile(rb"""\A(<\?xml[^>]*?encoding\s*=\s*["'])([^"']*)""")


class Element(NamedTuple):
    """An element: its start tag from ``start`` to ``inner``, its content to ``outer``, its end tag to ``end``."""

    name: bytes
    start: int
    inner: int
    outer: int
    end: int

    @property
    def local(self) -> bytes:
        """The name without its prefix."""
        return self.name.rpartition(b":")[2]

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag, ``<a/>``."""
        return self.inner == self.end


class Markup:
    """A part's XML, which was parsed before, and the changes to it that wait for ``result``. Raises ReadError."""

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        self.data = utf8(data, part)
        self._mark = byte_order_mark(data)
        self.searched = self.data
        if may_hide(self.data, self.data.find(b"?>") + 1 if self.data.startswith(b"<?xml ") else 0):
            self.searched = _HIDDEN.sub(lambda match: b" " * len(match[0]), self.data)
        self._changes: list[tuple[int, int, bytes]] = []
        self.root = self._root()
        self.prefix = self.root.name[: -len(self.root.local)]

    def _root(self) -> Element:
        """Return the outermost element, without walking through all that is in it."""
        tag = _TAG.search(self.searched)
        if tag and tag[1]:
            self._damaged()
        return self.up_to_last_end(tag[2] if tag else b"", tag)

    def up_to_last_end(self, name: bytes, tag: re.Match[bytes] | None) -> Element:
        """Return the element from a start tag to the last end tag of its name, without a walk through its content."""
        if tag is None:
            self._damaged()
        if _is_single(tag):
            return Element(name, tag.start(), tag.end(), tag.end(), tag.end())
        outer = self.searched.rfind(b"</%s" % name)
        if outer < 0:
            self._damaged()
        return Element(name, tag.start(), tag.end(), outer, self.searched.index(b">", outer) + 1)

    def elements(self, start: int, end: int) -> Iterator[Element]:
        """Yield the sibling elements between two places, without those inside them."""
        while (tag := _TAG.search(self.searched, start, end)) and not tag[1]:
            outer, start = (tag.end(), tag.end()) if _is_single(tag) else self._end(tag, end)
            yield Element(tag[2], tag.start(), tag.end(), outer, start)

    def _end(self, opened: re.Match[bytes], end: int) -> tuple[int, int]:
        """Return where the end tag of an element begins and ends; elements of that name inside it have their own."""
        tags, depth, at = _tags(opened[2]), 1, opened.end()
        while depth:
            tag = tags.search(self.searched, at, end) or self._damaged()
            depth += -1 if tag[1] else not _is_single(tag)
            at = tag.end()
        return tag.span()

    def children(self, parent: Element) -> Iterator[Element]:
        """Yield the elements directly inside another."""
        return self.elements(parent.inner, parent.outer)

    def child(self, parent: Element, local: bytes) -> Element | None:
        """Return the first child of that local name, or None."""
        return next((child for child in self.children(parent) if child.local == local), None)

    def find(self, local: bytes, start: int = 0) -> Element | None:
        """Return the first element of that local name behind a place, at any depth, or None."""
        if self.searched.find(local, start) < 0:
            return None
        tag = re.compile(rb"<(?:[\w.-]+:)?%s(?=[\s/>])" % local).search(self.searched, start)
        return next(self.elements(tag.start(), self.root.outer), None) if tag else None

    def tag(self, element: Element) -> bytes:
        """Return an element's start tag."""
        return self.data[element.start : element.inner]

    def attribute(self, element: Element, name: bytes) -> str | None:
        """Return an attribute's value, or None; a name that begins with a colon has any prefix."""
        return attribute(self.tag(element), name)

    def text(self, element: Element) -> str:
        """Return the text of an element that holds no others, CDATA sections included."""
        pieces = _HIDDEN.split(self.data[element.inner : element.outer])
        hidden = _HIDDEN.findall(self.data[element.inner : element.outer])
        sections = [part[9:-3].decode() if part.startswith(b"<![CDATA[") else "" for part in hidden]
        plain = [unescape_all(piece.decode()) for piece in pieces]
        return "".join(part for pair in zip(plain, [*sections, ""], strict=True) for part in pair)

    @property
    def changed(self) -> bool:
        """Whether changes wait."""
        return bool(self._changes)

    def change(self, start: int, end: int, new: bytes) -> None:
        """Put new bytes in the place of those from start to end; changes must not overlap."""
        self._changes.append((start, end, new))

    def insert(self, place: int, new: bytes) -> None:
        """Put new bytes in, behind those that were inserted at the same place before."""
        self.change(place, place, new)

    def append(self, parent: Element, new: bytes) -> None:
        """Put new bytes at the end of an element's content, opening it where it was a single tag."""
        if not parent.empty:
            self.insert(parent.outer, new)
            return
        tag = self.tag(parent)
        self.change(
            parent.start, parent.end, tag[: tag.rindex(b"/")].rstrip() + b">" + new + b"</" + parent.name + b">"
        )

    def set_attribute(self, element: Element, name: bytes, value: str) -> None:
        """Set an attribute in an element's start tag."""
        self.change(element.start, element.inner, with_attribute(self.tag(element), name, value))

    def result(self) -> bytes:
        """Return the part with all changes made."""
        return b"".join(self.pieces(0, len(self.data)))

    def pieces(self, start: int, end: int) -> list[bytes | memoryview]:
        """Return the part between two places with all changes made, in pieces: the unchanged ones are not copied."""
        data, pieces, done = memoryview(self.data), list[bytes | memoryview](), start
        if self._mark and not start:
            pieces.append(self._mark)
        changes = [change for change in self._changes if start <= change[0] < end]
        for at, until, new in sorted(changes, key=_PLACE):
            if at < done:
                self._damaged()
            pieces += (data[done:at], new)
            done = until
        return [*pieces, data[done:end]]

    def reversals(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield the changes that would make the result what the part was."""
        moved = len(self._mark)
        for at, until, new in sorted(self._changes, key=_PLACE):
            yield at + moved, at + moved + len(new), self.data[at:until]
            moved += len(new) - (until - at)

    def _damaged(self) -> NoReturn:
        raise ReadError("damaged", part=self.part)


@lru_cache
def _tags(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(/?)%s(?=[\s/>])" % re.escape(name) + REST_OF_TAG)


def _is_single(tag: re.Match[bytes]) -> bool:
    return tag.string[tag.end() - 2 : tag.end()] == b"/>"


def attribute(tag: bytes, name: bytes) -> str | None:
    """Return the value of an attribute in a start tag, or None; a name that begins with a colon has any prefix."""
    for match in _ATTRIBUTE.finditer(tag) if name in tag else ():
        if match[1] == name or (name.startswith(b":") and match[1].endswith(name)):
            return unescape_all(match[2][1:-1].decode())
    return None


def attributes(tag: bytes) -> dict[str, str]:
    """Return all attributes in a start tag by their local names. Raises ReadError for two of one name."""
    found: dict[str, str] = {}
    for name, quoted in _ATTRIBUTE.findall(tag):
        prefix, _, local = name.decode().rpartition(":")
        if prefix == "xmlns":
            continue
        if local in found:
            raise ReadError("inconsistent")
        found[local] = unescape_all(quoted[1:-1].decode())
    return found


def number(written: str | None) -> int:
    """Return a whole number as an attribute writes it; 0 for anything else."""
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) < 10 else 0


def with_attribute(tag: bytes, name: bytes, value: str | None) -> bytes:
    """Return a start tag with an attribute set, or removed where value is None."""
    written = b"" if value is None else b' %s="%s"' % (name, attribute_text(value))
    for match in _ATTRIBUTE.finditer(tag) if name in tag else ():
        if match[1] == name:
            return tag[: match.start()] + written + tag[match.end() :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + written + tag[end:]


def unescape_all(written: str) -> str:
    """Return text with XML's own entities and character references resolved."""
    return _REFERENCE.sub(_resolved, written) if "&" in written else written


def _resolved(reference: re.Match[str]) -> str:
    hexadecimal, decimal, entity = reference.groups()
    if entity:
        return _ENTITIES.get(entity, "")
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal.lstrip("0")))


def text(value: str) -> str:
    """Return text as the content of a cell or note."""
    if "&" in value or "<" in value or ">" in value or "_x" in value or not value.isprintable():
        return escape(escaped(value))
    return value


def attribute_text(value: str) -> bytes:
    """Return text as an attribute's value, for double quotes."""
    if _MARKUP.search(value) or not value.isprintable():
        value = escape(NOT_XML.sub("\ufffd", value), _QUOTES)
    return value.encode()


def byte_order_mark(data: bytes) -> bytes:
    """Return the byte order mark with which a part in UTF-8 begins, nothing where there is none."""
    return BOM_UTF8 if data.startswith(BOM_UTF8) else b""


def utf8(data: bytes, part: str) -> bytes:
    """Return XML in UTF-8, without a byte order mark. Raises ReadError where it is in another encoding than it says."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16").encode()
        elif data[:4] in (b"<\0?\0", b"\0<\0?"):
            data = data.decode("utf-16-le" if data[0] else "utf-16-be").encode()
    except UnicodeDecodeError:
        raise ReadError("damaged", part=part) from None
    data = data.removeprefix(BOM_UTF8)
    declared = _DECLARED.match(data)
    return data if declared is None or declared[2].lower() == b"utf-8" else _DECLARED.sub(rb"\1UTF-8", data)
