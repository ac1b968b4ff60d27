"""The entries of a zip file, believed only where its directory and their own headers agree.

Entries must tile the file, from its first byte to the directory: readers differ on overlaps and gaps.
(PKWARE APPNOTE 4.3, 4.4, 4.5.3)
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from ..errors import ReadError

_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")  # says where the record before it begins
_LONGEST_END = _END.size + 0xFFFF
_ENCRYPTED, _DESCRIBED, _UTF8_NAME = 0x1, 0x8, 0x800
_SECRET = _ENCRYPTED | 0x40 | 0x2000  # strongly encrypted, its directory hidden
_UNKNOWN = 0xFFFFFFFF  # a size that is given elsewhere
_AES = 99
_PIECE = 1 << 19  # bytes
_PACKED_PIECE = _PIECE // 8
_HEAD = 4_096  # packed bytes in which the first ones are
_UNICODE_PATH = 0x7075
_PADDING = b"\0\r\n\t "
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MISTAKES = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, OverflowError, IndexError, struct.error)


class Entry(NamedTuple):
    """One entry: its record in the directory, and where its bytes begin."""

    info: zipfile.ZipInfo
    start: int

    @property
    def name(self) -> str:
        """The name as it is written."""
        return self.info.orig_filename

    def raw(self, data: bytes) -> memoryview:
        """Return the entry's bytes as they lie in the file."""
        return memoryview(data)[self.start : self.start + self.info.compress_size]


def entries(data: bytes) -> list[Entry]:
    """Return the entries in the order of the directory. Raises ReadError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos, directory = archive.infolist(), archive.start_dir
    except _MISTAKES:
        raise ReadError("text_behind" if _is_text(_behind(data)) else "truncated") from None
    if any(info.flag_bits & _SECRET or info.compress_type == _AES for info in infos):
        raise ReadError("encrypted")
    try:
        _check_end(data, len(infos), directory)
        starts = {id(info): start for info, start in _tiles(data, infos, directory)}
    except struct.error:
        raise ReadError("inconsistent") from None
    return [Entry(info, starts[id(info)]) for info in infos]


def inflate(entry: Entry, data: bytes, most: int) -> bytes:
    """Return an entry's content, up to one byte more than the most. Raises ReadError where it is damaged."""
    raw, info = entry.raw(data), entry.info
    if info.compress_type == zipfile.ZIP_STORED:
        content = bytes(raw[: most + 1])
        whole = len(content) == len(raw)
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = stream.decompress(raw, min(most, info.file_size) + 1)  # which allocates as much
            if info.file_size < len(content) <= most:
                content += stream.decompress(stream.unconsumed_tail, most + 1 - len(content))
        except zlib.error:
            raise ReadError("damaged", part=entry.name) from None
        whole = stream.eof and not stream.unused_data
    else:
        raise ReadError("damaged", part=entry.name)
    if len(content) <= most and not (whole and len(content) == info.file_size and zlib.crc32(content) == info.CRC):
        raise ReadError("damaged", part=entry.name)
    return content


def inflate_piece_by_piece(entry: Entry, data: bytes) -> Iterator[bytes]:
    """Yield the content of an entry that was checked before, so that it is never in memory as a whole.

    Raises ReadError where it is not as long as it was.
    """
    raw, left = entry.raw(data), entry.info.file_size
    if entry.info.compress_type == zipfile.ZIP_STORED:
        yield bytes(raw)
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(raw), _PACKED_PIECE):
        packed: bytes | memoryview = raw[start : start + _PACKED_PIECE]
        while packed:
            piece = stream.decompress(packed, _PIECE)
            left -= len(piece)
            if left < 0:
                raise ReadError("damaged", part=entry.name)
            yield piece
            packed = stream.unconsumed_tail
    yield stream.flush()


