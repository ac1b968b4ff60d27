"""The boxes of notes in a drawing (VML): added, removed, and made as high as the text of a note needs.

VML that programs write is often not well-formed, so it is changed as text, whatever its prefixes. Shape numbers come
from blocks of 1,024 that no drawing of the workbook uses (``idmap``).
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import ceil, floor

from ..text import wrapped_lines
from ..workbook import LAST_ROW
from .markup import byte_order_mark, utf8

_PREFIX = rb"""(?:[^\s<>/:"'=]++:)?"""
_SHAPE = re.compile(
    rb"<%sshape(?=[\s>])[^<]*+(?:<(?!/?%sshape[\s>])[^<]*+)*+</%sshape\s*>" % (_PREFIX, _PREFIX, _PREFIX)
)
_ANY_SHAPE = re.compile(rb"<%s(?:shape|group|line|polyline|curve|arc|rect|roundrect|oval|image)(?=[\s/>])" % _PREFIX)
_IDMAP = re.compile(rb"""(<%sidmap\b[^<>]*?\bdata=["'])([^"']*)""" % _PREFIX)
_PLACE = tuple(re.compile(rb"%s(?<=[<:]%s)\s*>\s*([0-9]{1,7})\s*<" % (name, name)) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"Anchor(?<=[<:]Anchor)\s*>((?:\s*[0-9]{1,7}\s*,){6})\s*(0|[1-9][0-9]{0,6})\s*,\s*[0-9]{1,7}\s*<")
_WIDTH, _HEIGHT = (
    re.compile(rb"(?<=[\s\"';])%s\s*:\s*(0|[1-9][0-9]{0,5})(?:\.[0-9]{1,9})?(pt|px|in|cm|mm)" % name)
    for name in (b"width", b"height")
)
_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})")
_INTEGER = re.compile(rb"[0-9]{1,9}")
_FIRST_TAG = re.compile(rb"<(?![?!])[^<>]*>")
_ROOT_ALONE = re.compile(rb"<([\w.:-]++)[^<>]*(/>)\s*$")
_NAMESPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_BLOCK = 1_024
SIZE = 9  # of letters, in points
_LINE = 13  # points, of letters of that size
_HALF_WIDTH = 0.6  # of a half-width character, with some room, by the size
_MARGINS = 12  # points, left and right of a text
_COLUMNS_WIDE = 34  # half-width characters in a line of a new box, which is 220 points wide
_POINTS = {b"pt": 1.0, b"px": 0.75, b"in": 72.0, b"cm": 72 / 2.54, b"mm": 72 / 25.4}
_COLUMN, _ROW, _PIXEL = 48.0, 15.0, 0.75  # points; of columns and rows as wide and high as programs make them
EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout>'
    b"</xml>"
)
EMPTY_BEFORE = b"<!--cgs-validate/empty-->"  # in a drawing that was there without shapes, and stays when ours go
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_SHAPE = (
    b'<v:shape id="_x0000_s%(id)d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    b'width:220pt;height:%(height)dpt;z-index:%(id)d;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    b'<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%(left)d, 15, %(top)d, 4, %(right)d, 40, %(bottom)d, 4</x:Anchor>"
    b"<x:AutoFill>False</x:AutoFill><x:Row>%(row)d</x:Row><x:Column>%(column)d</x:Column></x:ClientData></v:shape>"
)

Place = tuple[int, int]


