"""Parts of a package that list what is related, typed or shown: their elements are added and removed.

Which elements there are, and where they begin, is as the readers of these parts find them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self

from ..errors import ReadError
from ..ooxml.container import part_name
from ..ooxml.content_types import CONTENT_TYPES, listed_types
from ..ooxml.listed import Listed
from ..ooxml.part_cache import cached_by_content
from ..ooxml.parts import Attributes, Parts
from ..ooxml.relations import STRICT, TRANSITIONAL, Relation, listed_relations, relations_of, relations_part
from ..ooxml.workbook_parts import read_sheet_list
from .markup import Element, Markup, attribute_text, number, text, with_attribute

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_SHOWN = ("", "visible")  # the state of a sheet
# The elements in front of <definedNames> and <calcPr> in workbook.xml from <sheets> on (ECMA-376 part 1, 18.2.27).
_BEFORE_NAMES = frozenset((b"sheets", b"functionGroups", b"externalReferences"))
_SINGLE, _OPENED = "/>", b" >"  # the end of an empty element's tag, and how it ends, to be known again, once it is not
_BEFORE_CALCULATION = _BEFORE_NAMES | {b"definedNames"}


@dataclass(frozen=True)
class Item:
    """One element: its name, its attributes, its place, None where it is new."""

    name: str
    attributes: Attributes
    element: Element | None = None

    def get(self, attribute: str) -> str:
        """Return an attribute's value, an empty string where it is not given."""
        return self.attributes.get(attribute, "")


