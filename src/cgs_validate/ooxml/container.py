"""The zip container of an .xlsx, checked before anything in it is read.

Nothing that a file claims of itself (its name, the sizes in its headers) is believed: bytes are counted while inflating
(docs/limits.en.md). Every command and the API open workbooks here, to read them and to edit them.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from hashlib import sha256

from ..errors import ReadError
from . import xml_parser
from .active_content import refuse_active, refuse_active_markup
from .content_types import CONTENT_TYPES
from .file_kind import kind_of, kind_of_zip
from .limits import Limits
from .parts import Parts, lower_ascii
from .zip_entries import Entry, entries, inflate, inflate_piece_by_piece

_XML = (".xml", ".rels", ".vml")
_SIGNATURE = 8  # bytes by which a kind of file is known
_LARGE = 1_000_000  # bytes of a part that is edited in pieces, and inflated again rather than held


class Container(Parts):
    """The parts of an Office Open XML package, found by name as Office finds them: case does not count.

    checked: the SHA-256 of a file that was checked before; the parts of the same file are checked when they are read.
    edited: whether it was made of a checked one, and is treated alike.
    """

    def __init__(self, data: bytes, limits: Limits | None = None, checked: str = "", *, edited: bool = False) -> None:
        super().__init__(limits or Limits())
        self.data = data
        self.sha256 = sha256(data).hexdigest()
        if len(data) > self.limits.file_bytes:
            raise ReadError("file_too_large", limit=self.limits.file_bytes // 1_000_000)
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
            self._entries.keys(), self._start("mimetype", 100), partial(self._start, CONTENT_TYPES, 100_000)
        ):
            raise ReadError(kind)
        self._looked_through = Parts(self.limits)  # which counts apart from what is read
        self._inflated: dict[str, bytes] = {}  # checked parts, large ones until they are read
        if edited or self.sha256 == checked:
            self._check_sizes()
        else:
            refuse_active(self._check_all(), self)

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
        content = self._inflated.pop(key, None)
        if content is None:
            content = inflate(self.entry(name), self.data, self.limits.part_bytes)
            self._check_size(len(content), self.limits.part_bytes)
            xml_parser.check_markup(content, name, self.limits)  # whatever its name says, it is now read as XML
        if len(content) < _LARGE:
            self._inflated[key] = content
        return content

    def digest(self, name: str) -> bytes:
        """Return what only parts of the same bytes share, whether or not it was inflated. Raises ReadError."""
        entry = self.entry(name)
        info = entry.info
        return b"%d %d %d " % (info.compress_type, info.CRC, info.file_size) + sha256(entry.raw(self.data)).digest()

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return a part's bytes, piece by piece where it is a large one. Raises ReadError."""
        entry = self.entry(name)
        if entry.info.file_size < _LARGE or not part_name(name).endswith(_XML):
            return iter([self.read(name)])
        self._inflated.pop(part_name(name), None)
        return inflate_piece_by_piece(entry, self.data)

    def _start(self, name: str, most: int) -> bytes:
        """Return how a part begins, nothing where there is none."""
        entry = self._entries.get(part_name(name))
        return inflate(entry, self.data, most) if entry else b""

    def _check_sizes(self) -> None:
        """Check the sizes of parts that were checked before; they are true. Raises ReadError."""
        left = self.limits.total_bytes
        for name, entry in self._entries.items():
            if name.endswith(_XML):
                self._check_size(entry.info.file_size, min(self.limits.part_bytes, left))
                left -= entry.info.file_size

    def _check_all(self) -> dict[str, bytes]:
        """Check that every part inflates within the limits; return how each begins. Raises ReadError."""
        beginnings: dict[str, bytes] = {}
        left = self.limits.total_bytes
        for name, entry in self._entries.items():
            size, beginnings[name] = self._checked(name, entry, min(self.limits.part_bytes, left))
            left -= size
        return beginnings

    def _checked(self, name: str, entry: Entry, most: int) -> tuple[int, bytes]:
        """Inflate and check a part; return its size, and how it begins. Raises ReadError."""
        is_xml = name.endswith(_XML)
        try:
            content = inflate(entry, self.data, most)
        except ReadError:
            if is_xml:
                raise
            return 0, b""  # a damaged picture does no harm
        self._check_size(len(content), most)
        if is_xml:
            xml_parser.check_markup(content, name, self.limits)
            self._inflated[name] = content
        refuse_active_markup(content, name, self._looked_through)
        return len(content), content[:_SIGNATURE]

    def _check_size(self, size: int, most: int) -> None:
        if size > most:
            raise ReadError("inflates_too_large", limit=self.limits.part_bytes // 1_000_000)


@lru_cache(256)
def part_name(name: str) -> str:
    """Return a part's name as it is compared."""
    return lower_ascii(name.replace("\\", "/").removeprefix("/"))


def _leads_elsewhere(name: str) -> bool:
    """Return whether a part's name is none: it climbs out, is that of a place on a disk, or holds controls."""
    steps = name.removesuffix("/").split("/")
    return ":" in name or not name.isprintable() or not {"", ".", ".."}.isdisjoint(steps)
