"""How files of the hostile corpus are made: from parts, from pieces of XML, or byte by byte; ``expect`` puts one in."""

import re
import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple

from marking_corpus import by_xlsxwriter, packed, parts_of
from workbooks import workbook

BENIGN = "benign"
ANY = "any"  # a file that may be read or refused, but must not do harm

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
RELS = "_rels/.rels"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
XML_PARTS = (SHEET, STRINGS, STYLES, BOOK, TYPES, RELS, BOOK_RELS, "docProps/core.xml", "xl/theme/theme1.xml")

Maker = Callable[[], bytes]


class Case(NamedTuple):
    """A file and the verdicts of which it gets one."""

    make: Maker
    verdicts: frozenset[str]


CORPUS: dict[str, Case] = {}


def expect(name: str, verdicts: str, make: Maker) -> None:
    """Put a file in."""
    assert name not in CORPUS, name
    CORPUS[name] = Case(make, frozenset(verdicts.split()))


GOOD = parts_of(by_xlsxwriter("notes"))
FORM = workbook()


def changed(changes: dict[str, bytes | None]) -> bytes:
    """Return the good workbook with parts replaced, added or, for None, left out."""
    parts = {**GOOD, **changes}
    return packed({name: data for name, data in parts.items() if data is not None})


def edited(part: str, old: bytes, new: bytes) -> bytes:
    """Return the good workbook with a piece of a part replaced; it must be there."""
    assert old in GOOD[part], (part, old)
    return changed({part: GOOD[part].replace(old, new, 1)})


def sheet(rows: str, *, before: str = "", after: str = "") -> bytes:
    """Return a workbook whose first sheet has these rows, and more before and after them."""
    data = f"{before}<sheetData>{rows}</sheetData>{after}"
    xml = f'{DECLARED}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{data}</worksheet>'
    return changed({SHEET: xml.encode()})


def cell(content: str, kind: str = "", at: str = "A1") -> bytes:
    """Return a workbook whose first sheet has one cell."""
    row = re.sub("[A-Z]", "", at)
    return sheet(f'<row r="{row}"><c r="{at}"{f" t={chr(34)}{kind}{chr(34)}" if kind else ""}>{content}</c></row>')


def raw_zip(entries: list["RawEntry"], *, before: bytes = b"", after: bytes = b"", **end: int) -> bytes:
    """Return a zip file put together by hand. end: fields of its last record with another value."""
    body, directory = [before], []
    offset = len(before) if not end.pop("shifted", 0) else 0
    for entry in entries:
        local, central = entry.written(offset if entry.offset is None else entry.offset)
        body.append(local)
        directory.append(central)
        offset += len(local)
    packed_directory = b"".join(directory)
    count = end.get("count", len(entries))
    last = struct.pack(
        "<4s4H2LH",
        b"PK\5\6",
        end.get("disk", 0),
        0,
        count,
        count,
        len(packed_directory),
        end.get("directory", offset),
        end.get("comment", 0),
    )
    return b"".join([*body, packed_directory, last, after])


class RawEntry(NamedTuple):
    """An entry with its two headers; None leaves the true value."""

    name: bytes
    data: bytes
    local_name: bytes | None = None
    size: int | None = None
    local_size: int | None = None
    local_packed: int | None = None
    crc: int | None = None
    local_crc: int | None = None
    method: int = 8
    local_method: int | None = None
    flags: int = 0
    local_flags: int | None = None
    offset: int | None = None
    gap: bytes = b""
    extra: bytes = b""
    local_extra: bytes = b""

    def written(self, offset: int) -> tuple[bytes, bytes]:
        compress = zlib.compressobj(6, zlib.DEFLATED, -15)
        raw = compress.compress(self.data) + compress.flush() if self.method == 8 else self.data
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        size = len(self.data) if self.size is None else self.size
        local_name = self.name if self.local_name is None else self.local_name
        local = struct.pack(
            "<4s5H3L2H",
            b"PK\3\4",
            20,
            self.flags if self.local_flags is None else self.local_flags,
            self.method if self.local_method is None else self.local_method,
            0,
            33,
            crc if self.local_crc is None else self.local_crc,
            len(raw) if self.local_packed is None else self.local_packed,
            size if self.local_size is None else self.local_size,
            len(local_name),
            len(self.local_extra),
        )
        central = struct.pack(
            "<4s6H3L5H2L",
            b"PK\1\2",
            20,
            20,
            self.flags,
            self.method,
            0,
            33,
            crc,
            len(raw),
            size,
            len(self.name),
            len(self.extra),
            0,
            0,
            0,
            0,
            offset,
        )
        return local + local_name + self.local_extra + raw + self.gap, central + self.name + self.extra


def raw_entries(**last: object) -> list[RawEntry]:
    """Return the entries of the good workbook, the last of them with something about it that is not true."""
    entries = [RawEntry(name.encode(), data) for name, data in GOOD.items()]
    return [*entries[:-1], entries[-1]._replace(**last)]


def grid(rows: int, columns: int, content: str) -> str:
    """Return so many rows alike, without addresses."""
    return f"<row>{f'<c{content}' * columns}</row>" * rows


def book(sheets: str, *relations: str, more: str = "") -> bytes:
    """Return a workbook with these sheets and relations."""
    found = "".join(relations) or relation("rId1", "worksheets/sheet1.xml")
    found += relation("rIdS", "styles.xml", "styles") + relation("rIdT", "sharedStrings.xml", "sharedStrings")
    written = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>{more}</workbook>'
    rels = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )
    return changed({BOOK: written.encode(), BOOK_RELS: rels.encode()})


def relation(number: str, target: str, kind: str = "worksheet", more: str = "") -> str:
    return f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'


SHEET_1 = '<sheet name="a" sheetId="1" r:id="rId1"/>'
