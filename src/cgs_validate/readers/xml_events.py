"""XML read by the standard library's expat: one pass, no tree, no DTD, no entity of the file's own."""

import re
from collections.abc import Callable, Iterable
from typing import NoReturn
from xml.parsers import expat

from ..errors import ReadError

Attributes = dict[str, str]

_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")


def parse(
    data: bytes,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    namespaces: Iterable[str] = (),
) -> None:
    """Send a part's elements and text to the handlers. Raises ReadError.

    Elements of the root's namespace, and of those named, come by their local names, others with an empty name.
    """
    declared = _ENCODING.match(data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf-16"):
        raise ReadError("damaged", part=part)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names: dict[str, str] = {}
    known: set[str] = set()

    def started(name: str, attributes: Attributes) -> None:
        local = names.get(name)
        if local is None:
            namespace, _, local = name.rpartition(" ")
            known.update(known or {namespace, *namespaces})
            local = names[name] = local if namespace in known else ""
        start(local, attributes)

    parser.StartElementHandler = started
    if end is not None:
        parser.EndElementHandler = lambda name: end(names[name])
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError):
        raise ReadError("damaged", part=part) from None


def _refuse_doctype(*_: object) -> NoReturn:
    raise ReadError("doctype")


def attribute(attributes: Attributes, local: str) -> str | None:
    """Return an attribute by its local name, whatever its prefix."""
    for name, value in attributes.items():
        if name == local or name.endswith(f" {local}"):
            return value
    return None
