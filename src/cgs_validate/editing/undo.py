"""What a part was before it was edited, in a comment at its end, which is gone when another program saves the part."""

import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Change = tuple[int, int, bytes]  # from, to, the bytes that were there

_LONGEST = 100_000  # bytes of a comment; only an odd part needs more, and is not remembered
_COMMENT = re.compile(
    rb"<!--cgs-validate/undo/1 ([0-9a-f]{8}) ((?:[0-9]{1,9},?)*)( unnamed)?"
    rb"((?: [0-9]{1,9}:[0-9]{1,9}:[A-Za-z0-9+/=]*)*)-->\Z"
)


class Undo(NamedTuple):
    """A part as it was, empty where there was none, and the numbers that were remembered with it.

    ``named``: whether a relation named it.
    """

    part: bytes
    numbers: list[int]
    named: bool = True


def with_undo(data: bytes, changes: Iterable[Change], numbers: Sequence[int], *, named: bool = True) -> bytes:
    """Return an edited part with a comment from which ``undo`` makes the old one. changes: those that make it old."""
    made = b"".join(b" %d:%d:%s" % (start, end, b64encode(old)) for start, end, old in changes)
    written = b",".join(b"%d" % number for number in numbers)
    written += b"" if named else b" unnamed"
    comment = b"<!--cgs-validate/undo/1 %08x %s%s-->" % (zlib.crc32(data), written, made)
    return data + comment if len(comment) <= _LONGEST else data


def undo(data: bytes) -> Undo | None:
    """Return what a part was, None where nothing was remembered, or the part was changed since."""
    at = data.rfind(b"<!--", max(len(data) - _LONGEST, 0)) if data.endswith(b"-->") else -1
    found = _COMMENT.match(data, at) if at >= 0 else None
    if not found or int(found[1], 16) != zlib.crc32(data[:at]):
        return None
    try:
        changes = [_change(*written.split(b":")) for written in found[4].split()]
    except ValueError:  # no base64
        return None
    part, done = bytearray(), 0
    for start, end, old in changes:
        if not done <= start <= end <= at:
            return None
        part += data[done:start] + old
        done = end
    numbers = [int(number) for number in found[2].split(b",") if number]
    return Undo(bytes(part + data[done:at]), numbers, not found[3])


def _change(start: bytes, end: bytes, old: bytes) -> Change:
    return int(start), int(end), b64decode(old, validate=True)
