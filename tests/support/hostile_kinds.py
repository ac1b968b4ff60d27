"""Files of the hostile corpus that are no workbooks, whatever their names say."""

import random
import struct

from hostile_making import FORM, GOOD, RELS, TYPES, expect
from marking_corpus import Parts, packed, picture


def compound_file(*streams: str, padding: int = 0) -> bytes:
    """Return an OLE compound file (MS-CFB) whose directory names these streams, behind so many empty sectors."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = struct.pack("<8s16x5H6x10I", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1 + padding, 0, 4096, end, 0, end, 0, 0)  # fmt: skip
    table = [0xFFFFFFFD, *[free] * padding, end]
    entries = [("Root Entry", 5, free, 1)]
    entries += [(name, 2, number if number <= len(streams) else free, free) for number, name in enumerate(streams, 2)]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB3I36xIQ", 2 * len(name) + 2, kind, 1, free, after, child, end, 0)
        for name, kind, after, child in entries
    )
    sectors = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + bytes(512) * padding + directory
    return (header.ljust(512, b"\xff") + sectors).ljust(512 * (4 + padding), b"\0")


TABLE = "<table><tr><td>教師編碼</td></tr></table>"
ZIPS: dict[str, tuple[str, Parts]] = {
    "docx": ("word", {TYPES: b"<Types/>", RELS: b"<Relationships/>", "word/document.xml": b"<document/>"}),
    "pptx": ("powerpoint", {TYPES: b"<Types/>", "ppt/presentation.xml": b"<presentation/>"}),
    "xlsb": ("xlsb", {TYPES: b"<Types/>", "xl/workbook.bin": b"\x83\x01\x00"}),
    "ods": ("ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    "ods template": ("ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet-template"}),
    "sxc": ("ods", {"mimetype": b"application/vnd.sun.xml.calc", "content.xml": b"<x/>"}),
    "odt": ("word", {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    "odp": ("powerpoint", {"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
    "epub": ("other_zip", {"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<x/>"}),
    "numbers": ("numbers", {"Index/Document.iwa": b"\0", "Metadata/Properties.plist": b"bplist"}),
    "jar": ("other_zip", {"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0", "A.class": b"\xca\xfe\xba\xbe"}),
    "apk": ("other_zip", {"AndroidManifest.xml": b"\3\0", "classes.dex": b"dex"}),
    "workbook in a zip": ("other_zip", {"111-10.xlsx": FORM}),
    "two workbooks in a zip": ("other_zip", {"a/111-10.xlsx": FORM, "a/111-11.xlsx": FORM}),
    "pictures in a zip": ("other_zip", {"1.png": picture().getvalue()}),
    "nothing in a zip": ("other_zip", {}),
    "types only": ("other_zip", {TYPES: b"<Types/>"}),
    "no types": ("other_zip", {name: data for name, data in GOOD.items() if name != TYPES}),
    "visio": ("other_zip", {TYPES: b"<Types/>", "visio/document.xml": b"<x/>"}),
}
for name, (code, parts) in ZIPS.items():
    expect(f"zip: {name}", code, lambda parts=parts: packed(parts))

OTHERS: dict[str, tuple[str, bytes]] = {
    "nothing": ("empty_file", b""),
    "blanks": ("empty_file", b" \r\n\t\n"),
    "byte order mark": ("empty_file", b"\xef\xbb\xbf"),
    "zero bytes": ("not_a_workbook", bytes(5_000)),
    "PDF": ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    "PDF behind a blank line": ("pdf", b"\r\n%PDF-1.4\n"),
    "PDF with a workbook behind it": ("pdf", b"%PDF-1.7\n" + FORM),
    "page": ("html", f"<html><body>{TABLE}</body></html>".encode()),
    "page with a doctype": ("html", f"<!DOCTYPE html><html>{TABLE}</html>".encode()),
    "page with a byte order mark": ("html", f"\ufeff<html>{TABLE}</html>".encode()),
    "page in UTF-16": ("html", f"<html>{TABLE}</html>".encode("utf-16")),
    "page in Big5": ("html", f"<HTML>{TABLE}</HTML>".encode("big5")),
    "table": ("html", TABLE.encode()),
    "XHTML": ("html", f'<?xml version="1.0"?><html>{TABLE}</html>'.encode()),
    "page saved whole": ("html", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"),
    "page with a workbook behind it": ("html", f"<html>{TABLE}</html>".encode() + FORM),
    "XML spreadsheet": (
        "xml_spreadsheet",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ),
    "flat ods": (
        "ods",
        b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
    ),
    "XML": ("not_a_workbook", b'<?xml version="1.0"?><a/>'),
    "CSV": ("csv", "教師編碼,身分\nT01,1\n".encode()),
    "CSV with a byte order mark": ("csv", "\ufeff教師編碼,身分\n".encode()),
    "CSV in Big5": ("csv", "教師編碼,身分\r\nT01,1\r\n".encode("big5")),
    "CSV in UTF-16": ("csv", "教師編碼\t身分\r\n".encode("utf-16")),
    "JSON": ("csv", b'{"a": 1}'),
    "RTF": ("word", b"{\\rtf1\\ansi a}"),
    "PNG": ("picture", picture().getvalue()),
    "JPEG": ("picture", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
    "GIF": ("picture", b"GIF89a\1\0\1\0"),
    "HEIC": ("picture", b"\0\0\0\x18ftypheic\0\0\0\0"),
    "WebP": ("picture", b"RIFF\x24\0\0\0WEBPVP8 "),
    "RAR": ("other_zip", b"Rar!\x1a\x07\x01\0"),
    "7z": ("other_zip", b"7z\xbc\xaf\x27\x1c\0\4"),
    "gzip": ("other_zip", b"\x1f\x8b\x08\0\0\0\0\0"),
    "program": ("not_a_workbook", b"MZ\x90\0\3\0\0\0" + bytes(500)),
    "old Excel": ("xls", b"\x09\x08\x10\x00\x00\x06\x05\x00"),
    "very old Excel": ("xls", b"\x09\x00\x04\x00\x00\x00\x10\x00"),
    "compound file cut off": ("xls", bytes.fromhex("d0cf11e0a1b11ae1")),
    "compound file of zeros": ("xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3_000)),
    "compound file of noise": ("xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\xfe" * 3_000),
    "PK": ("truncated", b"PK"),
    "PK and noise": ("truncated", b"PK\3\4" + random.Random(1).randbytes(3_000)),
    "PK and blanks": ("truncated", b"PK" + b" " * 3_000),
    "more bytes than are read": ("file_too_large", FORM + bytes(10_000_000)),
    "text of 11 MB": ("file_too_large", b"a,b\n" * 2_750_000),
}
for name, (code, data) in OTHERS.items():
    expect(f"other: {name}", code, lambda data=data: data)
for number in range(6):
    noise = b"\xfe" + random.Random(number).randbytes(4_000)
    expect(f"other: noise {number}", "not_a_workbook", lambda noise=noise: noise)
COMPOUNDS = {
    "xls": ("xls", ["Workbook"]),
    "xls of 1995": ("xls", ["Book"]),
    "xls in capitals": ("xls", ["WORKBOOK"]),
    "xls with properties": ("xls", ["\5SummaryInformation", "Workbook", "\5DocumentSummaryInformation"]),
    "doc": ("word", ["WordDocument", "1Table"]),
    "ppt": ("powerpoint", ["PowerPoint Document", "Current User"]),
    "password": ("encrypted", ["EncryptionInfo", "EncryptedPackage"]),
    "message": ("not_a_workbook", ["__properties_version1.0", "__nameid_version1.0"]),
}
for name, (code, streams) in COMPOUNDS.items():
    for padding in (0, 50):
        expect(f"compound: {name}, {padding}", code, lambda s=streams, p=padding: compound_file(*s, padding=p))
