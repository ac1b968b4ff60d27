"""Notes of a sheet: the part of comments, and the drawing (VML) in which each has its box.

VML that programs write is often not well-formed, so it is changed as text. Shape numbers come from blocks of 1,024
that no drawing of the workbook uses (``o:idmap``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import ReadError
from ..ooxml.escapes import unescaped
from ..ooxml.xml_parser import check_well_formed
from ..text import wrapped_lines
from ..workbook import address, parse_address
from .markup import Element, Markup, number, text, utf8

_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)
_FONT = (
    '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="Microsoft JhengHei"/><{0}family val="2"/></{0}rPr>'
)
_IDMAP = re.compile(rb"""(<o:idmap\b[^<>]*?\bdata=["'])([^"']*)""")
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})")
_ROOT_ALONE = re.compile(rb"<([\w.:-]++)[^<>]*(/>)\s*$")
_NAMESPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_SHAPE = re.compile(rb"<v:shape\b[^<]*+(?:<(?!/?v:shape\b)[^<]*+)*+</v:shape>")
_ANY_SHAPE = re.compile(rb"<[\w.-]+:(?:shape|group|line|polyline|curve|arc|rect|roundrect|oval|image)\b")
_ROW = re.compile(rb"<x:Row>\s*([0-9]{1,7})\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*([0-9]{1,7})\s*</x:Column>")
_FIRST_TAG = re.compile(rb"<(?![?!])[^<>]*>")
_INTEGER = re.compile(rb"[0-9]{1,9}")
_BLOCK = 1_024
_MOST_AUTHORS = 65_535
_DEEPEST = 16  # elements of a note in one another; programs write half as many
_COLUMNS_WIDE = 34  # half-width characters in a line of a note's box
_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout>'
    b"</xml>"
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:220pt;height:{height}pt;z-index:{id};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


@dataclass(frozen=True)
class Note:
    """A note as written: its cell, its author, its text."""

    reference: str
    author: str
    text: str
    element: Element

    @property
    def is_thread(self) -> bool:
        """Whether it is the copy of a threaded comment, whose own text is elsewhere."""
        return self.author.startswith("tc=")


