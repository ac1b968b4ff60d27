"""Parts of a package read as XML, their elements counted over all of them."""

from collections.abc import Callable, Iterable

from . import xml_parser
from .limits import Limits
from .xml_parser import Attributes


class Parts:
    """Parses parts within limits. ``elements``: how many it met."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = 0

    def __contains__(self, name: str) -> bool:
        raise NotImplementedError

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises ReadError where it is absent or damaged."""
        raise NotImplementedError

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
