"""Files of the hostile corpus whose zip container lies, is broken, or inflates without end."""

import struct
import zipfile
import zlib
from io import BytesIO

from hostile_making import (
    BENIGN,
    BOOK,
    FORM,
    GOOD,
    RELS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    RawEntry,
    cell,
    changed,
    expect,
    raw_entries,
    raw_zip,
    sheet,
)
from marking_corpus import packed, picture

for tenth in range(1, 10):
    expect(f"cut off at {tenth}0 %", "truncated", lambda part=tenth: FORM[: len(FORM) * part // 10])
for lost in (1, 4, 10, 21, 22, 30, 100):
    expect(f"without the last {lost} bytes", "truncated", lambda lost=lost: FORM[:-lost])

ENDS = {
    "a count too small": {"count": 3},
    "a count too large": {"count": 99},
    "another disk": {"disk": 1},
    "a directory elsewhere": {"directory": 0},
}
for name, end in ENDS.items():
    expect(f"zip end: {name}", "inconsistent truncated", lambda end=end: raw_zip(raw_entries(), **end))


def wide_end(at: int = 0, **lies: int) -> bytes:
    """Return the form with a wider end of its directory, too. at: by how much its place is wrong."""
    end = FORM.rindex(b"PK\5\6")
    *_, count, size, offset, _ = struct.unpack("<4s4H2LH", FORM[end:])
    fields = {"disk": 0, "first": 0, "here": count, "count": count, "size": size, "offset": offset, **lies}
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, *fields.values())
    return FORM[:end] + record + struct.pack("<4sLQL", b"PK\6\7", 0, end + at, 1) + FORM[end:]


expect("zip end: a wide one", BENIGN, wide_end)
for name, lie in {**ENDS, "a directory elsewhere": {"offset": 0}, "elsewhere": {"at": 7}}.items():
    expect(f"zip end: a wide one, {name}", "inconsistent truncated", lambda lie=lie: wide_end(**lie))
expect(
    "zip end: a comment that is not there",
    "inconsistent",
    lambda: raw_zip(raw_entries(), after=b"cut", comment=30),
)
expect("zip: by hand", BENIGN, lambda: raw_zip(raw_entries()))
expect("zip: a prefix that shifts all", "inconsistent", lambda: raw_zip(raw_entries(), before=b"PK\3\4xx", shifted=1))
expect("zip: a prefix that the directory counts", "inconsistent", lambda: raw_zip(raw_entries(), before=b"PK\3\4xx"))
expect("zip: two zips in a row", "inconsistent", lambda: packed({"a": b"b"}) + FORM)
expect("zip: another zip behind", "inconsistent other_zip", lambda: FORM + packed({"a": b"b"}))
expect("zip: a program in front", "not_a_workbook", lambda: b"MZ\x90\0" + FORM)
expect("zip: noise behind", "inconsistent", lambda: FORM + b"<script>\0\1")
expect("zip: text behind", "text_behind", lambda: FORM + b"\r\n<!-- served in 0.1 s -->\n")
expect("zip: text behind, in Big5", "text_behind", lambda: FORM + "執行時間：0.1 秒".encode("cp950"))
expect("zip: much text behind", "text_behind", lambda: FORM + "<p>下載</p>\n".encode() * 10_000)
expect("zip: half of it, and text", "truncated", lambda: FORM[: len(FORM) // 2] + b"<!-- error -->")
expect(
    "zip: an end in the comment",
    "inconsistent truncated",
    lambda: raw_zip(raw_entries(), after=packed({"a": b""}), comment=len(packed({"a": b""}))),
)
expect("zip: zeros behind", BENIGN, lambda: FORM + bytes(512))
expect("zip: a line break behind", BENIGN, lambda: FORM + b"\r\n")
expect("zip: a comment", BENIGN, lambda: raw_zip(raw_entries(), after=b"saved", comment=5))

LIES: dict[str, dict[str, object]] = {
    "another name": {"local_name": b"xl/worksheets/sheet9.xml"},
    "a name of another length": {"local_name": b"a"},
    "another name in another case": {"local_name": list(GOOD)[-1].upper().encode()},
    "size too small": {"size": 10},
    "size too large": {"size": 10_000_000},
    "size of nothing": {"size": 0},
    "size of 4 GB": {"size": 0xFFFFFFF0},
    "local size too small": {"local_size": 10},
    "local size of 4 GB": {"local_size": 0xFFFFFFF0},
    "local packed size": {"local_packed": 7},
    "local check sum": {"local_crc": 7},
    "local method": {"local_method": 0},
    "local password": {"local_flags": 1},
    "local description": {"local_flags": 8},
    "description that is not there": {"flags": 8},
    "a false description": {"flags": 8, "gap": struct.pack("<4s3L", b"PK\7\b", 1, 2, 3)},
    "a gap behind": {"gap": b"hidden"},
    "a second name": {"extra": struct.pack("<2HBL", 0x7075, 11, 1, 0) + b"sheet9"},
    "a second local name": {"local_extra": struct.pack("<2HBL", 0x7075, 11, 1, 0) + b"sheet9"},
    "a second name that is an old one": {
        "local_extra": struct.pack("<2HBL", 0x7075, 5 + len(SHEET), 1, 0) + SHEET.encode()
    },
    "an offset to the first": {"offset": 0},
    "an offset beyond the end": {"offset": 0x7FFFFFFF},
}
for name, lie in LIES.items():
    expect(f"zip header: {name}", "inconsistent damaged truncated", lambda lie=lie: raw_zip(raw_entries(**lie)))
BROKEN: dict[str, dict[str, object]] = {
    "check sum": {"crc": 7, "local_crc": 7},
    "sizes too small": {"size": 10, "local_size": 10},
    "sizes too large": {"size": 10_000, "local_size": 10_000},
    "bzip2": {"method": 12},
    "LZMA": {"method": 14},
    "Zstandard": {"method": 93},
    "an unknown method": {"method": 77},
}
for name, lie in BROKEN.items():
    broken = [entry._replace(**lie) if entry.name.decode() == SHEET else entry for entry in raw_entries()]
    expect(f"zip entry: {name}", "damaged truncated", lambda broken=broken: raw_zip(broken))
for bits, name in ((0x1, "password"), (0x41, "strong password"), (0x2000, "hidden directory")):
    secret = [entry._replace(flags=bits) for entry in raw_entries()]
    expect(f"zip entry: {name}", "encrypted", lambda secret=secret: raw_zip(secret))
expect("zip entry: AES", "encrypted", lambda: raw_zip([e._replace(method=99, flags=1) for e in raw_entries()]))


def described(entry: RawEntry, *, signature: bytes = b"PK\7\b", wide: bool = False) -> RawEntry:
    """Return an entry as a stream writes it: its sizes are behind it."""
    raw = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed_size = len(raw.compress(entry.data) + raw.flush())
    sizes = struct.pack("<LQQ" if wide else "<3L", zlib.crc32(entry.data), packed_size, len(entry.data))
    return entry._replace(flags=8, local_crc=0, local_packed=0, local_size=0, gap=signature + sizes)


for signature, wide in ((b"PK\7\b", False), (b"", False), (b"PK\7\b", True), (b"", True)):
    kind = f"{'wide' if wide else 'usual'}, {'with' if signature else 'without'} a signature"
    expect(
        f"zip: descriptors, {kind}",
        BENIGN,
        lambda s=signature, w=wide: raw_zip([described(e, signature=s, wide=w) for e in raw_entries()]),
    )


def overlapping(count: int, size: int) -> bytes:
    """Return a zip file whose entries all are one stream of so many bytes."""
    bomb = RawEntry(SHEET.encode(), b" " * size)
    entries = [RawEntry(name.encode(), data) for name, data in GOOD.items() if name != SHEET]
    start = sum(len(entry.written(0)[0]) for entry in entries)
    copies = [bomb._replace(name=b"xl/%d.xml" % number, offset=start) for number in range(count)]
    data = raw_zip([*entries, bomb])
    directory = b"".join(entry.written(entry.offset or 0)[1] for entry in copies)
    at = data.rindex(b"PK\5\6")
    fields = list(struct.unpack("<4s4H2LH", data[at : at + 22]))
    fields[3] = fields[4] = fields[3] + count
    fields[5] += len(directory)
    return data[:at] + directory + struct.pack("<4s4H2LH", *fields)


expect("overlap: one stream twice", "inconsistent", lambda: overlapping(1, 1_000))
expect("overlap: one stream 900 times", "inconsistent", lambda: overlapping(900, 5_000_000))


def twins(old: str, new: str) -> bytes:
    """Return the good workbook with one of its parts once more under another name."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in GOOD.items():
            archive.writestr(name, data)
        other_name = "\x7f" * len(new.encode())
        archive.writestr(zipfile.ZipInfo(other_name), GOOD[old].replace(b"<v>1</v>", b"<v>9</v>"))
    return target.getvalue().replace(other_name.encode(), new.encode())


for part in (SHEET, STRINGS, BOOK, STYLES, TYPES):
    expect(f"twins: {part} twice", "doubled_parts", lambda p=part: twins(p, p))
    expect(f"twins: {part} in capitals", "doubled_parts", lambda p=part: twins(p, p.upper()))
    expect(f"twins: {part} from the root", "doubled_parts", lambda p=part: twins(p, f"/{p}"))
for part in (SHEET, STRINGS):
    expect(f"twins: {part} with backslashes", "doubled_parts", lambda p=part: twins(p, p.replace("/", "\\")))
for name in (
    "../evil.xml",
    "xl/../../evil.xml",
    "xl/./a.xml",
    "xl//a.xml",
    "//a.xml",
    "C:/a.xml",
    "c:\\a.xml",
    "..\\a.xml",
    "xl/a\n.xml",
    "xl/a\x1b[31m.xml",
    "xl/a\0.xml",
    "xl/worksheets/sheet1.xml\0.png",
    "..",
    ".",
):
    expect(f"name: {name!r}", "inconsistent", lambda n=name: twins(STYLES, n))
NOTED = {
    name: struct.pack("<2HBL", 0x7075, 5 + len(name), 1, zlib.crc32(name.encode())) + name.encode() for name in GOOD
}
expect(
    "name: once more in UTF-8, as Info-ZIP notes it",
    BENIGN,
    lambda: raw_zip([RawEntry(n.encode(), data, extra=NOTED[n], local_extra=NOTED[n]) for n, data in GOOD.items()]),
)
TWIN = RawEntry(SHEET.replace("s", "\u017f").encode(), GOOD[SHEET], flags=0x800)
expect("twins: in letters that fold alike", "doubled_parts", lambda: raw_zip([*raw_entries(), TWIN]))
expect("name: a directory", BENIGN, lambda: packed({"xl/": b"", "xl/worksheets/": b"", **GOOD}))
expect("name: Chinese", BENIGN, lambda: changed({"xl/media/圖.png": picture().getvalue()}))
expect("name: with a blank", BENIGN, lambda: changed({"xl/media/my picture.png": picture().getvalue()}))
for count in (1_001, 5_000, 60_000):
    expect(
        f"{count} entries",
        "too_many_parts",
        lambda c=count: packed({**GOOD, **{f"a{number}": b"" for number in range(c - len(GOOD) + 1)}}),
    )
expect(
    "900 entries", BENIGN, lambda: changed({f"xl/media/{number}.png": picture().getvalue() for number in range(880)})
)


# bombs


for part in (SHEET, STRINGS, STYLES, BOOK, TYPES, RELS, "xl/theme/theme1.xml", "docProps/core.xml"):
    expect(
        f"bomb: blanks in {part}",
        "inflates_too_large",
        lambda p=part: changed({p: GOOD[p].replace(b"?>", b"?>" + b" " * 64_000_000, 1)}),
    )
expect("bomb: a picture", "inflates_too_large", lambda: changed({"xl/media/image1.png": bytes(64_000_001)}))
expect(
    "bomb: parts that sum up",
    "inflates_too_large",
    lambda: changed({f"xl/media/image{number}.png": bytes(20_000_000) for number in range(5)}),
)
expect(
    "bomb: 900 parts",
    "inflates_too_large",
    lambda: changed({f"xl/media/image{number}.png": bytes(1_000_000) for number in range(900)}),
)
expect("bomb: 40 MB of a picture", BENIGN, lambda: changed({"xl/media/image1.png": bytes(40_000_000)}))
expect("bomb: rows without end", "inflates_too_large", lambda: sheet('<row r="1"/>' * 5_400_000))
expect("bomb: one text of 60 MB", "damaged", lambda: cell(f"<is><t>{'x' * 60_000_000}</t></is>", "inlineStr"))
expect("bomb: many pictures of a drawing", BENIGN, lambda: changed({"a/x.vml": b"<xml>" + b"<a src='/'/>" * 4_000_000}))
