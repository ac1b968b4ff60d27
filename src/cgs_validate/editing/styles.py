"""The part of cell formats: a cell's own format copied, with another fill."""

import re
from collections.abc import Iterator
from typing import Self

from ..errors import ReadError
from ..ooxml.part_cache import cached_by_content
from ..ooxml.parts import Parts
from ..ooxml.styles import number_formats
from .markup import Element, Markup, attribute, number, with_attribute
from .workbook import WorkbookEditor

MOST_FORMATS = 65_490  # Excel repairs a workbook with more

_EMPTY = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# The tables that formats refer to, in their order, and the least content of each; None: it may be left out.
_TABLES = {
    b"numFmts": None,
    b"fonts": b'<%sfonts count="1"><%sfont><%ssz val="11"/><%sname val="Calibri"/></%sfont></%sfonts>',
    b"fills": (
        b'<%sfills count="2"><%sfill><%spatternFill patternType="none"/></%sfill>'
        b'<%sfill><%spatternFill patternType="gray125"/></%sfill></%sfills>'
    ),
    b"borders": (
        b'<%sborders count="1"><%sborder><%sleft/><%sright/><%stop/><%sbottom/><%sdiagonal/></%sborder></%sborders>'
    ),
    b"cellStyleXfs": None,
    b"cellXfs": b'<%scellXfs count="1"><%sxf numFmtId="0" fontId="0" fillId="0" borderId="0"/></%scellXfs>',
}
_WRAPPED = (
    b'<%sxf numFmtId="0" fontId="%d" fillId="0" borderId="0" applyFont="1" applyAlignment="1">'
    b'<%salignment vertical="top" wrapText="1"/></%sxf>'
)
# The first two fills are Excel's own, whatever a file says of them.
_RESERVED = tuple(b'<fill><patternFill patternType="%s"/></fill>' % pattern for pattern in (b"none", b"gray125"))
_Contents = tuple[dict[bytes, Element], list[bytes], list[bytes], list[bytes], frozenset[int]]
_PREFIX = re.compile(rb"(</?)[\w.-]+:")


class StylesEditor:
    """Changes to ``styles.xml``. Formats and fills are known by their index; a fill's XML is without prefixes.

    count: how many formats the part's reader found; ``differential_fills``: the differential formats, those of
    conditional formats, that have a fill.
    """

    def __init__(self, markup: Markup, contents: _Contents | None = None, count: int = 0) -> None:
        self.markup = markup if contents else _complete(markup)
        self._tables, *lists, self.differential_fills = contents or _contents(self.markup)
        self._fills, self._fonts, self._formats = map(list[bytes], lists)
        if count not in (0, len(self._formats)):
            raise ReadError("inconsistent")
        self._old = {b"fills": len(self._fills), b"fonts": len(self._fonts), b"cellXfs": len(self._formats)}
        self._made: dict[tuple[int, bytes], int] = {}
        self._covered: dict[int, bytes] = {}

    @classmethod
    def of(cls, book: WorkbookEditor) -> Self:
        """Return the editor of a workbook's formats; a workbook may have none yet."""
        part = book.related(book.part, "styles")
        if part is None:
            return cls(Markup(_EMPTY, "xl/styles.xml"))
        count = len(number_formats(part, book.container))
        return cls(Markup(book.container.read(part), part), _known(part, book.container), count)

    def write(self, book: WorkbookEditor) -> None:
        """Put the changed part into the package."""
        if book.related(book.part, "styles"):
            book.package.write_deflated(self.markup.part, self.result())
        else:
            book.add_part(self.markup.part, "styles", self.result())
            book.relate(book.part, "styles", self.markup.part)

    def fill_of(self, style: int) -> bytes:
        """Return the XML of a format's fill."""
        if style not in self._covered:
            format_ = self._format(style)
            index = number(attribute(format_[: format_.index(b">")], b"fillId"))
            fills = [*_RESERVED, *self._fills[len(_RESERVED) :]]
            self._covered[style] = fills[index if index < len(fills) else 0]
        return self._covered[style]

    def with_fill(self, style: int, fill: bytes) -> int:
        """Return the index of a format like another but for its fill. Raises ReadError where Excel allows no more."""
        key = (style, fill)
        if key not in self._made:
            same = self.fill_of(style) == fill
            self._made[key] = style if same else self._format_index(self._filled(self._format(style), fill))
        return self._made[key]

    def with_font(self, font: bytes) -> int:
        """Return the index of a format with that font and wrapped text. Raises ReadError as ``with_fill``."""
        self._fonts.append(font)
        return self._format_index(_WRAPPED.replace(b"%s", self.markup.prefix) % (len(self._fonts) - 1))

    def result(self) -> bytes:
        """Return the part with the new formats."""
        for name, listed in ((b"fonts", self._fonts), (b"fills", self._fills)):
            self._append(name, [_prefixed(xml, self.markup.prefix) for xml in listed[self._old[name] :]])
        self._append(b"cellXfs", self._formats[self._old[b"cellXfs"] :])
        return self.markup.result()

    def _format_index(self, made: bytes) -> int:
        if made in self._formats:
            return self._formats.index(made)
        if len(self._formats) >= MOST_FORMATS:
            raise ReadError("too_many_formats", limit=MOST_FORMATS)
        self._formats.append(made)
        return len(self._formats) - 1

    def _format(self, style: int) -> bytes:
        return self._formats[style] if style < len(self._formats) else self._formats[0]

    def _filled(self, format_: bytes, fill: bytes) -> bytes:
        end = format_.index(b">") + 1
        tag = with_attribute(format_[:end], b"fillId", str(self._fill_index(fill)))
        return with_attribute(tag, b"applyFill", "1") + format_[end:]

    def _fill_index(self, fill: bytes) -> int:
        if fill in _RESERVED:
            return _RESERVED.index(fill)
        self._fills += _RESERVED[len(self._fills) :]
        if fill not in self._fills[len(_RESERVED) :]:
            self._fills.append(fill)
        return self._fills.index(fill, len(_RESERVED))

    def _append(self, name: bytes, children: list[bytes]) -> None:
        if not children:
            return
        parent = self._tables[name]
        tag = with_attribute(self.markup.tag(parent), b"count", str(self._old[name] + len(children)))
        self.markup.change(parent.start, parent.inner, tag)
        self.markup.insert(parent.outer, b"".join(children))


