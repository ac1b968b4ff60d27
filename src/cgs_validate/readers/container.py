"""The kind of a file told by its content, and the zip container of an .xlsx opened within limits.

What a file claims of itself (its name, the sizes in its headers) is not believed: bytes are counted while inflating
(FILES.md, "Attacks and faults").
"""

import io
import zipfile
import zlib
from dataclasses import dataclass

from ..errors import ReadError


@dataclass(frozen=True)
class Limits:
    """The most that is read of a workbook, in bytes, rows, columns or cells, and the most findings told of a sheet."""

    file: int = 10_000_000
    part: int = 64_000_000
    parts: int = 96_000_000
    entries: int = 1_000
    last_row: int = 200_000
    last_column: int = 1_024
    cells: int = 600_000
    findings: int = 10_000


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Container:
    """The parts of an Office Open XML package, found by name as Office finds them: case does not count."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if len(data) > limits.file:
            raise ReadError("file_too_large", limit=limits.file // 1_000_000)
        if not data.startswith(b"PK"):
            raise ReadError(kind_of(data))
        self._limits = limits
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _ZIP_ERRORS:
            raise ReadError("truncated") from None
        if len(entries) > limits.entries:
            raise ReadError("too_many_parts", limit=limits.entries)
        self._entries = {_part_name(entry.filename): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise ReadError("doubled_parts")
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReadError("encrypted")
        self._check_kind()

    def __contains__(self, name: str) -> bool:
        return _part_name(name) in self._entries

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises ReadError where it is absent, damaged or over the limits."""
        entry = self._entries.get(_part_name(name))
        if entry is None:
            raise ReadError("damaged", part=name)
        most = min(self._limits.part, self._limits.parts - self._inflated)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(most + 1)
        except _ZIP_ERRORS:
            raise ReadError("damaged", part=name) from None
        self._inflated += len(data)
        if len(data) > most:
            raise ReadError("inflates_too_large", limit=self._limits.part // 1_000_000)
        return data

    def _check_kind(self) -> None:
        if "mimetype" in self and self.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            raise ReadError("ods")
        if "xl/workbook.bin" in self:
            raise ReadError("xlsb")
        if "[content_types].xml" not in self or not any(name.startswith("xl/") for name in self._entries):
            raise ReadError("other_zip")


def kind_of(data: bytes) -> str:
    """Return what a file that is no zip is, as a ReadError code."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = start.lower()
    if not start:
        return "empty_file"
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return "encrypted" if encrypted else "xls"
    if start.startswith(b"%PDF"):
        return "pdf"
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")):
        return "html"
    if lower.startswith(b"<?xml"):
        return "html" if b"<html" in lower else "xml_spreadsheet" if b"spreadsheet" in lower else "not_a_workbook"
    if data.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")):
        return "xls"
    return "csv" if _is_text(data[:4096]) else "not_a_workbook"


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\r\n\x1a" for byte in data)


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
