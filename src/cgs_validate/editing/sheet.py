"""A worksheet's part: cells given another format or value, or put in where they are absent."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, Self

from ..cached_property import cached_property
from ..errors import ReadError
from ..workbook import Area, address, column_number, parse_address
from .column_formats import ColumnFormats
from .conditional_formats import areas_with_fill
from .markup import REST_OF_TAG, Element, Markup, attribute, number, text, with_attribute

Place = tuple[int, int]

# The elements behind <legacyDrawing> in a worksheet (ECMA-376 part 1, 18.3.1.99).
_BEHIND_LEGACY_DRAWING = frozenset(
    b"legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()
)


class _Row(NamedTuple):
    """A row's element; an absent row has none, and belongs at ``place``."""

    number: int
    place: int
    element: Element | None


_FIRST_FORMAT = re.compile(rb"""\ss\s*=\s*["']0["']""")
_FORMAT_LAST = re.compile(rb' s="[0-9]+"/?>$')  # where it was added
_BARE = re.compile(rb'<[\w:]+ r="[A-Z]+[0-9]+" s="[0-9]+"/>')


class CellPart(NamedTuple):
    """A cell as written, or, where it is absent, the place where it belongs and the format that it inherits."""

    row: _Row
    column: int
    place: int
    element: Element | None
    style: int


class _Tags(NamedTuple):
    """The tags of elements that are not nested in one another: their name, patterns, those of another prefix apart."""

    name: bytes
    start: re.Pattern[bytes]
    end: re.Pattern[bytes]
    others: re.Pattern[bytes]

    @classmethod
    def of(cls, name: bytes, reference: bytes) -> Self:
        """reference: the pattern of the first attribute, as most programs write it."""
        escaped = re.escape(name)
        start = re.compile(rb"<%s(?=[\s/>])%s" % (escaped, reference) + REST_OF_TAG)
        others = rb"<(?!%s[\s/>])(?:[^\s<>/:]+:)?%s[\s/>]" % (escaped, re.escape(name.rpartition(b":")[2]))
        return cls(name, start, re.compile(rb"</%s\s*>" % escaped), re.compile(others))


