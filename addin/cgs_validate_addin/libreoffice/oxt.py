"""Builds the extension ``cgs-validate.oxt``, with the buttons of Excel's ribbon."""

import json
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from xml.etree import ElementTree

from jinja2 import Environment, StrictUndefined

from cgs_validate.checking.messages import catalog
from cgs_validate.version import __version__

from ..archive import build_archive
from ..ribbon_layout import ribbon_tab

NAME = "cgs-validate.oxt"
IDENTIFIER = "cgs-validate"
SENTENCES = "pythonpath/cgs_validate_office/sentences.json"
TEMPLATES = ("Addons.xcu", "description.xml")


def build() -> bytes:
    """Return the extension, the same bytes on every system."""
    tab = ribbon_tab()
    entries = dict(_files(resources.files(__package__) / "extension"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    for name in TEMPLATES:
        template = environment.from_string(entries[name].decode())
        filled = template.render(version=__version__, name=tab.attrib["label"], buttons=list(_buttons(tab)))
        entries[name] = filled.encode()
    tips = {button["id"]: button["supertip"] for button in _buttons(tab) if button}
    boxes = catalog("zh-TW").sentences["libreoffice"]["boxes"]
    entries[SENTENCES] = json.dumps({**boxes, "tips": tips}, ensure_ascii=False, indent=1).encode()
    return build_archive(entries)


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder, by their paths in it."""
    for entry in folder.iterdir():
        if entry.is_file():
            yield above + entry.name, entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from _files(entry, f"{above}{entry.name}/")


def _buttons(tab: ElementTree.Element) -> Iterator[dict[str, str] | None]:
    """Yield the buttons of a tab, and None between its groups."""
    for number, group in enumerate(tab):
        if number:
            yield None
        for button in group:
            yield button.attrib
