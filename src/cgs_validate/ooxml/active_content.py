"""Active content, which runs or fetches something when Excel opens a workbook: refused, unless a caller allows it.

Known by a relation's type, by the content type, by the folder in which Office puts such parts, and by how parts begin.
Links to the web in cells, pictures, printer settings and form controls run nothing of the file's own, and pass.
"""

import re
from collections.abc import Iterator, Mapping

from ..errors import ReadError
from . import compound_file
from .content_types import read_content_types
from .limits import ACTIVE, Limits
from .part_cache import cached_by_content
from .parts import Attributes, Parts
from .relations import each_relation, kind_of

# By a relation's kind (ECMA-376 part 1, 12.3; [MS-XLSX] 2.1).
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
# By the end of a content type.
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
_APPLE_DOUBLE = b"\0\5\x16\7"  # a Mac's notes on a file, under the same name
_QUOTED = re.compile(r""""[^"]*"|'[^']*'|\[[^\]]*\]|(["'[].*)""", re.DOTALL)  # an unclosed quote quotes nothing


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
    types = read_content_types(parts)
    for name, beginning in beginnings.items():
        kind = _kind(name, types.of(name).lower(), beginning)
        if kind == "external_links":
            yield _kind_of_link(name, parts)
        elif kind:
            yield kind
        elif name.endswith(".rels") and not beginning.startswith(_APPLE_DOUBLE):
            yield from _related(name, parts)


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


def _kind_of_link(name: str, parts: Parts) -> str:
    kinds = []
    parts.parse(name, lambda element, _: kinds.append("dde") if element == "ddeLink" else None)
    return kinds[0] if kinds else "external_links"


@cached_by_content
def _related(name: str, parts: Parts) -> set[str]:
    kinds: set[str] = set()

    def add(attributes: Attributes) -> None:
        if kind := _RELATIONS.get(kind_of(attributes.get("Type", ""))):
            kinds.add(kind)

    each_relation(name, parts, add)
    return kinds
