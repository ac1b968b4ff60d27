"""The icon of the pane's button, as PNG: a table with a yellow and a red cell."""

import struct
import zlib

SIZES = (16, 32, 64, 80)
_PAPER, _LINE, _YELLOW, _RED = b"\xff\xff\xff\xff", b"\x55\x52\x4b\xff", b"\xff\xff\x00\xff", b"\xff\x66\x66\xff"
_GRID = 16  # the drawing's own width and height
_LINES = (1, 7, 14)


def png(size: int) -> bytes:
    """Return the icon in that width and height."""
    steps = [at * _GRID // size for at in range(size)]
    rows = b"".join(b"\0" + b"".join(_pixel(x, y) for x in steps) for y in steps)
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _pixel(x: int, y: int) -> bytes:
    first, _, last = _LINES
    if not (first <= x <= last and first <= y <= last):
        return b"\0\0\0\0"
    if x in _LINES or y in _LINES:
        return _LINE
    return {(False, True): _YELLOW, (True, True): _RED}.get((x > _LINES[1], y > _LINES[1]), _PAPER)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