@cached_by_content
def _known(part: str, parts: Parts) -> _Contents | None:
    """Return the contents of a part, None where it is not complete."""
    markup = Markup(parts.read(part), part)
    return _contents(markup) if _complete(markup) is markup else None


def _contents(markup: Markup) -> _Contents:
    """Return a complete part's tables; its fills, fonts, formats; the differential formats that have a fill."""
    tables = _tables(markup)
    fills, fonts, formats = (
        [markup.data[entry.start : entry.end] for entry in _entries(markup, tables[name])]
        for name in (b"fills", b"fonts", b"cellXfs")
    )
    fills, fonts = ([_PREFIX.sub(rb"\1", xml) for xml in entries] for entries in (fills, fonts))
    differential = enumerate(markup.children(tables[b"dxfs"]) if b"dxfs" in tables else ())
    filled = frozenset(index for index, one in differential if markup.child(one, b"fill"))
    return tables, fills, fonts, formats, filled


def _tables(markup: Markup) -> dict[bytes, Element]:
    return {child.local: child for child in markup.children(markup.root)}


def _entries(markup: Markup, table: Element) -> Iterator[Element]:
    """Yield the entries of a table; of alternatives, as Hancom writes them, the one for programs that know no other."""
    for entry in markup.children(table):
        if entry.local == b"AlternateContent":
            fallback = markup.child(entry, b"Fallback")
            entry_in = next(markup.children(fallback), None) if fallback else None
            if entry_in is None:
                raise ReadError("damaged", part=markup.part)
            yield entry_in
        else:
            yield entry


def _complete(markup: Markup) -> Markup:
    """Return the part with the tables that a format needs, which a workbook may do without."""
    if markup.root.empty:
        markup.append(markup.root, b"")
        markup = Markup(markup.result(), markup.part)
    tables = _tables(markup)
    place = markup.root.inner
    for local, least in _TABLES.items():
        table = tables.get(local)
        if least and (table is None or next(markup.children(table), None) is None):
            markup.insert(place, least.replace(b"%s", markup.prefix))
            if table:
                markup.change(table.start, table.end, b"")
        place = table.end if table else place
    return _complete(Markup(markup.result(), markup.part)) if markup.changed else markup


def _prefixed(xml: bytes, prefix: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=\w)", lambda match: b"<" + match[1] + prefix, xml) if prefix else xml
