"""Parts of a package read as XML, their elements counted over all of them."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from ..errors import ReadError
from . import xml_parser
from .limits import Limits
from .part_cache import Known, kept
from .xml_parser import Attributes, Parser

Made = TypeVar("Made")


class Parts:
    """What parses parts within limits. ``elements``: how many it met."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = 0

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises ReadError where it is absent or damaged."""
        raise NotImplementedError

    def known(self, name: str) -> bytes | Known:
        """Return a part's bytes for what is kept of them. Raises ReadError where it is absent or damaged."""
        return self.read(name)

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        *,
        data: bytes | None = None,
        namespaces: Iterable[str] = (),
        root: str = "",
    ) -> None:
        """Send the elements and text of a part, or of a piece of it, to the handlers. Raises ReadError."""
        piece = self.read(name) if data is None else data
        self.elements += xml_parser.parse(piece, name, self.limits, self.elements, start, end, text, namespaces, root)

    def made_of(self, name: str, make: Callable[[str, Parser], Made], *, data: bytes | None = None) -> Made:
        """Return what a function makes of a part, or of a piece of it, kept for files with the same.

        Raises ReadError.
        """
        made: Made
        made, elements = _made(self.known(name) if data is None else data, name, self.limits, make)
        self.elements += elements
        if self.elements > self.limits.elements:
            raise ReadError("too_many_elements", limit=self.limits.elements)
        return made


class _Part(Parts):
    """One part alone."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        super().__init__(limits)
        self._content = content

    def read(self, _: str) -> bytes:
        return self._content


@kept
def _made(content: bytes, name: str, limits: Limits, make: Callable[[str, Parser], Made]) -> tuple[Made, int]:
    part = _Part(content, limits)
    return make(name, part), part.elements