class SheetEditor:
    """Changes to one worksheet's part. It is not parsed again: it was well-formed when it was read.

    Of a block of a part: after: the number of the row in front of it; first: the editor of the first block.
    """

    def __init__(self, data: bytes, part: str, after: int = 0, first: Self | None = None) -> None:
        self._after = after
        self.markup = Markup(data, part)
        self._prefix = self.markup.prefix
        name = self._prefix + b"sheetData"  # found without a walk through all rows
        tag = re.compile(rb"<%s(?=[\s/>])" % re.escape(name) + REST_OF_TAG).search(self.markup.searched)
        self._data = self.markup.up_to_last_end(name, tag)
        head = self.markup.data[self.markup.root.inner : self._data.start]
        self._columns: ColumnFormats = first._columns if first else ColumnFormats(head, part)
        self._row = _Tags.of(self._prefix + b"row", rb'(?: r="([0-9]{1,7})")?')
        self._cell = _Tags.of(self._prefix + b"c", rb'(?: r="([A-Z]{1,3})[0-9]{1,7}")?(?: s="([0-9]{1,9})")?')
        self._added: dict[_Row, list[tuple[int, int, bytes]]] = {}

    def locate(self, places: Iterable[Place]) -> dict[Place, CellPart]:
        """Return where each cell is, or belongs. places: (row, column) from 1."""
        by_row: dict[int, list[int]] = {}
        for row, column in sorted(places):
            by_row.setdefault(row, []).append(column)
        found: dict[Place, CellPart] = {}
        for located in self._rows(sorted(by_row)):
            for cell in self._cells(located, by_row[located.number]):
                found[located.number, cell.column] = cell
        return found

    def restyle(self, cell: CellPart, style: int) -> None:
        """Give a cell another format, by its index."""
        if cell.element:
            self.markup.set_attribute(cell.element, b"s", str(style))
        else:
            self._add(cell, b'<%sc r="%s" s="%d"/>' % (self._prefix, _reference(cell), style))

    def restore_style(self, cell: CellPart, style: int) -> None:
        """Give a cell the format that it had, the first one by no index, as most programs write it, blank cells not."""
        tag = self.markup.tag(cell.element) if cell.element else b""
        if style or cell.element is None or self._names_first_format or not _FORMAT_LAST.search(tag):
            self.restyle(cell, style)
        elif _BARE.fullmatch(tag) and self._inherited(cell.row.element, cell.column) == 0:
            self.markup.change(cell.element.start, cell.element.end, b"")
        else:
            self.markup.set_attribute(cell.element, b"s", None)

    def set_text(self, cell: CellPart, value: str) -> None:
        """Put text into a cell; it is never a formula."""
        content = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (
            self._prefix, self._prefix, text(value).encode(), self._prefix, self._prefix,
        )  # fmt: skip
        self._set(cell, "inlineStr", content)

    def set_rich_text(self, cell: CellPart, content: bytes) -> None:
        """Put text with looks into a cell. content: what is in an element ``<si>`` or ``<is>`` of the same prefix."""
        self._set(cell, "inlineStr", b"<%sis>%s</%sis>" % (self._prefix, content, self._prefix))

    def clear(self, cell: CellPart) -> None:
        """Leave a cell blank; its format stays. An absent one is blank."""
        if cell.element:
            tag = self.markup.tag(cell.element)
            tag = tag if cell.element.empty else tag[:-1] + b"/>"
            tag = with_attribute(with_attribute(tag, b"t", None), b"cm", None)
            self.markup.change(cell.element.start, cell.element.end, tag)

    def set_number(self, cell: CellPart, value: int) -> None:
        """Put a number into a cell."""
        self._set(cell, None, b"<%sv>%d</%sv>" % (self._prefix, value, self._prefix))

    def add_legacy_drawing(self, relation: bytes) -> None:
        """Put in ``<legacyDrawing>`` at its place. relation: its attributes, the relation's id among them."""
        element = b"<%slegacyDrawing %s/>" % (self._prefix, relation)
        if old := self.legacy_drawing():  # it leads nowhere
            self.markup.change(old.start, old.end, element)
            return
        for behind in self.markup.elements(self._data.end, self.markup.root.outer):
            if self._meaning(behind) in _BEHIND_LEGACY_DRAWING:
                self.markup.insert(behind.start, element)
                return
        self.markup.insert(self.markup.root.outer, element)

    def legacy_drawing(self) -> Element | None:
        """Return ``<legacyDrawing>``, anywhere behind the cells, or None."""
        return self.markup.find(b"legacyDrawing", self._data.end)

    def remove_legacy_drawing(self) -> None:
        """Take ``<legacyDrawing>`` out."""
        element = self.legacy_drawing()
        if element:
            self.markup.change(element.start, element.end, b"")

    def behind_cells(self) -> Iterator[Element]:
        """Yield the elements behind the cells."""
        return self.markup.elements(self._data.end, self.markup.root.outer)

    def with_own_fill(self, places: Iterable[Place], filled: frozenset[int]) -> set[Place]:
        """Return where a conditional format may show a fill. filled: the differential formats that have one."""
        behind = self.markup.data[self._data.end : self.markup.root.outer]
        return {place for place, _ in areas_of(places, areas_with_fill(behind, self.markup.part, filled))}

    def pieces(self) -> list[bytes | memoryview]:
        """Return the part with all changes made, in pieces."""
        return self.rows() + self.rest()

    def rows(self) -> list[bytes | memoryview]:
        """Return the part up to the end of the rows with all changes made, in pieces. To be called once."""
        added = sorted(self._added.items(), key=lambda row: row[0].number)
        rows = b"".join(self._add_to(row, sorted(cells)) for row, cells in added)
        if rows:
            self.markup.append(self._data, rows)
        return self.markup.pieces(0, self._data.end)

    def rest(self) -> list[bytes | memoryview]:
        """Return the part behind the rows with all changes made, in pieces."""
        return self.markup.pieces(self._data.end, len(self.markup.data))

    def _rows(self, numbers: list[int]) -> Iterator[_Row]:
        inside = self._data.inner, self._data.outer
        for number_, place, tag in self._find(self._row, numbers, str, _row_number, inside, self._after):
            yield _Row(number_, place, self._whole(tag, self._row) if tag else None)

    def _cells(self, row: _Row, columns: list[int]) -> Iterator[CellPart]:
        if row.element is None:
            yield from (CellPart(row, column, row.place, None, self._inherited(None, column)) for column in columns)
            return
        inside = row.element.inner, row.element.outer
        for column, place, tag in self._find(self._cell, columns, partial(address, row.number), _column_number, inside):
            if tag:
                style = int(tag[2]) if tag[2] else number(attribute(tag[0], b"s"))
                yield CellPart(row, column, place, self._whole(tag, self._cell), style)
            else:
                yield CellPart(row, column, place, None, self._inherited(row.element, column))

    def _find(
        self,
        tags: _Tags,
        numbers: list[int],
        reference: Callable[[int], str],
        number_of: Callable[[re.Match[bytes]], int | None],
        inside: tuple[int, int],
        before: int = 0,
    ) -> Iterator[tuple[int, int, re.Match[bytes] | None]]:
        """Yield each row or cell of some ascending numbers, its place, and its tag, None where it is absent.

        reference: returns the attribute ``r`` of a number; number_of: returns the number in a tag, if there is one;
        before: the number in front of the first.
        """
        searched, (place, end), at = self.markup.searched, inside, before
        pending = iter(numbers)
        due = next(pending, None)
        while due is not None:  # those with the reference first in their tag, as most programs write it
            found = searched.find(b'<%s r="%s"' % (tags.name, reference(due).encode()), place, end)
            tag = tags.start.match(searched, found) if found >= 0 else None
            if not tag:
                break
            yield due, found, tag
            at, place, due = due, tag.end(), next(pending, None)
        may_differ = due is not None and (b":" in tags.name or searched.find(b":", place, end) >= 0)
        if may_differ and tags.others.search(searched, place, end):
            raise ReadError("inconsistent")  # readers see those with another prefix, too
        for tag in tags.start.finditer(searched, place, end) if due is not None else ():
            at = number_of(tag) or at + 1
            while due is not None and due < at:
                yield due, tag.start(), None
                due = next(pending, None)
            if due == at:
                yield due, tag.start(), tag
                due = next(pending, None)
            if due is None:
                return
        while due is not None:
            yield due, end, None
            due = next(pending, None)

    def _whole(self, tag: re.Match[bytes], tags: _Tags) -> Element:
        if tag[0].endswith(b"/>"):
            return Element(tags.name, tag.start(), tag.end(), tag.end(), tag.end())
        end = tags.end.search(self.markup.searched, tag.end())
        if end is None:
            raise ReadError("damaged", part=self.markup.part)
        return Element(tags.name, tag.start(), tag.end(), end.start(), end.end())

    @cached_property
    def _names_first_format(self) -> bool:
        return _FIRST_FORMAT.search(self.markup.data) is not None

    def _inherited(self, row: Element | None, column: int) -> int:
        if row and self.markup.attribute(row, b"customFormat") in ("1", "true"):
            return number(self.markup.attribute(row, b"s"))
        return self._columns.of(column)

    def _set(self, cell: CellPart, kind: str | None, content: bytes) -> None:
        if cell.element is None:
            given = b' t="%s"' % kind.encode() if kind else b""
            tag = b'<%sc r="%s" s="%d"%s>' % (self._prefix, _reference(cell), cell.style, given)
            self._add(cell, tag + content + b"</%sc>" % self._prefix)
            return
        tag = self.markup.tag(cell.element)
        tag = tag[:-2] + b">" if cell.element.empty else tag
        tag = with_attribute(with_attribute(tag, b"t", kind), b"cm", None)
        self.markup.change(cell.element.start, cell.element.end, tag + content + b"</%s>" % cell.element.name)

    def _add(self, cell: CellPart, element: bytes) -> None:
        self._added.setdefault(cell.row, []).append((cell.column, cell.place, element))

    def _add_to(self, row: _Row, cells: list[tuple[int, int, bytes]]) -> bytes:
        """Put cells into a row; return the row where it belongs behind all others, which are put in together."""
        if row.element is None:
            content = b"".join(element for _, _, element in cells)
            written = b'<%srow r="%d">%s</%srow>' % (self._prefix, row.number, content, self._prefix)
            if row.place >= self._data.outer:
                return written
            self.markup.insert(row.place, written)
            return b""
        tag = self.markup.tag(row.element)
        if not _is_within(cells[0][0], cells[-1][0], attribute(tag, b"spans")):
            tag = with_attribute(tag, b"spans", None)
        if row.element.empty:
            content = b"".join(element for _, _, element in cells)
            tag = tag[: tag.rindex(b"/")].rstrip() + b">" + content + b"</" + row.element.name + b">"
        else:
            for _, place, element in cells:
                self.markup.insert(place, element)
        if tag != self.markup.tag(row.element):
            self.markup.change(row.element.start, row.element.inner, tag)
        return b""

    def _meaning(self, element: Element) -> bytes:
        """Return an element's local name; for mc:AlternateContent that of its content."""
        while element.local in (b"AlternateContent", b"Choice", b"Fallback"):
            inside = next(self.markup.children(element), None)
            if inside is None:
                break
            element = inside
        return element.local


