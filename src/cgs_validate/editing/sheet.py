"""A worksheet's part: cells given another format or value, or put in where they are absent."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Self

from ..errors import ReadError
from ..workbook import address, column_number, parse_address
from .conditional_formats import areas_with_fill, places_among
from .markup import REST_OF_TAG, Element, Markup, attribute, attributes, number, text, with_attribute

Place = tuple[int, int]

# The elements behind <legacyDrawing> in a worksheet (ECMA-376 part 1, 18.3.1.99).
_BEHIND_LEGACY_DRAWING = frozenset(
    (
        b"legacyDrawingHF",
        b"drawingHF",
        b"picture",
        b"oleObjects",
        b"controls",
        b"webPublishItems",
        b"tableParts",
        b"extLst",
    )
)


class _Row(NamedTuple):
    """A row's element; an absent row has none, and belongs at ``place``."""

    number: int
    place: int
    element: Element | None


class CellPart(NamedTuple):
    """A cell as written, or, where it is absent, the place where it belongs and the format that it inherits."""

    row: _Row
    column: int
    place: int
    element: Element | None
    style: int


class _Tags(NamedTuple):
    """The tags of elements that are not nested in one another: their name, and patterns of their start and end."""

    name: bytes
    start: re.Pattern[bytes]
    end: re.Pattern[bytes]

    @classmethod
    def of(cls, name: bytes, reference: bytes) -> Self:
        """reference: the pattern of the first attribute, as most programs write it."""
        escaped = re.escape(name)
        start = re.compile(rb"<%s(?=[\s/>])%s" % (escaped, reference) + REST_OF_TAG)
        return cls(name, start, re.compile(rb"</%s\s*>" % escaped))