class NotesEditor:
    """Changes to the notes of one sheet. comments: None where the sheet has none yet."""

    def __init__(self, comments: bytes | None, part: str, blocks: "ShapeBlocks") -> None:
        self.markup = Markup(_complete(comments, part) if comments else _EMPTY, part)
        self._blocks = blocks
        root = self.markup.root
        self._authors_element = self.markup.child(root, b"authors") or root
        self._list = self.markup.child(root, b"commentList") or root
        self._authors = [self._plain(author) for author in self.markup.children(self._authors_element)]
        self._old_authors = len(self._authors)
        self._new: list[bytes] = []
        self._shapes: list[bytes] = []
        self._unboxed: set[tuple[int, int]] = set()
        self._numbers: list[int] = []
        self._touched = False
        self._pattern = self._comment_pattern()
        self.notes = {note.reference: note for note in self._read_notes()}

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._new or self._touched)

    @property
    def empty(self) -> bool:
        """Whether no note is left."""
        return not self._new and not self.notes

    def add(self, row: int, column: int, written: str, author: str) -> None:
        """Put a note on a cell that has none."""
        if author not in self._authors:
            self._authors.append(author)
        self._new.append(
            self._pattern.format(address(row, column), self._authors.index(author), text(written)).encode()
        )
        self._shapes.append(self._shape(row, column, written))

    def extend(self, note: Note, written: str) -> None:
        """Put text below a note that is there."""
        prefix = self.markup.prefix.decode()
        body = text(f"\n{written}")
        run = f'<{prefix}r>{_FONT.format(prefix)}<{prefix}t xml:space="preserve">{body}</{prefix}t></{prefix}r>'
        self._touched = True
        place = self.markup.child(note.element, b"text")
        if place is None:
            self.markup.append(note.element, f"<{prefix}text>{run}</{prefix}text>".encode())
            return
        children = list(self.markup.children(place))
        for plain in children:
            if plain.local == b"t":  # text next to runs is not shown by all
                self.markup.insert(plain.start, f"<{prefix}r>".encode())
                self.markup.insert(plain.end, f"</{prefix}r>".encode())
        behind = next((child for child in children if child.local in (b"rPh", b"phoneticPr")), None)
        if behind:
            self.markup.insert(behind.start, run.encode())
        else:
            self.markup.append(place, run.encode())

    def cut(self, note: Note, start: int, end: int) -> None:
        """Take a piece of a note out, the characters from start up to end."""
        place = self.markup.child(note.element, b"text")
        position = 0
        for run in self.markup.children(place) if place else ():
            written = self._plain(run)
            left = written[: max(start - position, 0)] + written[max(end - position, 0) :]
            position += len(written)
            if written and not left:
                self.markup.change(run.start, run.end, b"")
            elif left != written:
                inner = self.markup.child(run, b"t") or run
                self.markup.change(inner.inner, inner.outer, text(left).encode())
        self._touched = True

    def remove(self, note: Note) -> None:
        """Take a note out, and its box."""
        self.markup.change(note.element.start, note.element.end, b"")
        del self.notes[note.reference]
        self._touched = True
        row, column = parse_address(note.reference) or (0, 0)
        self._unboxed.add((row - 1, column - 1))

    def result(self, drawing: bytes | None) -> tuple[bytes, bytes]:
        """Return the part of comments and the drawing. drawing: as it was, None where the sheet has none yet."""
        prefix = self.markup.prefix.decode()
        authors = [f"<{prefix}author>{text(name)}</{prefix}author>" for name in self._authors[self._old_authors :]]
        if authors:
            self.markup.append(self._authors_element, "".join(authors).encode())
        if self._new:
            self.markup.append(self._list, b"".join(self._new))
        return self.markup.result(), self._drawn(utf8(drawing or _DRAWING, self.markup.part))

    def _comment_pattern(self) -> str:
        prefix = self.markup.prefix.decode()
        return (
            f'<{prefix}comment ref="{{}}" authorId="{{}}"><{prefix}text><{prefix}r>{_FONT.format(prefix)}'
            f'<{prefix}t xml:space="preserve">{{}}</{prefix}t></{prefix}r></{prefix}text></{prefix}comment>'
        )

    def _read_notes(self) -> Iterable[Note]:
        for element in self.markup.children(self._list):
            author = number(self.markup.attribute(element, b"authorId"))
            if author > _MOST_AUTHORS:
                raise ReadError("damaged", part=self.markup.part)
            self._authors += [""] * (author + 1 - len(self._authors))  # or a new author would get this number
            reference = self.markup.attribute(element, b"ref") or ""
            yield Note(reference, self._authors[author], self._plain(element), element)

    def _plain(self, element: Element, depth: int = 1) -> str:
        if element.local == b"rPh":
            return ""
        if inside := list(self.markup.children(element)):
            if depth == _DEEPEST:
                raise ReadError("damaged", part=self.markup.part)
            return "".join(self._plain(child, depth + 1) for child in inside)
        return unescaped(self.markup.text(element)) if element.local in (b"t", b"author") else ""

    def _shape(self, row: int, column: int, written: str) -> bytes:
        deep = max(3, 1 + sum(wrapped_lines(line, _COLUMNS_WIDE) for line in written.split("\n")))
        self._numbers.append(shape := self._blocks.next())
        return _NEW_SHAPE.format(
            id=shape,
            height=deep * 13,
            anchor=f"{column}, 15, {max(row - 2, 0)}, 4, {column + 3}, 40, {max(row - 2, 0) + deep}, 4",
            row=row - 1,
            column=column - 1,
        ).encode()

    def _without_boxes(self, drawing: bytes) -> bytes:
        """Return a drawing without the boxes of removed notes; of several on a cell, without the last."""
        boxes = {}
        for shape in _SHAPE.finditer(drawing) if self._unboxed else ():
            row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
            if row and column and (int(row[1]), int(column[1])) in self._unboxed:
                boxes[int(row[1]), int(column[1])] = shape.span()
        pieces, done = [], 0
        for start, end in sorted(boxes.values()):
            pieces.append(drawing[done:start])
            done = end
        return b"".join((*pieces, drawing[done:]))

    def _drawn(self, drawing: bytes) -> bytes:
        drawing = self._without_boxes(drawing)
        if not self._shapes:
            return drawing
        used = sorted({shape // _BLOCK for shape in self._numbers})
        numbers = b",".join(b"%d" % block for block in used)
        if _IDMAP.search(drawing):
            drawing = _IDMAP.sub(
                lambda match: match[1] + b",".join(filter(None, (match[2], numbers))), drawing, count=1
            )
        kind = b"" if re.search(rb"""id=["']_x0000_t202["']""", drawing) else _SHAPE_TYPE
        new = _declared(kind + b"".join(self._shapes), drawing)
        if alone := _ROOT_ALONE.search(drawing):
            return drawing[: alone.start(2)] + b">" + new + b"</" + alone[1] + b">"
        end = drawing.rfind(b"</")
        return drawing[:end] + new + drawing[end:]


class ShapeBlocks:
    """Numbers for shapes, from blocks that no drawing of the workbook uses."""

    def __init__(self, drawings: Iterable[bytes]) -> None:
        used: set[int] = set()
        for drawing in drawings:
            written = utf8(drawing, "xl/drawings")
            used.update(int(block) for match in _IDMAP.finditer(written) for block in _INTEGER.findall(match[2]))
            used.update(int(shape) // _BLOCK for shape in _NUMBER.findall(written))
        self._next = (max(used, default=0) + 1) * _BLOCK

    def next(self) -> int:
        """Return a number that no shape has."""
        self._next += 1
        if self._next % _BLOCK == 0:
            self._next += 1
        return self._next


def is_drawing(data: bytes, part: str) -> bool:
    """Return whether a part is a drawing in VML, whose root is ``<xml>``."""
    tag = _FIRST_TAG.search(utf8(data, part))
    return tag is not None and re.match(rb"<xml[\s/>]", tag[0]) is not None


def has_shapes(drawing: bytes) -> bool:
    """Return whether a drawing holds anything, such as the boxes of form controls, or lines."""
    return bool(_ANY_SHAPE.search(drawing))


def _complete(comments: bytes, part: str) -> bytes:
    """Return the part with lists of authors and notes, which it may do without. Raises ReadError."""
    check_well_formed(comments, part)
    markup = Markup(comments, part)
    if markup.root.local != b"comments":
        raise ReadError("damaged", part=part)
    if markup.root.empty:
        markup.append(markup.root, b"")
        markup = Markup(markup.result(), part)
    place = markup.root.inner
    for local in (b"authors", b"commentList"):
        if found := markup.child(markup.root, local):
            place = found.end
        else:
            markup.insert(place, b"<%s></%s>" % ((markup.prefix + local,) * 2))
    return markup.result()


def _declared(shapes: bytes, drawing: bytes) -> bytes:
    """Return shapes with the prefixes declared that the drawing does not know."""
    tag = _FIRST_TAG.search(drawing)
    root = tag[0] if tag else b""
    missing = [b' xmlns:%s="%s"' % own for own in _NAMESPACES.items() if b"xmlns:%s=" % own[0] not in root]
    return re.sub(rb"<v:shape(?:type)?(?= )", lambda match: match[0] + b"".join(missing), shapes) if missing else shapes
