"""Parts of a package read as XML, their elements counted over all of them."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from ..errors import ReadError
from .limits import Limits
from .xml_parser import feed, new_parser

Attributes = dict[str, str]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ENDS = (b"</", b"/>", b"<\0/", b"/\0>")  # of elements, in UTF-8 and in UTF-16


def lower_ascii(name: str) -> str:
    """Return a name in the form in which names of parts are compared: only the letters of ASCII have a case."""
    return name.lower() if name.isascii() else name.encode().lower().decode()


class Parts:
    """Parses parts within limits. ``elements``: how many it met."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = 0
        self._parser: Any = None

    @property
    def position(self) -> int:
        """Where the element of which a handler is called begins, in the bytes that are parsed."""
        return int(self._parser.CurrentByteIndex)

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises ReadError where it is absent or damaged."""
        raise NotImplementedError

    def digest(self, name: str) -> bytes:
        """Return what only parts of the same bytes share. Raises ReadError where it is absent or damaged."""
        return sha256(self.read(name)).digest()

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        *,
        data: bytes | None = None,
        namespaces: Iterable[str] = (),
        root: str = "",
    ) -> None:
        """Send the elements and text of a part, or of a piece of it, to the handlers. Raises ReadError.

        root: the local name that the root must have, in the namespace of spreadsheets; by default any.
        Elements of the root's namespace, and of those named, come by their local names, others with a colon before it.
        """
        parser = new_parser(part)
        data = self.read(part) if data is None else data
        names: dict[str, str] = {}
        known: set[str] = set()
        depth = count = 0
        limits, most = self.limits, self.limits.xml_elements - self.elements
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
                    if root and (local != root or namespace not in (MAIN, STRICT_MAIN)):
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
        self._parser = parser
        try:
            feed(parser, data, part, limits)
        finally:
            self._parser = None  # which holds the handlers, and they what was read
        self.elements += count
