"""The kind of a file by its content, whatever its name says."""

import re
from collections.abc import Callable, Collection

from . import compound_file

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_OLD_EXCEL = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_WEB = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style", b"mime-version:")

# The kind of a zip file by the first of these entries in it.
_ENTRIES = {
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "word",
    "ppt/presentation.xml": "powerpoint",
    "index/document.iwa": "numbers",
    "index.zip": "numbers",
}
_WORKBOOK = re.compile(rb"(?:spreadsheetml|ms-excel)\.[A-Za-z.]{0,50}main\+xml")  # its content type
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.sun.xml.calc": "ods",
    b"application/vnd.oasis.opendocument.text": "word",
    b"application/vnd.oasis.opendocument.presentation": "powerpoint",
}
_STREAMS = {
    "encryptedpackage": "encrypted",
    "workbook": "xls",
    "book": "xls",
    "worddocument": "word",
    "powerpoint document": "powerpoint",
}


def kind_of(data: bytes) -> str:
    """Return the kind of a file that is no zip, as a ReadError code."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "empty_file"
    if data.startswith(compound_file.SIGNATURE):
        return _kind_of_compound(data)
    if start.startswith(b"%PDF"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "word"
    if data.startswith(_PICTURES) or data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(_ARCHIVES):
        return "other_zip"
    if data.startswith(_OLD_EXCEL):
        return "xls"
    return _kind_of_text(_as_ascii(start))


def kind_of_zip(names: Collection[str], mimetype: bytes, types: Callable[[], bytes]) -> str | None:
    """Return the kind of a zip file, as a ReadError code; None where it may be a workbook.

    names: of its entries, in lower case; mimetype: the content of the entry that names the kind of an OpenDocument;
    types: returns that of the one with the content types.
    """
    for start, kind in _OPEN_DOCUMENT.items():
        if mimetype.startswith(start):
            return kind
    for name, kind in _ENTRIES.items():
        if name in names:
            return kind
    usual = "[content_types].xml" in names and any(name.startswith("xl/") for name in names)
    return None if usual or _WORKBOOK.search(types()) else "other_zip"


def _kind_of_compound(data: bytes) -> str:
    """Return the kind by the names at the top, below which embedded files have theirs, else by any name in it."""
    names = {name.lower() for name in compound_file.root_names(data)}
    held = data.replace(b"\0", b"").lower() if not names else b""
    for name, kind in _STREAMS.items():
        if name in names or name.encode() in held:
            return kind
    return "not_a_workbook" if names else "xls"


def _kind_of_text(start: bytes) -> str:
    lower = start.lower()
    if lower.startswith(_WEB):
        return "html"
    if lower.startswith((b"<?xml", b"<office:document", b"<workbook")):
        if b"opendocument" in lower:
            return "ods"
        return "html" if b"<html" in lower else "xml_spreadsheet" if b"spreadsheet" in lower else "not_a_workbook"
    return "csv" if _is_text(start) else "not_a_workbook"


def _as_ascii(start: bytes) -> bytes:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) & ~1].decode("utf-16", "replace").encode("ascii", "replace").lstrip()
    return start


def _is_text(data: bytes) -> bool:
    return not any(byte < 32 and byte not in b"\t\r\n\x1a" for byte in data)
