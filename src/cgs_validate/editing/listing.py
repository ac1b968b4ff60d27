"""Elements side by side in a part, each of which names something: read once, put in and taken out, written once."""

from dataclasses import dataclass

from ..errors import ReadError
from ..ooxml.part_cache import Known, kept
from .markup import Element, Markup, attribute_text, attributes


@dataclass(frozen=True)
class Listed:
    """One element: its local name, its attributes by their local names, and where it stands, None where it is new."""

    name: str
    attributes: dict[str, str]
    element: Element | None = None

    def get(self, attribute: str) -> str:
        """Return an attribute's value, an empty string where it is not given."""
        return self.attributes.get(attribute, "")


class Listing:
    """The elements in the root of a part, or in a child of it. Raises ReadError where there is no such child."""

    def __init__(self, data: bytes | Known, part: str, inside: bytes | None = None) -> None:
        markup, self._parent, items = _read(data, part, inside)
        self._markup = markup.again()
        self.items = list(items)
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


@kept
def _read(data: bytes, part: str, inside: bytes | None) -> tuple[Markup, Element, tuple[Listed, ...]]:
    markup = Markup(data, part)
    parent = markup.child(markup.root, inside) if inside else markup.root
    if parent is None:
        raise ReadError("damaged", part=part)
    told = ((child.local.decode(), attributes(markup.tag(child)), child) for child in markup.children(parent))
    return markup, parent, tuple(Listed(*item) for item in told)
