"""A worksheet's part edited block by block, so that a large one that comes in pieces is never in memory as a whole.

Each block is a worksheet of its own: some rows between the sheet's head and end. Rows that are not written as most
programs write them are one block with all that follows.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ..ooxml.xml_parser import may_hide
from .markup import utf8
from .part_writer import Piece
from .sheet import Place, SheetEditor

_HEAD = re.compile(rb"(?:<\?xml[^<>]*\?>\s*)?<worksheet[\s>][^!?]*?<sheetData>")
_ROW_BEGINS, _DATA_ENDS = b"<row ", b"</sheetData"
_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_FOOT, _END = b"</sheetData>", b"</worksheet>"


class SheetBlock(NamedTuple):
    """Some rows of a worksheet, to be edited as one.

    last_row: the number of the last row that may be in it, None for the block with all that follows; head, foot: how
    many bytes are not the block's own, in front of it and behind.
    """

    sheet: SheetEditor
    last_row: int | None
    head: int
    foot: int

    @property
    def is_last(self) -> bool:
        """Whether the part behind all rows is in it."""
        return self.last_row is None

    def split(self, places: list[Place]) -> tuple[list[Place], list[Place]]:
        """Return the places, of some in their order, in this block, and those in the following ones."""
        end = len(places) if self.last_row is None else bisect_left(places, (self.last_row + 1, 0))
        return places[:end], places[end:]

    def pieces(self) -> list[Piece]:
        """Return the block's own bytes up to the end of the rows with all changes made, in pieces."""
        pieces = self.sheet.rows()
        pieces[0] = pieces[0][self.head :]
        pieces[-1] = pieces[-1][: len(pieces[-1]) - self.foot]
        return pieces


def sheet_blocks(pieces: Iterator[bytes], part: str) -> Iterator[SheetBlock]:
    """Yield the blocks of a worksheet's part, which comes in pieces, one for each. Raises ReadError."""
    first: SheetEditor | None = None
    head, waiting, last_row = b"", next(pieces, b""), 0
    for piece in pieces:
        start = 0 if head else _head(waiting, part)
        end, row = _last_row(waiting, start)
        plain = (head or start) and not may_hide(waiting, start) and waiting.find(_DATA_ENDS, start) < 0
        if not plain or row - 1 <= last_row:
            waiting = b"".join((waiting, piece, *pieces))
            break
        rows = b"".join((head, memoryview(waiting)[:end], _FOOT, _END))
        block = SheetEditor(rows, part, last_row, first)
        yield SheetBlock(block, row - 1, len(head), len(_FOOT))
        first, head, waiting, last_row = first or block, head or waiting[:start], waiting[end:] + piece, row - 1
    yield SheetBlock(SheetEditor(head + waiting, part, last_row, first), None, len(head), 0)


def _head(data: bytes, part: str) -> int:
    found = _HEAD.match(data)
    return found.end() if found and utf8(found[0], part) == found[0] else 0


def _last_row(data: bytes, start: int) -> tuple[int, int]:
    """Return where the last row with a number behind a place begins, and the number; 0 where none is.

    The data may end in the tag of the very last one.
    """
    last = data.rfind(_ROW_BEGINS, start)
    for at in (last, data.rfind(_ROW_BEGINS, start, max(last, 0))):
        if at >= 0 and (found := _ROW.match(data, at)):
            return at, int(found[1])
    return 0, 0
