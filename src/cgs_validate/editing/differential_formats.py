"""The formats of conditional formats in ``styles.xml``: more of them put in, and the last ones removed again."""

import re
from collections.abc import Collection

from .markup import Markup
from .sheet_rules import add_to_attribute
from .workbook import WorkbookEditor

_BEHIND = frozenset((b"tableStyles", b"colors", b"extLst"))
_REFERENCE = re.compile(rb"""[dD]xfId\s*=\s*["']([0-9]{1,9})["']""")


class DifferentialFormats:
    """Changes to the list of differential formats, which are known by their index.

    ``borders``: the XML of those that have a border; ``empty``: the list as it is written where nothing is in it, and
    where there is none.
    """

    def __init__(self, data: bytes, part: str) -> None:
        self.markup = Markup(data, part)
        self._table = self.markup.child(self.markup.root, b"dxfs")
        self._entries = list(self.markup.children(self._table)) if self._table else []
        self._added: list[bytes] = []
        found = ((index, self.markup.child(entry, b"border")) for index, entry in enumerate(self._entries))
        self.borders = {index: self.markup.data[one.start : one.end] for index, one in found if one}
        table = self._table
        self.empty = self.markup.data[table.start : table.end].decode() if table and not self._entries else ""

    def add(self, content: bytes) -> int:
        """Put a format in behind the others, where it is not among those put in yet, and return its index."""
        if content not in self._added:
            self._added.append(content)
        return len(self._entries) + self._added.index(content)

    def write(self) -> bytes:
        """Return the part with the formats put in."""
        prefix = self.markup.prefix
        added = b"".join(b"<%sdxf>%s</%sdxf>" % (prefix, content, prefix) for content in self._added)
        table = self._table
        if table and self._entries:
            add_to_attribute(self.markup, table, b"count", len(self._added))
            self.markup.insert(table.outer, added)
        else:
            written = b'<%sdxfs count="%d">%s</%sdxfs>' % (prefix, len(self._added), added, prefix)
            start, end = (table.start, table.end) if table else (self._place(), self._place())
            self.markup.change(start, end, written)
        return self.markup.result()

    def without(self, indices: Collection[int], empty: str) -> bytes:
        """Return the part without some formats, where they are the last. empty: what is left where all are."""
        count = len(self._entries)
        while count and count - 1 in indices:
            count -= 1
        table, last = self._table, self._entries[count:]
        if table and last and count:
            add_to_attribute(self.markup, table, b"count", -len(last))
            self.markup.change(last[0].start, last[-1].end, b"")
        elif table and last:
            self.markup.change(table.start, table.end, empty.encode())
        return self.markup.result()

    def _place(self) -> int:
        behind = (child.start for child in self.markup.children(self.markup.root) if child.local in _BEHIND)
        return next(behind, self.markup.root.outer)


def referred(book: WorkbookEditor) -> set[int]:
    """Return the indices of the differential formats that any part refers to."""
    parts = (book.package.read(name) for name in book.package.names() if name.endswith(".xml"))
    return {int(index) for part in parts for index in _REFERENCE.findall(part)}
