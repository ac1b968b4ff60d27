"""Parts of a package that list what is related, typed or shown: their elements are added and removed."""

from dataclasses import dataclass

from ..errors import ReadError
from ..ooxml.parts import Attributes
from ..ooxml.relations import STRICT, TRANSITIONAL, Relation, relations_part
from .markup import Element, Markup, attribute_text, attributes, number, with_attribute

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


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


class RelationsEditor:
    """The relations of one part. found: as they were read; data: the part that lists them, None where there is none."""

    def __init__(self, part: str, found: list[Relation], data: bytes | None) -> None:
        self.found = found
        self.listing = Listing(data or _EMPTY, relations_part(part), count=len(found))

    def add(self, kind: str, target: str, *, strict: bool) -> str:
        """Add a relation to another part, where it is not there yet, and return its id."""
        ids = {relation.id for relation in self.found}
        for relation in self.found:
            if (relation.kind, relation.target.lower()) == (kind, target.lower()):
                return relation.id
        free = next(name for number in range(1, len(ids) + 2) if (name := f"rId{number}") not in ids)
        added = Relation(free, f"{STRICT if strict else TRANSITIONAL}/relationships/{kind}", target)
        self.listing.add("Relationship", {"Id": free, "Type": added.type, "Target": f"/{target}"})
        self.found.append(added)
        return free

    def remove(self, target: str) -> None:
        """Take the relations to another part out."""
        for relation, item in list(zip(self.found, self.listing.items, strict=True)):
            if relation.target.lower() == target.lower():
                self.found.remove(relation)
                self.listing.remove(item)


class SheetList(Listing):
    """The sheets in ``workbook.xml``. listed: their attributes as they were read."""

    def __init__(self, data: bytes, part: str, listed: list[Attributes]) -> None:
        super().__init__(data, part, b"sheets", len(listed))
        pairs = zip(self.items, listed, strict=True)
        self.items = [Listed(item.name, attributes, item.element) for item, attributes in pairs]
        self._before = list(self.items)

    def result(self) -> bytes:
        """Return the part with all changes made; names that belonged to sheets that are gone go with them."""
        remain = [item in self.items for item in self._before]
        if not all(remain):
            for element in self._markup.children(self._markup.root):
                for child in self._markup.children(element):
                    if element.local == b"bookViews":
                        self._change_view(child, remain)
                    elif element.local == b"definedNames":
                        self._change_name(child, remain)
        return super().result()

    def _change_view(self, view: Element, remain: list[bool]) -> None:
        active, first = (number(self._markup.attribute(view, name)) for name in (b"activeTab", b"firstSheet"))
        tag = _with_number(self._markup.tag(view), b"firstSheet", first, min(sum(remain[:first]), len(self.items) - 1))
        now = sum(remain[:active])
        if remain[active : active + 1] != [True]:
            shown = [place for place, sheet in enumerate(self.items) if sheet.get("state") in ("", "visible")]
            now = min(shown, key=lambda place: abs(place - now), default=0)
        self._markup.change(view.start, view.inner, _with_number(tag, b"activeTab", active, now))

    def _change_name(self, name: Element, remain: list[bool]) -> None:
        scope = self._markup.attribute(name, b"localSheetId")
        if scope is None:
            return
        sheet = number(scope)
        if remain[sheet : sheet + 1] == [False]:
            self._markup.change(name.start, name.end, b"")
        elif (now := sum(remain[:sheet])) != sheet:
            self._markup.set_attribute(name, b"localSheetId", str(now))


def _with_number(tag: bytes, name: bytes, before: int, now: int) -> bytes:
    return tag if now == before else with_attribute(tag, name, str(now))
