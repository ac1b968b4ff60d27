"""A part written piece by piece: pieces are compressed by other threads while the rest is made.

Deflate (RFC 1951) is by Intel's ISA-L where it is installed: four times as fast, files a sixth larger.
"""

import os
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from zipfile import ZIP_DEFLATED, ZIP_STORED

_CHUNK = 1 << 20  # bytes that are compressed at once; zlib lets other threads run meanwhile
_STORED = 8_000  # bytes; so little takes ten times as long to compress as to write
_MOST_WAITING = os.cpu_count() or 1  # chunks, so that few are in memory

Piece = bytes | memoryview
isal_zlib: ModuleType | None = import_module("isal.isal_zlib") if find_spec("isal") else None

# Measured: large parts take half the time of zlib's own level and strategy, small ones a third; they are 3 % and 15 %
# larger.
_LARGE_PART = 5, zlib.Z_FILTERED
_SMALL_PART = 1, zlib.Z_DEFAULT_STRATEGY
_LARGE = 1 << 18  # bytes
_ISAL_LEVEL = 3  # its highest
_LEAST_WINDOW = 9  # bits; a window that the whole of a small part fits into takes longer to be made ready than it gains


class PartWriter:
    """Takes a part's pieces. ``size``, ``crc``: of all pieces; ``method``: zip's number of the compression.

    small: whether the file is to be small, whatever time that takes.
    """

    def __init__(self, threads: ThreadPoolExecutor, *, small: bool = False) -> None:
        self.size = self.crc = 0
        self.method = ZIP_DEFLATED
        self._threads = threads
        self._small = small
        self._pieces: list[Piece] = []  # of the chunk that is not full yet
        self._length = 0
        self._deflated: list[Future[bytes] | bytes] = []

    def add(self, *pieces: Piece) -> None:
        """Take pieces."""
        self._pieces += pieces
        self._length += sum(map(len, pieces))
        if self._length > _CHUNK:
            data = memoryview(b"".join(self._pieces))
            full = (len(data) - 1) // _CHUNK * _CHUNK
            for start in range(0, full, _CHUNK):
                self._deflate(data[start : start + _CHUNK])
            self._pieces, self._length = [data[full:]], len(data) - full

    def close(self) -> None:
        """End the part."""
        rest, self._pieces = b"".join(self._pieces), []
        if self._small or self.size + len(rest) > _STORED:
            self._deflate(rest, apart=bool(self._deflated), last=True)
        else:
            self.method = ZIP_STORED
            self._count(rest)
            self._deflated.append(rest)

    def written(self) -> list[bytes]:
        """Return the chunks as they are to be written, which one behind another are the part."""
        return [chunk if isinstance(chunk, bytes) else chunk.result() for chunk in self._deflated]

    def _count(self, data: Piece) -> None:
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)

    def _deflate(self, data: Piece, *, apart: bool = True, last: bool = False) -> None:
        """Have a chunk compressed. apart: by another thread, unless the others are busy enough."""
        self._count(data)
        waiting = sum(not one.done() for one in self._deflated if isinstance(one, Future))
        if apart and waiting < _MOST_WAITING:
            try:
                self._deflated.append(self._threads.submit(deflated, data, last=last, small=self._small))
                return
            except RuntimeError:  # no thread can be started, as in a worker: nothing more is to wait for one
                self._threads.shutdown(wait=False)
        self._deflated.append(deflated(data, last=last, small=self._small))


def deflated(data: Piece, *, last: bool, small: bool = False) -> bytes:
    """Return a chunk of a deflate stream; all chunks, one behind another, are the whole."""
    window = min(max(len(data).bit_length() - 1, _LEAST_WINDOW), zlib.MAX_WBITS)
    if small:
        stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -window, zlib.DEF_MEM_LEVEL)
    elif isal_zlib:
        stream = isal_zlib.compressobj(_ISAL_LEVEL, zlib.DEFLATED, -window, window - 6)
    else:
        level, strategy = _LARGE_PART if len(data) > _LARGE else _SMALL_PART
        stream = zlib.compressobj(level, zlib.DEFLATED, -window, window - 6, strategy)
    chunk: bytes = stream.compress(data) + stream.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
    return chunk
