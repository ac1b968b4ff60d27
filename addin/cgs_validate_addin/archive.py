"""Reproducible ZIP archives for the built add-in files."""

import io
import zipfile
from collections.abc import Mapping

_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)


def build_archive(entries: Mapping[str, bytes]) -> bytes:
    """Return an archive, the same bytes on every system for the same entries.

    Entries are stored, not compressed, since zlib's output differs between its versions.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EARLIEST_DATE)
            entry.create_system = 0  # else the file would name the system that built it
            archive.writestr(entry, entries[name])
    return target.getvalue()