class Listing:
    """Some elements side by side in a part that was parsed before. parent: the element that they are in."""

    def __init__(self, markup: Markup, parent: Element, items: list[Item]) -> None:
        self._markup = markup
        self._parent = parent
        self.items = [*items]
        self._new: list[bytes] = []
        self._removed: set[int] = set()  # where they began
        self.changed = False

    @classmethod
    def of_types(cls, parts: Parts) -> Self:
        """Return the content types of a package."""
        markup = Markup(parts.read(CONTENT_TYPES), CONTENT_TYPES)
        return cls(markup, markup.root, _types(CONTENT_TYPES, parts))

    def add(self, name: str, written: dict[str, str]) -> None:
        """Put an element in behind all others. written: its attributes."""
        self._new.append(b"<%s%s%s/>" % (self._markup.prefix, name.encode(), _attributes(written)))
        self.items.append(Item(name, written))
        self.changed = True

    def remove(self, item: Item) -> None:
        """Take an element out that was there from the beginning."""
        if item.element:
            self._markup.change(item.element.start, item.element.end, b"")
            self._removed.add(item.element.start)
        self.items.remove(item)
        self.changed = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of it, neither of its own elements nor of others."""
        places = {child.start for child in self._markup.children(self._parent)}
        return not self.items and places == self._removed

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
        markup = Markup(parts.read(name) if parts else _EMPTY, name)
        self.listing = Listing(markup, markup.root, _relations(name, parts) if parts else [])

    def add(self, kind: str, target: str, *, strict: bool) -> str:
        """Add a relation to another part, where it is not there yet, and return its id."""
        ids = {relation.id for relation in self.found}
        for relation in self.found:
            if (relation.kind, part_name(relation.target)) == (kind, part_name(target)):
                return relation.id
        free = next(name for number in range(1, len(ids) + 2) if (name := f"rId{number}") not in ids)
        added = Relation(free, f"{STRICT if strict else TRANSITIONAL}/relationships/{kind}", target, kind)
        self.listing.add("Relationship", {"Id": free, "Type": added.type, "Target": f"/{target}"})
        self.found.append(added)
        return free

    def remove(self, target: str, kind: str | None = None) -> None:
        """Take the relations to another part out. kind: only those of that kind."""
        for relation, item in list(zip(self.found, self.listing.items, strict=True)):
            if part_name(relation.target) == part_name(target) and kind in (None, relation.kind):
                self.found.remove(relation)
                self.listing.remove(item)


class SheetList(Listing):
    """The sheets in ``workbook.xml``, and what it says of calculation. listed: the sheets as they were read."""

    def __init__(self, part: str, parts: Parts, listed: list[Listed]) -> None:
        data = parts.read(part)
        markup = Markup(data, part)
        parent = markup.child(markup.root, b"sheets")
        if parent is None:
            raise ReadError("damaged", part=part)
        if markup.data is not data:  # the elements are in other places
            _, listed = read_sheet_list(part, parts, markup.data)
        super().__init__(markup, parent, _items(markup, parent, listed))
        self._before = list(self.items)
        self._names = markup.child(markup.root, b"definedNames")
        self._names_out: set[int] = set()  # where they began
        self._new_names: list[tuple[dict[str, str], str]] = []  # attributes, formula

    def add_names(self, names: Mapping[str, str]) -> None:
        """Put hidden names in behind the others. names: with their formulas."""
        self._new_names += (({"name": name, "hidden": "1"}, formula) for name, formula in names.items())
        self.changed = True

    def add_names_of_last(self, names: Mapping[str, str]) -> None:
        """Put names of the last sheet in, such as what is printed; they go with it.

        Not into a list of names between two tags that is empty, which would not be as it was without them.
        """
        if not self.empty_names or self.empty_names.endswith(_SINGLE):
            last = str(len(self.items) - 1)
            self._new_names += (({"name": name, "localSheetId": last}, formula) for name, formula in names.items())

    @property
    def empty_names(self) -> str:
        """The list of names as it is written where nothing is in it, and where there is none."""
        names = self._names
        is_empty = names and next(self._markup.children(names), None) is None
        return self._markup.data[names.start : names.end].decode() if names and is_empty else ""

    def remove_names(self, start: str, empty: str) -> None:
        """Take the names out that begin so. empty: what is left where these are all."""
        names = list(self._markup.children(self._names)) if self._names else []
        ours = [name for name in names if (self._markup.attribute(name, b"name") or "").startswith(start)]
        self._names_out |= {name.start for name in ours}
        if self._names and ours == names:
            self._markup.change(self._names.start, self._names.end, empty.encode())
        else:
            for name in ours:
                self._markup.change(name.start, name.end, b"")
        self.changed |= bool(ours)

    def calculate_on_opening(self) -> None:
        """Have programs calculate all formulas when they open the file."""
        markup = self._markup
        settings = markup.child(markup.root, b"calcPr")
        if settings:
            markup.set_attribute(settings, b"fullCalcOnLoad", "1")
        else:
            markup.insert(self._behind(_BEFORE_CALCULATION), b'<%scalcPr fullCalcOnLoad="1"/>' % markup.prefix)
        self.changed = True

    def result(self) -> bytes:
        """Return the part with all changes made; names that belonged to sheets that are gone go with them."""
        remain = [item in self.items for item in self._before]
        if not all(remain):
            self._show_one()
            for element in self._markup.children(self._markup.root):
                if element.local == b"bookViews":
                    for view in self._markup.children(element):
                        self._change_view(view, remain)
                elif element.local == b"definedNames":
                    self._change_names(element, remain)
        if self._new_names:
            self._write_names()
        return super().result()

    def _write_names(self) -> None:
        prefix = self._markup.prefix.decode()
        written = "".join(
            f"<{prefix}definedName{_attributes(own).decode()}>{text(formula)}</{prefix}definedName>"
            for own, formula in self._new_names
        )
        if self._names and self._names.empty:
            tag = self._markup.tag(self._names).removesuffix(_SINGLE.encode()) + _OPENED
            closed = b"%s</%s>" % (written.encode(), self._names.name)
            self._markup.change(self._names.start, self._names.end, tag + closed)
        elif self._names:
            self._markup.append(self._names, written.encode())
        else:
            element = f"<{prefix}definedNames>{written}</{prefix}definedNames>"
            self._markup.insert(self._behind(_BEFORE_NAMES), element.encode())

    def _behind(self, before: Collection[bytes]) -> int:
        """Return the place behind the last element of some names."""
        *_, last = (child for child in self._markup.children(self._markup.root) if child.local in before)
        return last.end

    def _show_one(self) -> None:
        """Have the first sheet shown where all that were shown are gone: programs open no such workbook."""
        shown = [sheet for sheet in self._before if sheet.get("state") in _SHOWN]
        if self._new or not shown or any(sheet.get("state") in _SHOWN for sheet in self.items):
            return
        first = self.items[0]
        if first.element:
            self._markup.set_attribute(first.element, b"state", None)
        self.items[0] = replace(first, attributes=first.attributes | {"state": ""})

    def _change_view(self, view: Element, remain: list[bool]) -> None:
        active, first = (number(self._markup.attribute(view, name)) for name in (b"activeTab", b"firstSheet"))
        if max(active, first) >= len(remain):  # it named no sheet before
            return
        tag = _with_number(self._markup.tag(view), b"firstSheet", first, min(sum(remain[:first]), len(self.items) - 1))
        now = sum(remain[:active])
        if remain[active : active + 1] != [True]:
            shown = [place for place, sheet in enumerate(self.items) if sheet.get("state") in _SHOWN]
            now = min(shown, key=lambda place: abs(place - now), default=0)
        self._markup.change(view.start, view.inner, _with_number(tag, b"activeTab", active, now))

    def _change_names(self, parent: Element, remain: list[bool]) -> None:
        """Take the names out of sheets that are gone, all of them with their list, and renumber the others' sheets."""
        names = [name for name in self._markup.children(parent) if name.start not in self._names_out]
        scopes = [self._markup.attribute(name, b"localSheetId") for name in names]
        sheets = [None if scope is None else number(scope) for scope in scopes]
        gone = [sheet is not None and remain[sheet : sheet + 1] == [False] for sheet in sheets]
        if names and all(gone) and not self._names_out:
            tag = self._markup.tag(parent)
            was = tag.removesuffix(_OPENED) + _SINGLE.encode() if tag.endswith(_OPENED) else b""
            self._markup.change(parent.start, parent.end, was)
            return
        for name, sheet, is_gone in zip(names, sheets, gone, strict=True):
            if is_gone:
                self._markup.change(name.start, name.end, b"")
            elif sheet is not None and (now := sum(remain[:sheet])) != sheet:
                self._markup.set_attribute(name, b"localSheetId", str(now))


@cached_by_content
def _relations(part: str, parts: Parts) -> list[Item]:
    return _in_root(part, parts, listed_relations)


@cached_by_content
def _types(part: str, parts: Parts) -> list[Item]:
    return _in_root(part, parts, listed_types)


def _in_root(part: str, parts: Parts, listed: Callable[[str, Parts, bytes], list[Listed]]) -> list[Item]:
    markup = Markup(parts.read(part), part)
    return _items(markup, markup.root, listed(part, parts, markup.data))


def _items(markup: Markup, parent: Element, listed: list[Listed]) -> list[Item]:
    """Return elements with their places, which must be in their parent. Raises ReadError."""
    elements = [next(markup.elements(one.start, parent.outer), None) for one in listed]
    if [element and element.start for element in elements] != [one.start for one in listed]:
        raise ReadError("inconsistent")
    return [Item(one.name, one.attributes, element) for one, element in zip(listed, elements, strict=True)]


def _attributes(written: Mapping[str, str]) -> bytes:
    return b"".join(b' %s="%s"' % (own.encode(), attribute_text(value)) for own, value in written.items())


def _with_number(tag: bytes, name: bytes, before: int, now: int) -> bytes:
    return tag if now == before else with_attribute(tag, name, str(now))