class SheetEditor:
    """Changes to one worksheet's part. It is not parsed again: it was well-formed when it was read.

    Of a block of a part: after: the number of the row in front of it; first: the editor of the first block.
    """

    def __init__(self, data: bytes, part: str, after: int = 0, first: Self | None = None) -> None:
        self._after = after
        self.markup = Markup(data, part, parsed=True)
        self._data = self._top(b"sheetData")
        head = self.markup.data[self.markup.root.inner : self._data.start]
        self._column_styles: list[tuple[int, int, int]] = first._column_styles if first else _column_styles(head, part)
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

    def set_text(self, cell: CellPart, value: str) -> None:
        """Put text into a cell; it is never a formula."""
        content = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (
            self._prefix, self._prefix, text(value).encode(), self._prefix, self._prefix,
        )  # fmt: skip
        self._set(cell, "inlineStr", content)

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

    def with_own_fill(self, places: Iterable[Place], filled: frozenset[int]) -> set[Place]:
        """Return where a conditional format may show a fill. filled: the differential formats that have one."""
        behind = self.markup.data[self._data.end : self.markup.root.outer]
        return places_among(places, areas_with_fill(behind, self.markup.part, filled))

    def pieces(self) -> list[bytes | memoryview]:
        """Return the part with all changes made, in pieces."""
        return self.rows() + self.rest()

    def rows(self) -> list[bytes | memoryview]:
        """Return the part up to the end of the rows with all changes made, in pieces. To be called once."""
        rows = b"".join(self._add_to(row, sorted(cells)) for row, cells in sorted(self._added.items(), key=_by_number))
        if rows:
            self.markup.append(self._data, rows)
        return self.markup.pieces(0, self._data.end)

    def rest(self) -> list[bytes | memoryview]:
        """Return the part behind the rows with all changes made, in pieces."""
        return self.markup.pieces(self._data.end, len(self.markup.data))

    @property
    def _prefix(self) -> bytes:
        return self.markup.prefix

    def _top(self, local: bytes) -> Element:
        """Return a child of the root, found without walking through all rows."""
        searched, name = self.markup.searched, self.markup.prefix + local
        match = re.compile(rb"<%s(?=[\s/>])" % re.escape(name) + REST_OF_TAG).search(searched)
        if match is None:
            raise ReadError("damaged", part=self.markup.part)
        if match[0].endswith(b"/>"):
            return Element(name, match.start(), match.end(), match.end(), match.end())
        outer = searched.rfind(b"</%s" % name)
        if outer < 0:
            raise ReadError("damaged", part=self.markup.part)
        return Element(name, match.start(), match.end(), outer, searched.index(b">", outer) + 1)

    def _rows(self, numbers: list[int]) -> Iterable[_Row]:
        """Yield rows by their ascending numbers."""
        pending = iter(numbers)
        row = next(pending, None)
        at, place, end = self._after, self._data.inner, self._data.outer
        while row is not None and (match := self._usual(self._row, b"%d" % row, place, end)):
            yield _Row(row, match.start(), self._whole(match, self._row))
            at, place = row, match.end()
            row = next(pending, None)
        for match in self._row.start.finditer(self.markup.searched, place, end):
            at = int(match[1]) if match[1] else number(attribute(match[0], b"r")) or at + 1
            while row is not None and row < at:
                yield _Row(row, match.start(), None)
                row = next(pending, None)
            if row is None:
                return
            if row == at:
                yield _Row(row, match.start(), self._whole(match, self._row))
                row = next(pending, None)
        while row is not None:
            yield _Row(row, end, None)
            row = next(pending, None)

    def _usual(self, tags: _Tags, reference: bytes, start: int, end: int) -> re.Match[bytes] | None:
        """Return the tag of a row or cell with its reference first, as most programs write it."""
        found = self.markup.searched.find(b'<%s r="%s"' % (tags.name, reference), start, end)
        return tags.start.match(self.markup.searched, found) if found >= 0 else None

    def _cells(self, row: _Row, columns: list[int]) -> Iterable[CellPart]:
        if row.element is None:
            yield from (CellPart(row, column, row.place, None, self._inherited(None, column)) for column in columns)
            return
        pending = iter(columns)
        due = next(pending, None)
        column, place, end = 0, row.element.inner, row.element.outer
        while due and (match := self._usual(self._cell, address(row.number, due).encode(), place, end)):
            yield self._cell_there(row, due, match)
            column, place = due, match.end()
            due = next(pending, None)
        for match in self._cell.start.finditer(self.markup.searched, place, end):
            column = column_number(match[1].decode()) if match[1] else self._column(match[0]) or column + 1
            while due is not None and due < column:
                yield CellPart(row, due, match.start(), None, self._inherited(row.element, due))
                due = next(pending, None)
            if due is None:
                return
            if due == column:
                yield self._cell_there(row, due, match)
                due = next(pending, None)
        while due is not None:
            yield CellPart(row, due, end, None, self._inherited(row.element, due))
            due = next(pending, None)

    def _cell_there(self, row: _Row, column: int, tag: re.Match[bytes]) -> CellPart:
        style = int(tag[2]) if tag[2] else number(attribute(tag[0], b"s"))
        return CellPart(row, column, tag.start(), self._whole(tag, self._cell), style)

    def _whole(self, tag: re.Match[bytes], tags: _Tags) -> Element:
        if tag[0].endswith(b"/>"):
            return Element(tags.name, tag.start(), tag.end(), tag.end(), tag.end())
        end = tags.end.search(self.markup.searched, tag.end())
        if end is None:
            raise ReadError("damaged", part=self.markup.part)
        return Element(tags.name, tag.start(), tag.end(), end.start(), end.end())

    @staticmethod
    def _column(tag: bytes) -> int | None:
        place = parse_address(attribute(tag, b"r") or "")
        return place[1] if place else None

    def _inherited(self, row: Element | None, column: int) -> int:
        """Return the format of an absent cell: its row's, else its column's."""
        if row and self.markup.attribute(row, b"customFormat") in ("1", "true"):
            return number(self.markup.attribute(row, b"s"))
        return next((style for first, last, style in self._column_styles if first <= column <= last), 0)

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
        tag = with_attribute(self.markup.tag(row.element), b"spans", None)
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


def _column_styles(head: bytes, part: str) -> list[tuple[int, int, int]]:
    """Return the columns with their format, as (first, last, format). head: the part in front of the rows."""
    markup = Markup(b"<worksheet>%s</worksheet>" % head, part, parsed=True)
    columns = markup.child(markup.root, b"cols")
    each = (attributes(markup.tag(column)) for column in (markup.children(columns) if columns else ()))
    return [(number(own.get("min")), number(own.get("max")), number(own.get("style"))) for own in each]


def _by_number(row: tuple[_Row, object]) -> int:
    return row[0].number


def _reference(cell: CellPart) -> bytes:
    return address(cell.row.number, cell.column).encode()