def areas_of(places: Iterable[Place], areas: Iterable[Area]) -> Iterator[tuple[Place, Area]]:
    """Yield each cell that lies in one of some areas, with the first such area; there may be very many."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(places):
        rows.setdefault(column, []).append(row)
    for area in areas:
        for column, waiting in rows.items():
            if area.left <= column <= area.right:
                inside = slice(bisect_left(waiting, area.top), bisect_right(waiting, area.bottom))
                yield from (((row, column), area) for row in waiting[inside])
                del waiting[inside]


def _row_number(tag: re.Match[bytes]) -> int:
    return int(tag[1]) if tag[1] else number(attribute(tag[0], b"r"))


def _column_number(tag: re.Match[bytes]) -> int | None:
    if tag[1]:
        return column_number(tag[1].decode())
    place = parse_address(attribute(tag[0], b"r") or "")
    return place[1] if place else None


def _reference(cell: CellPart) -> bytes:
    return address(cell.row.number, cell.column).encode()


def _is_within(first: int, last: int, spans: str | None) -> bool:
    """Return whether columns are within the one range of a row's ``spans``."""
    ends = (spans or "").split(":")
    return len(ends) == 2 and all(map(str.isdecimal, ends)) and int(ends[0]) <= first <= last <= int(ends[1])
