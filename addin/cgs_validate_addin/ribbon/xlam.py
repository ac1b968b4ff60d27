"""The add-in made from xlwings' template: our ribbon, our callback, our sentences; on any system the same bytes.

Entries are stored, not compressed, since zlib's output differs between its versions.
"""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from cgs_validate.checking.messages import catalog

from . import parts, vba

NAME = "cgs-validate.xlam"
TEMPLATE = "quickstart_addin_ribbon.xlam"  # what `xlwings quickstart NAME --addin --ribbon` copies
THE_FIRST_DATE_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def build() -> bytes:
    """Return the add-in. Raises ImportError where the extra ``excel`` is not installed."""
    template = (resources.files("xlwings") / TEMPLATE).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(template)
        vba.rewrite(path)
        with zipfile.ZipFile(path) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**entries, **parts.ours(entries, catalog("zh-TW").sentences["excel"]["boxes"])})


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """Return an archive, always the same bytes for the same entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, THE_FIRST_DATE_OF_ZIP)
            entry.create_system = 0  # else the system that builds stands in the file
            archive.writestr(entry, entries[name])
    return target.getvalue()
