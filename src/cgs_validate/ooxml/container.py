"""The zip container of an .xlsx, examined before anything in it is read.

What a file claims of itself (its name, the sizes in its headers) is not believed: bytes are counted while inflating
(FILES.md, "Attacks and faults"). Every command and the API open workbooks here, to read them and to edit them.
"""

import struct
from collections.abc import Iterator
from copy import copy
from functools import partial
from hashlib import sha256
from typing import Self

from ..errors import ReadError
from . import xml_parser
from .active_content import refuse_active
from .file_kind import kind_of, kind_of_zip
from .limits import Limits
from .part_cache import LONGEST, Known
from .parts import Parts
from .zip_entries import Entry, entries, inflate, inflate_again, inflate_piece_by_piece

_XML = (".xml", ".rels", ".vml")
_TYPES = "[content_types].xml"
_TOLD = struct.Struct("<HLQ")  # how a part is compressed, its checksum, its size
_SIGNATURE = 8  # bytes that tell what a part is
_SMALL = 1_000_000  # bytes; a larger part is kept until it is read once
_MOST_KNOWN = 1_000  # parts of other files
_KNOWN: dict[tuple[bytes, bool, Limits], tuple[int, bytes]] = {}  # by digest: size, beginning


class Container(Parts):
    """The parts of an Office Open XML package, found by name as Office finds them: case does not count."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        super().__init__(limits or Limits())
        self.data = data
        self.sha256 = sha256(data).hexdigest()
        if len(data) > self.limits.file:
            raise ReadError("file_too_large", limit=self.limits.file // 1_000_000)
        if not data.startswith(b"PK"):
            raise ReadError(kind_of(data))
        found = entries(data)
        if len(found) > self.limits.entries:
            raise ReadError("too_many_parts", limit=self.limits.entries)
        self._entries = {part_name(entry.name): entry for entry in found}
        if len(set(map(str.casefold, self._entries))) != len(found):
            raise ReadError("doubled_parts")
        if any(map(_leads_elsewhere, self._entries)):
            raise ReadError("inconsistent")
        if kind := kind_of_zip(
            self._entries.keys(), self._start("mimetype", 100), partial(self._start, _TYPES, 100_000)
        ):
            raise ReadError(kind)
        self._digests: dict[str, bytes] = {}  # of the parts as they lie in the file
        self._inflated: dict[str, bytes | None] = {}  # None: it was read, and can be inflated again
        self._first: Self | None = None
        refuse_active(self._examined(), self)

    def again(self) -> Self:
        """Return the package for another use, as it was when it was examined; what it inflated is shared."""
        again = copy(self)
        again._first = self  # which is to be found as long as it is in use
        return again

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self._entries

    def __iter__(self) -> Iterator[str]:
        """Yield the parts' names in lower case, in the order of the file."""
        return iter(self._entries)

    def entry(self, name: str) -> Entry:
        """Return a part's entry in the zip file. Raises ReadError where there is none."""
        entry = self._entries.get(part_name(name))
        if entry is None:
            raise ReadError("damaged", part=name)
        return entry

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises ReadError where it is absent or damaged."""
        key = part_name(name)
        if key not in self._inflated:
            other = inflate(self.entry(key), self.data, self.limits.part)
            xml_parser.examine(other, name, self.limits)  # whatever its name says, it is now read as XML
            self._inflated[key] = other
        content = self._inflated[key]
        if content is None:
            return inflate_again(self.entry(name), self.data)
        if len(content) > _SMALL:
            self._inflated[key] = None
        return content

    def known(self, name: str) -> bytes | Known:
        """Return a part's bytes for what is kept of them, unread. Raises ReadError where it is absent."""
        if self.entry(name).info.file_size > LONGEST:
            return self.read(name)
        return Known(self._digests[part_name(name)], partial(self.read, name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return a part's bytes piece by piece, where it is a large one that was read before. Raises ReadError."""
        key = part_name(name)
        if self._inflated.get(key, b"") is None:
            return inflate_piece_by_piece(self.entry(name), self.data)
        return iter([self.read(name)])

    def _start(self, name: str, most: int) -> bytes:
        """Return how a part begins, nothing where there is none."""
        entry = self._entries.get(name)
        return inflate(entry, self.data, most) if entry else b""

    def _examined(self) -> dict[str, bytes]:
        """See that every part inflates within the limits; return how each begins. Raises ReadError."""
        parts: dict[str, bytes] = {}
        left = self.limits.parts
        for name, entry in self._entries.items():
            size, parts[name] = self._beginning(name, entry, min(self.limits.part, left))
            left -= size
        return parts

    def _beginning(self, name: str, entry: Entry, most: int) -> tuple[int, bytes]:
        """Return a part's size, and how it begins; one of a blank form was seen in other files before."""
        told = _TOLD.pack(entry.info.compress_type, entry.info.CRC, entry.info.file_size)
        is_xml = name.endswith(_XML)
        digest = self._digests[name] = sha256(entry.raw(self.data)).digest() + told
        key = digest, is_xml, self.limits
        known = _KNOWN.get(key)
        if known and known[0] <= most:
            return known
        try:
            content = inflate(entry, self.data, most)
        except ReadError:
            if is_xml:
                raise
            return 0, b""  # a damaged picture does no harm
        if len(content) > most:
            raise ReadError("inflates_too_large", limit=self.limits.part // 1_000_000)
        if is_xml:
            xml_parser.examine(content, name, self.limits)
            self._inflated[name] = content
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = known = len(content), content[:_SIGNATURE]
        return known


def part_name(name: str) -> str:
    """Return a part's name as it is compared."""
    return name.replace("\\", "/").removeprefix("/").lower()


def _leads_elsewhere(name: str) -> bool:
    """Tell whether a part's name is none: it climbs out, is that of a place on a disk, or holds controls."""
    steps = name.removesuffix("/").split("/")
    return ":" in name or not name.isprintable() or any(step in ("", ".", "..") for step in steps)
