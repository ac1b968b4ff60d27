"""The part of cell formats: a cell's own format copied, with another fill."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Self

from ..cached_property import cached_property
from ..errors import ReadError
from ..ooxml.parts import Parts
from ..ooxml.styles import number_formats, number_formats_in
from .markup import Markup, attribute, number, with_attribute
from .references import BORDER, FILL, FONT, formats_beyond, formats_in, indices
from .style_tables import EMPTY, Contents, complete, known_contents, read_contents
from .undo import Change, Undo, undo, with_undo
from .workbook import WorkbookEditor

_LONGEST_FILL = 32_767  # bytes; a hundred times what programs write
MOST_FORMATS = 65_490  # Excel repairs a workbook with more

_USUAL_PART = "xl/styles.xml"
_PLAIN = b'<%sxf numFmtId="0" fontId="%d" fillId="%d" borderId="0" applyFont="1"/>'
_FRAMED = (
    b'<%sxf numFmtId="0" fontId="%d" fillId="%d" borderId="%d" applyFont="1" applyFill="1" applyBorder="1" '
    b'applyAlignment="1"><%salignment vertical="top" wrapText="1"/></%sxf>'
)
# The first two fills are Excel's own, whatever a file says of them.
_RESERVED = tuple(b'<fill><patternFill patternType="%s"/></fill>' % pattern for pattern in (b"none", b"gray125"))


class _Table:
    """The entries of a table, old and added. padding: the entry that an index beyond the end of the list means."""

    def __init__(self, entries: list[bytes], beyond: Collection[int], padding: bytes) -> None:
        self.entries = list(entries)
        self.count = len(entries)
        self.beyond = beyond
        self._padding = padding

    def add(self, entry: bytes) -> int:
        """Put an entry behind the others, and return its index, which nothing had before."""
        while len(self.entries) in self.beyond:
            self.entries.append(self._padding)
        self.entries.append(entry)
        return len(self.entries) - 1

    def index(self, entry: bytes) -> int:
        """Return the index of a new entry, which is added once."""
        added = self.added
        return self.count + added.index(entry) if entry in added else self.add(entry)

    @property
    def added(self) -> list[bytes]:
        """The new entries."""
        return self.entries[self.count :]


class StylesEditor:
    """Changes to ``styles.xml``. Formats and fills are known by their index; a fill's XML is without prefixes.

    written: the part as it is, empty where there is none; count: how many formats the part's reader found; named:
    whether a relation names the part;
    ``differential_fills``: the differential formats, those of conditional formats, that have a fill.
    """

    def __init__(
        self, written: bytes, markup: Markup, contents: Contents | None = None, count: int = 0, *, named: bool = True
    ) -> None:
        self._written = written
        self._named = named
        self.markup = markup if contents else complete(markup)
        contents = contents or read_contents(self.markup)
        if count not in (0, len(contents.formats)):
            raise ReadError("inconsistent")
        self.differential_fills = contents.differential_fills
        self._places = contents.tables
        self._fills = _Table(contents.fills, contents.fills_beyond, _RESERVED[0])
        self._fonts = _Table(contents.fonts, contents.fonts_beyond, contents.fonts[0])
        self._borders = _Table(contents.borders, contents.borders_beyond, contents.borders[0])
        self._formats = _Table(contents.formats, (), contents.formats[0])
        self._made: dict[tuple[int, bytes], int] = {}
        self._restored: dict[tuple[int, bytes], int] = {}
        self._covered: dict[int, bytes] = {}
        self._origins: dict[int, int] = {}  # of added formats: which they were made of
        self._undo = undo(written)
        if self._undo:
            self._origins = dict(enumerate(self._undo.numbers, self._formats.count - len(self._undo.numbers)))

    @classmethod
    def of(cls, book: WorkbookEditor) -> Self:
        """Return the editor of a workbook's formats, which may name no part of them.

        Such a part may be there all the same, as PyExcelerate leaves it.
        """
        named = [relation.target for relation in book.relations(book.part) if relation.kind == "styles"]
        part = book.related(book.part, "styles") or _absent_part(named, book)
        written = book.package.read(part) if part in book.package else b""
        if not written or part not in named:
            return cls(written, Markup(written or book.in_namespace(EMPTY), part), named=part in named)
        count = len(number_formats(part, book.container))
        return cls(written, Markup(written, part), known_contents(part, book.container), count)

    def leave_free(self, book: WorkbookEditor, known: Mapping[str, int | None]) -> None:
        """Add no format by an index that a sheet has beyond the end of the list. known: as of ``formats_beyond``."""
        self._formats.beyond = formats_beyond(book, self._formats.count, known)

    def write(self, book: WorkbookEditor) -> None:
        """Put the changed part into the package, with what ``write_undone`` needs."""
        result = self.result()
        if self.markup.changed:
            added = range(self._formats.count, len(self._formats.entries))
            origins = [self._origins.get(index, 0) for index in added]
            self._put(book, with_undo(result, self._reversals(result), origins, named=self._named))

    def write_undone(self, book: WorkbookEditor, added: Collection[int]) -> None:
        """Put the part in as it was before others were added, where that is known and no sheet uses those.

        added: formats; of these the last ones go from a part that another program saved.
        """
        result = self.result()
        if self.markup.changed:
            self._put(book, result)
            return
        parts = book.worksheets.values()
        used = frozenset().union(*(formats_in(book.package.read(part), part) for part in parts))
        if self._undo and self._is_unused(used) and self._fits(self._undo, book.container):
            self._take_back(book, self._undo)
        elif self._named and self._written:
            self._shorten(frozenset(added) - used)
            self._put(book, self.markup.result())

    def fill_of(self, style: int) -> bytes:
        """Return the XML of a format's fill. Raises ReadError for one that no cell of the mark memory can hold."""
        if style not in self._covered:
            format_ = self._format(style)
            index = number(attribute(format_[: format_.index(b">")], b"fillId"))
            self._covered[style] = self._fill(index)
            if len(self._covered[style]) > _LONGEST_FILL:
                raise ReadError("damaged", part=self.markup.part)
        return self._covered[style]

    def font_of(self, style: int) -> bytes:
        """Return the XML of a format's font."""
        format_, fonts = self._format(style), self._fonts.entries
        index = number(attribute(format_[: format_.index(b">")], b"fontId"))
        return fonts[index] if index < len(fonts) else fonts[0]

    def with_fill(self, style: int, fill: bytes) -> int:
        """Return the index of a format like another but for its fill. Raises ReadError where Excel allows no more."""
        key = (style, fill)
        if key not in self._made:
            self._made[key] = style if self.fill_of(style) == fill else self._add_filled(style, fill)
        return self._made[key]

    def with_old_fill(self, style: int, fill: bytes) -> int:
        """Return the index of a format that ``with_fill`` was called for, or of one that looks the same.

        A new one is added where there is none: another program may have left it out. Raises ReadError as ``with_fill``.
        """
        key = (style, fill)
        if key not in self._restored:
            self._restored[key] = self._with_look(style, (_but_fill(self._format(style)), fill))
        return self._restored[key]

    def with_font(self, font: bytes, border: bytes | None = None, fill: bytes = _RESERVED[0]) -> int:
        """Return the index of a new format; with a border its text is wrapped. Raises ReadError as ``with_fill``."""
        borders = [self._borders.index(border)] if border else []
        numbers = self._fonts.index(font), self._fill_index(fill), *borders
        return self._add_format((_FRAMED if border else _PLAIN).replace(b"%s", self.markup.prefix) % numbers)

    def result(self) -> bytes:
        """Return the part with the new formats."""
        for name, table in ((b"fonts", self._fonts), (b"fills", self._fills), (b"borders", self._borders)):
            self._append(name, table, [_prefixed(xml, self.markup.prefix) for xml in table.added])
        self._append(b"cellXfs", self._formats, self._formats.added)
        return self.markup.result()

    @cached_property
    def _by_look(self) -> dict[tuple[bytes, bytes], int]:
        """The first of the formats that look the same, by all that it is but its fill, and its fill."""
        return {self._look(index): index for index in reversed(range(len(self._formats.entries)))}

    def _look(self, style: int) -> tuple[bytes, bytes]:
        return _but_fill(self._format(style)), self.fill_of(style)

    def _with_look(self, style: int, look: tuple[bytes, bytes]) -> int:
        for known in (style, self._origins.get(style, style)):
            if self._look(known) == look:
                return known
        if look not in self._by_look:
            self._by_look[look] = self._add_filled(style, look[1])
        return self._by_look[look]

    def _format(self, style: int) -> bytes:
        formats = self._formats.entries
        return formats[style] if style < len(formats) else formats[0]

    def _add_filled(self, style: int, fill: bytes) -> int:
        format_ = self._format(style)
        end = format_.index(b">") + 1
        tag = with_attribute(format_[:end], b"fillId", str(self._fill_index(fill)))
        index = self._add_format(with_attribute(tag, b"applyFill", "1") + format_[end:])
        self._origins[index] = style
        return index

    def _add_format(self, made: bytes) -> int:
        index = self._formats.add(made)
        if index >= MOST_FORMATS:
            raise ReadError("too_many_formats", limit=MOST_FORMATS)
        return index

    def _fill(self, index: int) -> bytes:
        fills = self._fills.entries if index >= len(_RESERVED) else _RESERVED
        return fills[index] if index < len(fills) else _RESERVED[0]

    def _fill_index(self, fill: bytes) -> int:
        if fill in _RESERVED:
            return _RESERVED.index(fill)
        self._fills.entries += _RESERVED[len(self._fills.entries) :]
        if fill not in self._fill_indices:
            self._fill_indices[fill] = self._fills.add(fill)
        return self._fill_indices[fill]

    @cached_property
    def _fill_indices(self) -> dict[bytes, int]:
        """The first index of each fill, but for the reserved ones."""
        entries = list(enumerate(self._fills.entries))
        return {fill: index for index, fill in reversed(entries[len(_RESERVED) :])}

    def _append(self, name: bytes, table: _Table, children: list[bytes]) -> None:
        if not children:
            return
        parent = self._places[name]
        self.markup.set_attribute(parent, b"count", str(table.count + len(children)))
        self.markup.insert(parent.outer, b"".join(children))

    def _reversals(self, result: bytes) -> list[Change]:
        """Return the changes that make of the new part what is in the package."""
        if self._written.endswith(self.markup.data):  # else it was in UTF-16, or not complete
            return list(self.markup.reversals())
        return [(0, len(result), self._written)]

    def _put(self, book: WorkbookEditor, data: bytes) -> None:
        if not (self._named and self._written):
            book.add_part(self.markup.part, "styles", data)
            book.relate(book.part, "styles", self.markup.part)
        book.package.write(self.markup.part, data)

    def _take_back(self, book: WorkbookEditor, before: Undo) -> None:
        if not before.named:
            book.unrelate(book.part, self.markup.part, "styles")
        if before.part:
            book.package.write(self.markup.part, before.part)
        else:
            book.remove_part(self.markup.part)

    def _fits(self, before: Undo, parts: Parts) -> bool:
        """Return whether a remembered part is this one without what was added, and our reader reads it."""
        written, name = before.part or EMPTY, self.markup.part
        try:
            number_formats_in(written, name, parts)
            old = read_contents(complete(Markup(written, name)))
        except ReadError:
            return False
        tables = (
            (old.fills, self._fills), (old.fonts, self._fonts), (old.borders, self._borders),
            (old.formats, self._formats),
        )  # fmt: skip
        first = self._formats.count - len(before.numbers)
        return len(old.formats) == first and all(now.entries[: len(was)] == was for was, now in tables)

    def _is_unused(self, used: Collection[int]) -> bool:
        """Return whether of the formats that were added before none is used but such as only pad the list."""
        first = min(self._origins, default=self._formats.count)
        return all(index < first or self._format(index) == self._format(0) for index in used)

    def _shorten(self, formats: Collection[int]) -> None:
        """Take formats out where they are the last, and the last fonts, fills and borders where only these had them."""
        count = _without_last(self._formats.count, formats)
        cut, others = (b"".join(entries) for entries in (self._formats.entries[count:], self._formats.entries[:count]))
        if named := self._places.get(b"cellStyleXfs"):
            others += self.markup.data[named.inner : named.outer]
        for name, table, reference in (
            (b"fonts", self._fonts, FONT), (b"fills", self._fills, FILL), (b"borders", self._borders, BORDER)
        ):  # fmt: skip
            self._cut(name, _without_last(table.count, indices(cut, reference) - indices(others, reference)))
        self._cut(b"cellXfs", count)

    def _cut(self, name: bytes, count: int) -> None:
        parent = self._places[name]
        entries = list(self.markup.children(parent))
        if count < len(entries):
            self.markup.set_attribute(parent, b"count", str(count))
            self.markup.change(entries[count].start, parent.outer, b"")


def _prefixed(xml: bytes, prefix: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=\w)", lambda match: b"<" + match[1] + prefix, xml) if prefix else xml


def _but_fill(format_: bytes) -> bytes:
    """Return a format without what it says of its fill."""
    end = format_.index(b">") + 1
    return with_attribute(with_attribute(format_[:end], b"fillId", None), b"applyFill", None) + format_[end:]


def _without_last(count: int, indices: Collection[int]) -> int:
    """Return how many entries are left without the last ones that are among some, one behind another."""
    while count - 1 in indices:
        count -= 1
    return count


def _absent_part(named: Iterable[str], book: WorkbookEditor) -> str:
    """Return the part to write where no relation leads to one that is there: where readers look, or a relation says."""
    if _USUAL_PART in book.package:
        return _USUAL_PART
    return next((target for target in named if target.endswith(".xml")), _USUAL_PART)
