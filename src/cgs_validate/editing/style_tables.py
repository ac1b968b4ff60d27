"""What is in the part of cell formats: the tables that formats refer to, put in where a workbook does without them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import ReadError
from ..ooxml.part_cache import cached_by_content
from ..ooxml.parts import Parts
from .markup import Element, Markup
from .references import BORDER, FILL, FONT, indices

EMPTY = (
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
_PREFIX = re.compile(rb"(</?)[\w.-]+:")


class Contents(NamedTuple):
    """What is in a complete part; entries of fills, fonts and borders are without prefixes.

    fills_beyond, fonts_beyond, borders_beyond: the indices that formats have beyond the end of those lists;
    differential_fills: the differential formats, those of conditional formats, that have a fill.
    """

    tables: dict[bytes, Element]
    fills: list[bytes]
    fonts: list[bytes]
    borders: list[bytes]
    formats: list[bytes]
    fills_beyond: frozenset[int]
    fonts_beyond: frozenset[int]
    borders_beyond: frozenset[int]
    differential_fills: frozenset[int]


@cached_by_content
def known_contents(part: str, parts: Parts) -> Contents | None:
    """Return the contents of a part, None where it is not complete."""
    markup = Markup(parts.read(part), part)
    return read_contents(markup) if complete(markup) is markup else None


def read_contents(markup: Markup) -> Contents:
    """Return the contents of a complete part."""
    tables = _tables(markup)
    *listed, formats = (
        [markup.data[entry.start : entry.end] for entry in _entries(markup, tables[name])]
        for name in (b"fills", b"fonts", b"borders", b"cellXfs")
    )
    fills, fonts, borders = ([_PREFIX.sub(rb"\1", xml) for xml in entries] for entries in listed)
    referring = b"".join(
        markup.data[table.inner : table.outer] for name, table in tables.items() if name.endswith(b"Xfs")
    )
    fills_beyond, fonts_beyond, borders_beyond = (
        frozenset(index for index in indices(referring, attribute) if index >= len(entries))
        for attribute, entries in ((FILL, fills), (FONT, fonts), (BORDER, borders))
    )
    differential = enumerate(markup.children(tables[b"dxfs"]) if b"dxfs" in tables else ())
    filled = frozenset(index for index, one in differential if markup.child(one, b"fill"))
    beyond = fills_beyond, fonts_beyond, borders_beyond
    return Contents(tables, fills, fonts, borders, formats, *beyond, filled)


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


def complete(markup: Markup) -> Markup:
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
    return complete(Markup(markup.result(), markup.part)) if markup.changed else markup
