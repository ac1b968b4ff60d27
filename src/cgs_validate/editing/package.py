"""The zip container: unchanged entries are written as the compressed bytes that they were.

A load and save by openpyxl loses something in 63 of 100 public workbooks; copying entries loses nothing
(docs/decisions/0002-own-editor.md).
"""

import os
import struct
import zlib
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from zipfile import ZIP_STORED

from ..errors import ReadError
from ..ooxml.container import Container, part_name
from ..ooxml.zip_entries import Entry, encoded_name
from .part_writer import PartWriter, Piece

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8_NAME = 0x800
_COPIED_FLAGS = _UTF8_NAME | 0x6  # how the name is written, and how it was deflated; no data descriptors
_THREADS = max((os.cpu_count() or 1) - 1, 1)  # that compress while another edits
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same edit gives the same bytes


class _Written(NamedTuple):
    name: bytes
    flags: int
    method: int
    date_time: tuple[int, int, int, int, int, int]
    crc: int
    size: int
    raw: Sequence[Piece]
    attributes: int = 0

    @property
    def length(self) -> int:
        return sum(map(len, self.raw))

    def packed(self, offset: int) -> tuple[bytes, bytes]:
        """Return the header in front of the entry's bytes, and its record in the central directory."""
        year, month, day, hour, minute, second = self.date_time
        stamp = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
        shared = (20, self.flags, self.method, *stamp, self.crc, self.length, self.size, len(self.name), 0)
        local = _LOCAL.pack(b"PK\3\4", *shared) + self.name
        central = _CENTRAL.pack(b"PK\1\2", 20, *shared, 0, 0, 0, self.attributes, offset) + self.name
        return local, central


class _NewPart(NamedTuple):
    name: str
    writer: PartWriter

    def entry(self) -> _Written:
        part, raw = self.writer, self.writer.written()
        return _Written(self.name.encode(), _UTF8_NAME, part.method, _FIRST_DAY, part.crc, part.size, raw)

    def read(self) -> bytes:
        raw = b"".join(self.writer.written())
        return raw if self.writer.method == ZIP_STORED else zlib.decompress(raw, -zlib.MAX_WBITS)


class Package:
    """An Office Open XML package whose parts can be read, replaced, added and removed; names match in any case."""

    def __init__(self, container: Container, *, small: bool = False) -> None:
        self._container = container
        self._small = small
        self._old = frozenset(container)  # parts, by their names in lower case
        self._written: dict[str, _NewPart] = {}
        self._removed: set[str] = set()
        self._threads = ThreadPoolExecutor(_THREADS)

    def __contains__(self, name: str) -> bool:
        key = part_name(name)
        return key in self._written or (key in self._old and key not in self._removed)

    def names(self) -> list[str]:
        """Return the parts' names in lower case."""
        return [name for name in dict.fromkeys([*self._container, *self._written]) if name not in self._removed]

    def written(self) -> list[str]:
        """Return the names in lower case of the parts that were written."""
        return list(self._written)

    def read(self, name: str) -> bytes:
        """Return a part's bytes, as written last. Raises ReadError where there is no such part."""
        key = part_name(name)
        if key in self._written:
            return self._written[key].read()
        if name not in self:
            raise ReadError("damaged", part=name)
        return self._container.read(key)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return a part's bytes as ``read`` does, those of a large unchanged one in pieces. Raises ReadError."""
        if name not in self or part_name(name) in self._written:
            return iter([self.read(name)])
        pieces = self._container.pieces(name)
        return _ahead(pieces) if isinstance(pieces, Generator) else pieces

    def writer(self) -> PartWriter:
        """Return a writer for a part in pieces, for ``put``."""
        return PartWriter(self._threads, small=self._small)

    def put(self, name: str, writer: PartWriter) -> None:
        """Replace a part, or add one, by one that was written."""
        key = part_name(name)
        own_name = self._container.entry(key).name if key in self._old else name
        self._written[key] = _NewPart(own_name, writer)
        self._removed.discard(key)

    def write(self, name: str, *pieces: Piece) -> None:
        """Replace a part, or add one, by the pieces that it is made of."""
        writer = self.writer()
        writer.add(*pieces)
        writer.close()
        self.put(name, writer)

    def remove(self, name: str) -> None:
        """Take a part out."""
        self._written.pop(part_name(name), None)
        self._removed.add(part_name(name))

    def result(self) -> bytes:
        """Return the package: the old parts in their order, then the new ones. It is the last that is asked of it."""
        written: list[Piece] = []
        directory: list[bytes] = []
        offset = 0
        with self._threads:
            for entry in self._entries():
                local, central = entry.packed(offset)
                written += local, *entry.raw
                directory.append(central)
                offset += len(local) + entry.length
        size = sum(map(len, directory))
        end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, offset, 0)
        return b"".join((*written, *directory, end))

    def _entries(self) -> Iterator[_Written]:
        for key in self._container:
            if key in self._written:
                yield self._written[key].entry()
            elif key not in self._removed:
                yield self._untouched(self._container.entry(key))
        for key, part in self._written.items():
            if key not in self._old:
                yield part.entry()

    def _untouched(self, entry: Entry) -> _Written:
        info = entry.info
        flags = info.flag_bits & _COPIED_FLAGS
        stamp = info.date_time if info.date_time[0] >= 1980 else _FIRST_DAY
        raw = [entry.raw(self._container.data)]
        shared = flags, info.compress_type, stamp, info.CRC, info.file_size
        return _Written(encoded_name(info), *shared, raw, info.external_attr)


def _ahead(pieces: Generator[bytes]) -> Iterator[bytes]:
    """Yield pieces, the next of which is inflated by another thread meanwhile, where one can be started."""
    with ThreadPoolExecutor(1) as other:
        try:
            coming = other.submit(next, pieces, None)
        except RuntimeError:  # as in a worker
            yield from pieces
            return
        while (piece := coming.result()) is not None:
            coming = other.submit(next, pieces, None)
            yield piece
