"""Sibling elements in a part, each of which names something: added and removed."""

from dataclasses import dataclass

from ..errors import ReadError
from .markup import Element, Markup, attribute_text, attributes


@dataclass(frozen=True)
class Listed:
    """One element: its local name, its attributes by their local names, its place, None where it is new."""

    name: str
    attributes: dict[str, str]
    element: Element | None = None

    def get(self, attribute: str) -> str:
        """Return an attribute's value, an empty string where it is not given."""
        return self.attributes.get(attribute, "")


class Listing:
    """The elements in the root of a part, or in a child of it. Raises ReadError where there is no such child.

    count: how many elements the part's reader found there; where it saw others, the part is refused.
    """

    def __init__(self, data: bytes, part: str, inside: bytes | None = None, count: int | None = None) -> None:
        self._markup = Markup(data, part)
        parent = self._markup.child(self._markup.root, inside) if inside else self._markup.root
        if parent is None:
            raise ReadError("damaged", part=part)
        self._parent = parent
        self.items = [
            Listed(child.local.decode(), attributes(self._markup.tag(child)), child)
            for child in self._markup.children(parent)
        ]
        if count not in (None, len(self.items)):
            raise ReadError("inconsistent")
        self._new: list[bytes] = []
        self.changed = False

    def add(self, name: str, written: dict[str, str]) -> None:
        """Put an element in behind all others. written: its attributes."""
        tag = b"".join(b' %s="%s"' % (own.encode(), attribute_text(value)) for own, value in written.items())
        self._new.append(b"<%s%s%s/>" % (self._markup.prefix, name.encode(), tag))
        self.items.append(Listed(name, {own.rpartition(":")[2]: value for own, value in written.items()}))
        self.changed = True

    def remove(self, item: Listed) -> None:
        """Take an element out that was there from the beginning."""
        if item.element:
            self._markup.change(item.element.start, item.element.end, b"")
        self.items.remove(item)
        self.changed = True

    def result(self) -> bytes:
        """Return the part with all changes made."""
        if self._new:
            self._markup.append(self._parent, b"".join(self._new))
        return self._markup.result()
