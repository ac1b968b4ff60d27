"""The directory of an OLE compound file ([MS-CFB]), the container of old Office files and of encrypted ones."""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_MOST_ENTRIES = 10_000
_LAST_SECTOR = 0xFFFFFFFA  # numbers above are marks
_NONE = 0xFFFFFFFF


def root_names(data: bytes) -> set[str]:
    """Return the names at the top of a compound file; of a damaged one those that can still be read."""
    try:
        entries = [data[place : place + _ENTRY] for place in _entries(data)]
        return set(_children(entries)) - {""}
    except struct.error:
        return set()


def _entries(data: bytes) -> Iterator[int]:
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, 48)
    size = 1 << min(shift, 12)
    tables = struct.unpack_from("<109I", data, 76)
    for _ in range(_MOST_ENTRIES * _ENTRY // size):
        if sector >= _LAST_SECTOR:
            return
        start = (sector + 1) * size
        yield from range(start, min(start + size, len(data) - _ENTRY + 1), _ENTRY)
        table, place = divmod(sector * 4, size)
        if table >= len(tables) or tables[table] >= _LAST_SECTOR:
            return
        (sector,) = struct.unpack_from("<I", data, (tables[table] + 1) * size + place)


def _children(entries: list[bytes]) -> Iterator[str]:
    waiting = [struct.unpack_from("<I", entry, 76)[0] for entry in entries[:1]]
    seen = {_NONE}
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        (length,) = struct.unpack_from("<H", entry, 64)
        yield entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        waiting += struct.unpack_from("<2I", entry, 68)
