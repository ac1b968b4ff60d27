"""Parts of a package that list what is related, typed or shown: their elements are added and removed."""

from dataclasses import dataclass
from typing import Self

from ..errors import ReadError
from ..ooxml.part_cache import cached_by_content
from ..ooxml.parts import Attributes, Parts
from ..ooxml.relations import STRICT, TRANSITIONAL, Relation, relations_of, relations_part
from .markup import Element, Markup, attribute_text, attributes, number, with_attribute

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
# The elements in front of <calcPr> in workbook.xml from <sheets> on (ECMA-376 part 1, 18.2.27).
_BEFORE_CALCULATION = frozenset((b"sheets", b"functionGroups", b"externalReferences", b"definedNames"))


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
    """Some elements side by side in a part that was parsed before. parent: the element that they are in."""

    def __init__(self, markup: Markup, parent: Element, items: list[Listed]) -> None:
        self._markup = markup
        self._parent = parent
        self.items = [*items]
        self._new: list[bytes] = []
        self.changed = False

    @classmethod
    def in_root(cls, part: str, parts: Parts) -> Self:
        """Return the elements in the root of a part that holds no answers."""
        markup = Markup(parts.read(part), part)
        return cls(markup, markup.root, _in_root(part, parts))

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
    """The relations of one part. parts: those with the one that lists them, None where there is none."""

    def __init__(self, part: str, parts: Parts | None) -> None:
        self.found = relations_of(part, parts) if parts else []
        name = relations_part(part)
        new = Markup(_EMPTY, name)
        self.listing = Listing.in_root(name, parts) if parts else Listing(new, new.root, [])
        if len(self.listing.items) != len(self.found):  # readers see others
            raise ReadError("inconsistent")

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
    """The sheets in ``workbook.xml``, and what it says of calculation. listed: their attributes as they were read."""

    def __init__(self, data: bytes, part: str, listed: list[Attributes]) -> None:
        markup = Markup(data, part)
        parent = markup.child(markup.root, b"sheets")
        if parent is None:
            raise ReadError("damaged", part=part)
        children = list(markup.children(parent))
        if len(children) != len(listed):  # readers see others
            raise ReadError("inconsistent")
        pairs = zip(children, listed, strict=True)
        super().__init__(markup, parent, [Listed(child.local.decode(), own, child) for child, own in pairs])
        self._before = list(self.items)

    def calculate_on_opening(self) -> None:
        """Have programs calculate all formulas when they open the file."""
        markup = self._markup
        settings = markup.child(markup.root, b"calcPr")
        if settings:
            markup.set_attribute(settings, b"fullCalcOnLoad", "1")
        else:
            *_, before = (child for child in markup.children(markup.root) if child.local in _BEFORE_CALCULATION)
            markup.insert(before.end, b'<%scalcPr fullCalcOnLoad="1"/>' % markup.prefix)
        self.changed = True

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
        if max(active, first) >= len(remain):  # it named no sheet before
            return
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


@cached_by_content
def _in_root(part: str, parts: Parts) -> list[Listed]:
    markup = Markup(parts.read(part), part)
    children = markup.children(markup.root)
    return [Listed(child.local.decode(), attributes(markup.tag(child)), child) for child in children]


def _with_number(tag: bytes, name: bytes, before: int, now: int) -> bytes:
    return tag if now == before else with_attribute(tag, name, str(now))
