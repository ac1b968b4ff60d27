"""What runs or fetches something when Excel opens a workbook: refused, unless a caller allows it.

Told by a relation's type, by the content type, by the folders that Office keeps such parts in, and by how parts begin.
Links to the web in cells, pictures, printer settings and form controls run nothing of the file's own, and pass.
"""

import re
from collections.abc import Iterator, Mapping

from ..errors import ReadError
from . import compound_file
from .content_types import content_types
from .limits import ACTIVE, Limits
from .parts import Parts
from .xml_parser import Attributes, Parser

# The last word of a relation's type (ECMA-376 part 1, 12.3; [MS-XLSX] 2.1).
_RELATIONS = {
    "vbaProject": "macros",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
    "externalLink": "external_links",
    "oleObject": "embedded",
    "package": "embedded",
    "control": "activex",
    "activeXControlBinary": "activex",
}
# What a content type ends with.
_TYPES = {
    "ms-office.vbaproject": "macros",
    "ms-excel.macrosheet+xml": "macros",
    "ms-excel.intlmacrosheet+xml": "macros",
    "spreadsheetml.externallink+xml": "external_links",
    "officedocument.oleobject": "embedded",
    "ms-office.activex": "activex",
    "ms-office.activex+xml": "activex",
}
_FOLDERS = {
    "xl/macrosheets/": "macros",
    "xl/externallinks/": "external_links",
    "xl/embeddings/": "embedded",
    "xl/activex/": "activex",
}
_TYPE_ENDS, _FOLDER_NAMES = tuple(_TYPES), tuple(_FOLDERS)
_MACROS = "vbaproject.bin"
_APPLE_DOUBLE = b"\0\5\x16\7"  # what a Mac notes of a file, beside it under its name
_QUOTED = re.compile(r""""[^"]*"|'[^']*'|\[[^\]]*\]|(["'[].*)""", re.DOTALL)  # what is not closed is not quoted


def refuse_active(beginnings: Mapping[str, bytes], parts: Parts) -> None:
    """Raise ReadError with the first of ``ACTIVE`` that a package holds and that is not allowed.

    beginnings: how each part begins, by its name in lower case.
    """
    found = set(_kinds(beginnings, parts)).difference(parts.limits.allow)
    for kind in ACTIVE:
        if kind in found:
            raise ReadError(kind)


def refuse_dde(formula: str, limits: Limits) -> None:
    """Raise ReadError for a formula that calls another program, such as ``cmd|'/c calc'!A0``."""
    if "|" in formula and "dde" not in limits.allow and "|" in _QUOTED.sub(r"\1", formula):
        raise ReadError("dde")


def _kinds(beginnings: Mapping[str, bytes], parts: Parts) -> Iterator[str]:
    types = content_types(beginnings, parts)
    for name, beginning in beginnings.items():
        kind = _kind(name, types.get(name, ""), beginning)
        if kind == "external_links":
            yield _kind_of_link(name, parts)  # which holds cells of another workbook, so that nothing of it is kept
        elif kind:
            yield kind
        elif name.endswith(".rels") and not beginning.startswith(_APPLE_DOUBLE):
            yield from parts.made_of(name, _related)


def _kind(name: str, content_type: str, beginning: bytes) -> str | None:
    if name.endswith("/"):
        return None
    if name.rpartition("/")[2] == _MACROS:
        return "macros"
    if content_type.endswith(_TYPE_ENDS):
        return next(kind for end, kind in _TYPES.items() if content_type.endswith(end))
    if name.startswith(_FOLDER_NAMES) and not name.endswith(".rels"):
        return next(kind for folder, kind in _FOLDERS.items() if name.startswith(folder))
    return "embedded" if beginning.startswith(compound_file.SIGNATURE) else None


def _kind_of_link(name: str, parser: Parser) -> str:
    """Tell a link to another program's data from one to another workbook."""
    kinds = []
    parser.parse(name, lambda element, _: kinds.append("dde") if element == "ddeLink" else None)
    return kinds[0] if kinds else "external_links"


def _related(name: str, parser: Parser) -> list[str]:
    kinds = []

    def start(element: str, attributes: Attributes) -> None:
        kind = _RELATIONS.get(attributes.get("Type", "").rpartition("/")[2])
        if element == "Relationship" and kind:
            kinds.append(kind)

    parser.parse(name, start)
    return kinds