def _check_end(data: bytes, count: int, directory: int) -> None:
    """Check that there is one end of the directory, and that it agrees with the file. Raises ReadError."""
    at = data.rfind(b"PK\5\6", max(len(data) - _LONGEST_END, 0))
    _, disk, first_disk, here, total, _, offset, comment = _END.unpack_from(data, at)
    given = (disk, first_disk, here, total, offset)
    expected = (0, 0, count, count, directory)
    if any(value not in (right, 0xFFFF, _UNKNOWN) for value, right in zip(given, expected, strict=True)):
        raise ReadError("inconsistent")
    end = at + _END.size + comment
    if data.count(b"PK\5\6", directory) > 1 or end > len(data):
        raise ReadError("inconsistent")
    if behind := _behind(data):
        raise ReadError("text_behind" if _is_text(behind) else "inconsistent")
    locator = at - _LOCATOR.size
    if data.startswith(b"PK\6\7", max(locator, 0)):
        _check_end_64(data, locator, count, directory)


def _behind(data: bytes) -> bytes:
    """Return what is behind the end of the directory, however far it is from the end of the file."""
    at = data.rfind(b"PK\5\6")
    if at < 0 or len(data) < at + _END.size:
        return b""
    *_, comment = _END.unpack_from(data, at)
    return data[at + _END.size + comment :].strip(_PADDING)


def _is_text(behind: bytes) -> bool:
    """Return whether it is text, as some web sites add it: in UTF-8 or Big5, and without controls."""
    for encoding in ("utf-8", "cp950"):
        with suppress(UnicodeDecodeError):
            return bool(behind) and not _CONTROLS.search(behind.decode(encoding))
    return False


def _check_end_64(data: bytes, locator: int, count: int, directory: int) -> None:
    """Check that the wider end of the directory, if there is one, agrees. Raises ReadError."""
    at = locator - _END_64.size
    _, disk, given_at, _ = _LOCATOR.unpack_from(data, locator)
    *_, own_disk, first_disk, here, total, _, offset = _END_64.unpack_from(data, max(at, 0))
    given = (disk, given_at, own_disk, first_disk, here, total, offset)
    if not data.startswith(b"PK\6\6", max(at, 0)) or given != (0, at, 0, 0, count, count, directory):
        raise ReadError("inconsistent")


def _tiles(data: bytes, infos: list[zipfile.ZipInfo], directory: int) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Yield each entry and where its bytes begin, in the order of the file. Raises ReadError where they do not tile."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [*(info.header_offset for info in ordered), directory][1:]
    at = 0
    for info, end in zip(ordered, ends, strict=True):
        start = _start(data, info)
        packed_end = start + info.compress_size
        if info.header_offset != at or packed_end > end or data[packed_end:end] not in _descriptors(info):
            raise ReadError("inconsistent")
        yield info, start
        at = end
    if at != directory:
        raise ReadError("inconsistent")


def _start(data: bytes, info: zipfile.ZipInfo) -> int:
    signature, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
        data, info.header_offset
    )
    named = info.header_offset + _LOCAL.size
    start: int = named + name_length + extra_length
    name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")
    sizes, listed = (crc, packed, size), (info.CRC, info.compress_size, info.file_size)
    open_values = (0, _UNKNOWN) if flags & _DESCRIBED else (_UNKNOWN,)
    agree = (
        signature == b"PK\3\4"
        and info.volume == 0
        and method == info.compress_type
        and (flags ^ info.flag_bits) & (_ENCRYPTED | _DESCRIBED) == 0
        and data[named : named + name_length] == name
        and (sizes == listed or all(own in (right, *open_values) for own, right in zip(sizes, listed, strict=True)))
        and not _renamed(name, info.extra + data[named + name_length : start])
    )
    if not agree:
        raise ReadError("inconsistent")
    return start


def _renamed(name: bytes, extra: bytes) -> bool:
    """Return whether an entry's extra fields give it another name, which only some readers heed."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _UNICODE_PATH and extra[at + 9 : at + 4 + length] != name:
            return True
        at += 4 + length
    return False


def _descriptors(info: zipfile.ZipInfo) -> tuple[bytes, ...]:
    """Return the data descriptors that may follow an entry's bytes."""
    if not info.flag_bits & _DESCRIBED:
        return (b"",)
    sizes = (info.CRC, info.compress_size, info.file_size)
    written = [struct.pack("<LQQ", *sizes)]
    if max(sizes) <= _UNKNOWN:
        written.append(struct.pack("<3L", *sizes))
    return (*written, *(b"PK\7\b" + one for one in written))
