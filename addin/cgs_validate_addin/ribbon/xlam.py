"""Builds the add-in ``cgs-validate.xlam`` from xlwings' template, with our ribbon, VBA and sentences."""

import tempfile
import zipfile
from importlib import resources
from pathlib import Path

from cgs_validate.checking.messages import catalog

from ..archive import build_archive
from . import parts, vba

NAME = "cgs-validate.xlam"
TEMPLATE = "quickstart_addin_ribbon.xlam"  # what `xlwings quickstart NAME --addin --ribbon` copies


def build() -> bytes:
    """Return the add-in, the same bytes on every system. Raises ImportError without the extra ``excel``."""
    template = (resources.files("xlwings") / TEMPLATE).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(template)
        vba.rewrite(path)
        with zipfile.ZipFile(path) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
    return build_archive({**entries, **parts.our_parts(entries, catalog("zh-TW").sentences["excel"]["boxes"])})