class NoteBoxes:
    """Changes to the boxes of one sheet's notes, by row and column from 1; ``drawn`` makes them.

    ``grown``: by how many lines each box was made higher, after that, and how many rows it covers then.
    """

    def __init__(self, blocks: "ShapeBlocks") -> None:
        self.grown: dict[Place, tuple[int, int]] = {}
        self._blocks = blocks
        self._new: list[bytes] = []
        self._numbers: list[int] = []
        self._changes: dict[Place, Callable[[bytes], bytes]] = {}
        self._lines = lru_cache(1_000)(_lines)  # most texts are on many cells

    def add(self, place: Place, written: str) -> None:
        """Add the box of a new note, as high as its text."""
        row, column = place
        deep, above = max(3, self._lines(written, _COLUMNS_WIDE)), max(row - 2, 0)
        self._numbers.append(shape := self._blocks.next())
        numbers = {
            b"id": shape, b"height": deep * _LINE, b"row": row - 1, b"column": column - 1,
            b"left": column, b"top": above, b"right": column + 3, b"bottom": above + deep,
        }  # fmt: skip
        self._new.append(_NEW_SHAPE % numbers)

    def fit(self, place: Place, *texts: tuple[str, int]) -> None:
        """Make the box of a note that is there as high as its texts need, each with the size of its letters."""

        def grown(box: bytes) -> bytes:
            lacking = _lacking_lines(box, texts)
            higher = _resized(box, lacking, lacking)
            if higher != box:
                self.grown[place] = lacking, _rows(higher)
            return higher

        self._changes[place] = grown

    def shrink(self, place: Place, lines: int, rows: int) -> None:
        """Make a box lower by the lines that it had grown. rows: how many it covered then, 0 where it did not say so.

        LibreOffice measures all boxes anew, in the rows that they really cover.
        """

        def shrunk(box: bytes) -> bytes:
            covered = _rows(box)
            part = 1.0 if rows == covered else covered * _LINE / max(_size(box)[1], _LINE)
            return _resized(box, -lines, -round(lines * part))

        self._changes[place] = shrunk

    def remove(self, place: Place) -> None:
        """Take the box of a note out."""
        self._changes[place] = lambda _: b""

    def drawn(self, drawing: bytes | None, part: str) -> bytes:
        """Return a drawing with all changes made, as it is where there are none; None where there is none yet."""
        if drawing and not (self._new or self._changes):
            return drawing
        before = drawing or EMPTY_DRAWING
        changed = self._changed(utf8(before, part))
        sign = EMPTY_BEFORE if drawing and not has_shapes(changed) else b""
        return byte_order_mark(before) + self._with_new(changed, sign)

    def _changed(self, drawing: bytes) -> bytes:
        pieces, done, removed, kind = list[bytes](), 0, set[int](), _declared(_SHAPE_TYPE, drawing)
        for place, shape in self._to_change(drawing):
            start, changed = shape.start(), self._changes[place](shape[0])
            if not changed:
                removed |= _blocks_in(shape[0])
                start -= len(kind) if drawing.endswith(kind, done, start) else 0
            pieces += drawing[done:start], changed
            done = shape.end()
        result = b"".join((*pieces, drawing[done:]))
        return _without_blocks(result, removed - _blocks_in(result)) if removed else result

    def _to_change(self, drawing: bytes) -> list[tuple[Place, re.Match[bytes]]]:
        """Return the boxes with changes in their order; of several of a cell, the last."""
        boxes = {}
        for shape in _SHAPE.finditer(drawing) if self._changes else ():
            row, column = (name.search(shape[0]) for name in _PLACE)
            if row and column and (place := (int(row[1]) + 1, int(column[1]) + 1)) in self._changes:
                boxes[place] = shape
        return sorted(boxes.items(), key=lambda box: box[1].start())

    def _with_new(self, drawing: bytes, sign: bytes) -> bytes:
        if not self._new:
            return drawing
        used = sorted({shape // _BLOCK for shape in self._numbers})
        numbers = b",".join(b"%d" % block for block in used)
        drawing = _IDMAP.sub(lambda match: match[1] + b",".join(filter(None, (match[2], numbers))), drawing, count=1)
        kind = b"" if re.search(rb"""id=["']_x0000_t202["']""", drawing) else _SHAPE_TYPE
        new = sign + _declared(kind + b"".join(self._new), drawing)
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
            used.update(_blocks_in(written))
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


def _lines(written: str, columns: int) -> int:
    return 1 + sum(wrapped_lines(line, columns) for line in written.split("\n"))


def _lacking_lines(box: bytes, texts: Iterable[tuple[str, int]]) -> int:
    """Return how many lines a box is too low for its texts."""
    width, height = _size(box)
    needed = 0.0
    for written, size in texts:
        columns = int((width - _MARGINS) / (_HALF_WIDTH * size))
        needed += _lines(written, max(columns, 2)) * size / SIZE
    return max(ceil(needed) - int(height / _LINE), 0)


def _size(box: bytes) -> tuple[float, float]:
    """Return the width and height of a box in points, by its style, else by the cells that it covers."""
    tag, anchor = box[: box.index(b">")], _ANCHOR.search(box)
    left, x, top, y, right, until = map(int, anchor[1].split(b",")[:6]) if anchor else (0, 0, 0, 0, 2, 0)
    bottom = int(anchor[2]) if anchor else 4
    covered = (right - left) * _COLUMN + (until - x) * _PIXEL, (bottom - top) * _ROW - y * _PIXEL
    styled = _WIDTH.search(tag), _HEIGHT.search(tag)
    width, height = (int(f[1]) * _POINTS[f[2]] if f else c for f, c in zip(styled, covered, strict=True))
    return width, height


def _rows(box: bytes) -> int:
    """Return how many rows a box covers, 0 where it does not say so."""
    anchor = _ANCHOR.search(box)
    return int(anchor[2]) - int(anchor[1].split(b",")[2]) if anchor else 0


def _resized(box: bytes, lines: int, rows: int) -> bytes:
    """Return a box higher by some lines and rows, or lower where they are negative; as it is where that cannot be.

    Only whole numbers are added, so that the same lines less give the same bytes again.
    """
    changes = []
    if anchor := _ANCHOR.search(box):
        bottom, top = int(anchor[2]) + rows, int(anchor[1].split(b",")[2])
        if not top <= min(bottom, bottom - rows) <= max(bottom, bottom - rows) < LAST_ROW:
            return box
        changes.append((anchor.span(2), bottom))
    if style := _HEIGHT.search(box, 0, box.index(b">")):
        more = lines * _LINE / _POINTS[style[2]]
        height = int(style[1]) + (ceil(more) if more > 0 else floor(more))
        if height < 0:
            return box
        changes.append((style.span(1), height))
    for (start, end), new in changes:  # the one further back first
        box = box[:start] + b"%d" % new + box[end:]
    return box


def _without_blocks(drawing: bytes, unused: set[int]) -> bytes:
    """Return a drawing without some blocks of numbers in its map."""
    gone = {b"%d" % block for block in unused}

    def remaining(match: re.Match[bytes]) -> bytes:
        return match[1] + b",".join(block for block in match[2].split(b",") if block not in gone)

    return _IDMAP.sub(remaining, drawing, count=1)


def _blocks_in(drawing: bytes) -> set[int]:
    return {int(shape) // _BLOCK for shape in _NUMBER.findall(drawing)}


def _declared(shapes: bytes, drawing: bytes) -> bytes:
    """Return shapes with the prefixes declared that the drawing does not know, or uses for something else."""
    tag = _FIRST_TAG.search(drawing)
    root = tag[0] if tag else b""
    missing = [
        b' xmlns:%s="%s"' % own
        for own in _NAMESPACES.items()
        if not re.search(rb"""\sxmlns:%s\s*=\s*(["'])%s\1""" % own, root)
    ]
    return re.sub(rb"<v:shape(?:type)?(?= )", lambda match: match[0] + b"".join(missing), shapes) if missing else shapes
