"""A worksheet's part edited block by block, so that a large one is never in memory as a whole.

Each block is a worksheet of its own: rows between what stands in front of all rows and the end of a sheet. A part that
is not written as most programs write it is one block.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from .markup import attribute, number, utf8
from .part_writer import Piece
from .sheet import Place, SheetEditor

_HEAD = re.compile(rb"(?:<\?xml[^<>]*\?>\s*)?<worksheet[\s>][^!?]*?<sheetData>")
_ROW, _ROW_END, _DATA_END = b"<row", b"</row>", b"</sheetData"
_END = b"</sheetData></worksheet>"


class SheetBlock(NamedTuple):
    """Some rows of a worksheet, to be edited as one.

    last_row: the number of the last of them, None for the block with all that follows; head, foot: how many bytes are
    not the block's own, in front of it and behind.
    """

    sheet: SheetEditor
    last_row: int | None
    head: int
    foot: int

    def split(self, places: list[Place]) -> tuple[list[Place], list[Place]]:
        """Return which of some places, in their order, are in this block, and which in those that follow."""
        end = len(places) if self.last_row is None else bisect_left(places, (self.last_row + 1, 0))
        return places[:end], places[end:]

    def pieces(self) -> list[Piece]:
        """Return the block's own bytes with all changes made, in pieces."""
        pieces = self.sheet.pieces()
        pieces[0] = pieces[0][self.head :]
        pieces[-1] = pieces[-1][: len(pieces[-1]) - self.foot]
        return pieces


def sheet_blocks(pieces: Iterator[bytes], part: str) -> Iterator[SheetBlock]:
    """Yield the blocks of a worksheet's part, which comes in pieces, about one for each. Raises ReadError."""
    head, waiting, last_row = b"", next(pieces, b""), 0
    for piece in pieces:
        start = 0 if head else _head(waiting, part)
        end = waiting.rfind(_ROW_END, start) + len(_ROW_END)
        if not (head or start) or _may_hide(waiting, start) or waiting.find(_DATA_END, start, end) >= 0:
            waiting = b"".join((waiting, piece, *pieces))
            break
        if row := _last_row(waiting, start, end):
            rows = b"".join((head, memoryview(waiting)[:end], _END))
            yield SheetBlock(SheetEditor(rows, part, last_row), row, len(head), len(_END))
            head, waiting, last_row = head or waiting[:start], waiting[end:], row
        waiting += piece
    yield SheetBlock(SheetEditor(head + waiting, part, last_row), None, len(head), 0)


def _head(data: bytes, part: str) -> int:
    """Return where the rows begin, 0 where that is not plain to see."""
    found = _HEAD.match(data)
    return found.end() if found and utf8(found[0], part) == found[0] else 0


def _may_hide(data: bytes, start: int) -> bool:
    """Tell whether there may be comments, CDATA or processing instructions behind a place; single bytes are fast."""
    return any(data.find(sign, start) >= 0 and data.find(b"<" + sign, start) >= 0 for sign in (b"!", b"?"))


def _last_row(data: bytes, start: int, end: int) -> int:
    """Return the number of the last row between two places, 0 where it has none."""
    at = data.rfind(_ROW, start, end)
    return number(attribute(data[at : data.find(b">", at, end) + 1], b"r")) if at >= 0 else 0
