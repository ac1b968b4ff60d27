"""Active content, which runs or fetches something when Excel opens a workbook: refused, unless a caller allows it.

Known by a relation's type, by the content type, by the folder in which Office puts such parts, by how parts begin, and
by what formulas call, in any sheet. Links that are followed at a click, pictures on the web, printer settings and form
controls run nothing of the file's own, and pass.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from urllib.parse import unquote

from ..errors import ReadError
from . import compound_file
from .content_types import read_content_types
from .limits import ACTIVE
from .part_cache import cached_by_content
from .parts import Attributes, Parts
from .relations import kind_of, listed_relations
from .xml_parser import as_utf8, may_hide, root_name

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
    "webextension": "web_extensions",
    "webextensiontaskpanes": "web_extensions",
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
    "ms-office.webextension+xml": "web_extensions",
    "ms-office.webextensiontaskpanes+xml": "web_extensions",
}
_FOLDERS = {
    "xl/macrosheets/": "macros",
    "xl/externallinks/": "external_links",
    "xl/embeddings/": "embedded",
    "xl/activex/": "activex",
    "xl/webextensions/": "web_extensions",
}
# What formulas call, outside of quotes; functions in any case, as those who type them may.
_CALLS = {
    "dde": re.compile(r"\|"),  # such as cmd|'/c calc'!A0
    "remote_functions": re.compile(
        r"(?=[_RCEWI])(?<![\w.])(?:_xl\w+\.)*(?:RTD|CALL|EXEC|REGISTER(?:\.ID)?|WEBSERVICE|IMAGE)\s*\(", re.IGNORECASE
    ),
}
_FORMULA = re.compile(rb"""<f(?:ormula[12]?)?(?=[\s/>])((?:[^<>"']|"[^"]*+"|'[^']*+')*+)>([^<]*+)(</)?""")
_PREFIXED = re.compile(rb":f")  # a regular expression finds it in a third of the time
_AUTO_RUN = re.compile(r"(?:_xlnm\.)?auto_(?:open|close|activate|deactivate)", re.IGNORECASE)  # the beginning of a name
# Some of the bytes, in lower case, without which a part has none of it, by its root element.
_FORMULA_SIGNS = (b"|", b"(", b"&#")
_SIGNS: dict[str, tuple[bytes, ...]] = {
    **dict.fromkeys(("worksheet", "table", "chartSpace"), _FORMULA_SIGNS),
    "workbook": (*_FORMULA_SIGNS, b"auto_"),
    **dict.fromkeys(("connections", "queryTable", "pivotCacheDefinition"), (b"refreshonload",)),
}
_FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName")
_TAG = re.compile(rb"""<(/?)(?:[^\s<>/:"'=]+:)?([^\s<>/:"'=]+)(?:[^<>"']|"[^"]*+"|'[^']*+')*+>""")
# The elements with text of a sheet, in local names: those that are formulas, and the others.
_IN_SHEETS = {
    **dict.fromkeys((b"f", b"formula", b"formula1", b"formula2"), True),
    **dict.fromkeys((b"v", b"t", b"oddHeader", b"oddFooter", b"evenHeader", b"evenFooter"), False),
    **dict.fromkeys((b"firstHeader", b"firstFooter"), False),
}
_VML_SOURCE = re.compile(rb"""\ssrc\s*=\s*["']([^"'/\\&%]*+[/\\&%][^"']*+)""")  # that may lead to another machine
_AT_ONCE = 10_000
# A link to //machine/folder, file://machine/folder or file:////machine/folder; file:///folder is one on this machine.
_SHARED = re.compile(
    r"(?:^|\0)[^\S\0]*(file:)?(?!/*[a-z][:|]|//localhost/)(?://(?!/)|////|(?(1)(?!)|///))", re.IGNORECASE
)
_VML = "xml"  # its root
_OFF = ("", "0", "false")
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


def refuse_active_markup(data: bytes, part: str, parts: Parts) -> None:
    """Raise ReadError with the first of ``ACTIVE`` in a part's own markup that is not allowed, whatever its name.

    parts: which counts the elements of all that are looked through.
    """
    found = _kinds_in(data, part, parts) - parts.limits.allow
    for kind in ACTIVE:
        if kind in found:
            raise ReadError(kind)


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
    for _, attributes, _ in listed_relations(name, parts):
        kind = kind_of(attributes.get("Type", ""))
        if kind in _RELATIONS:
            kinds.add(_RELATIONS[kind])
        elif (
            attributes.get("TargetMode") == "External"
            and kind != "hyperlink"
            and _lead_to_shared(attributes.get("Target", ""))
        ):
            kinds.add("network_links")
    return kinds


def _kinds_in(data: bytes, part: str, parts: Parts) -> set[str]:
    try:
        root = root_name(data, part, parts.limits)
    except ReadError as error:
        if error.code == "doctype":  # Excel opens no such sheet; a drawing may have one
            return set()
        raise
    if root == _VML:
        return {"network_links"} if any(map(_lead_to_shared, _vml_sources(as_utf8(data)))) else set()
    plain = data is as_utf8(data)
    if root not in _SIGNS:
        return set()
    if plain and root == "worksheet":
        formulas = _plain_formulas(data)
        if formulas is not None:
            return _calls(formulas)
    elif plain and not any(sign in data.lower() for sign in _SIGNS[root]):
        return set()
    reader = _MarkupReader()
    parts.parse(part, reader.start, reader.end, reader.text, data=data)
    return reader.kinds | _calls(reader.formulas)


def _calls(formulas: Iterable[str]) -> set[str]:
    """Return the kinds of active content that formulas are."""
    written = "\n".join(formulas)
    kinds = {kind for kind, call in _CALLS.items() if call.search(written)}
    if not kinds:
        return kinds
    bare = "\n".join(_QUOTED.sub(r"\1", formula) for formula in formulas)
    return {kind for kind in kinds if _CALLS[kind].search(bare)}


def _plain_formulas(data: bytes) -> list[str] | None:
    """Return a sheet's formulas that may be active, None where something may hide between their letters."""
    signs = [sign for sign in (b"|", b"(", b"&") if sign in data]
    if not signs:
        return []
    if may_hide(data, data.find(b"?>") + 1 if data.startswith(b"<?xml ") else 0):
        return None
    formulas = _formulas_at(signs, data) if _PREFIXED.search(data) else _formulas_without_prefix(data)
    return None if formulas is None else html.unescape(b"\0".join(formulas).decode("utf-8", "replace")).split("\0")


def _formulas_without_prefix(data: bytes) -> list[bytes] | None:
    found = [(text, end) for attributes, text, end in _FORMULA.findall(data) if not attributes.endswith(b"/")]
    return [text for text, _ in found] if all(end for _, end in found) else None


def _formulas_at(signs: Iterable[bytes], data: bytes) -> list[bytes] | None:
    """Return the formulas with a sign; single bytes are found fast, so only the tags before them are looked at."""
    places: set[int] = set()
    for sign in signs:
        at = data.find(sign)
        while at >= 0:
            tag = _TAG.match(data, max(data.rfind(b"<", 0, at), 0))
            if tag is None:
                return None
            end = tag.end()
            if end <= at:  # in a text, not in an attribute
                is_formula = None if tag[1] else _IN_SHEETS.get(tag[2])
                if is_formula is None:
                    return None
                if is_formula:
                    places.add(end)
                end = data.find(b"<", at)
                if end < 0:
                    return None
            at = data.find(sign, end)
    return [data[at : data.find(b"<", at)] for at in sorted(places)]


def _vml_sources(data: bytes) -> Iterator[str]:
    """Yield the links of a drawing's pictures, many at once, parted by NUL."""
    links = map(itemgetter(1), _VML_SOURCE.finditer(data))
    while some := b"\0".join(islice(links, _AT_ONCE)):
        yield html.unescape(some.decode("utf-8", "replace"))


def _lead_to_shared(targets: str) -> bool:
    """Return whether any of some links, parted by NUL, leads to a folder that another machine shares.

    That machine gets the user's name when it is asked for the file.
    """
    return bool(_SHARED.search(unquote(targets).replace("\\", "/")))


class _MarkupReader:
    """Collects the formulas of a part, and what is active by its attributes."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.formulas: list[str] = []
        self._pieces: list[str] = []
        self._inside = 0
        self._refreshed = False

    def start(self, element: str, attributes: Attributes) -> None:
        """Begin an element."""
        local = element.lstrip(":")
        refreshed = attributes.get("refreshOnLoad", "") not in _OFF
        if local in _FORMULAS:
            self._inside += 1
        if local == "definedName" and _AUTO_RUN.match(attributes.get("name", "")):
            self.kinds.add("auto_run")
        elif local == "pivotCacheDefinition":
            self._refreshed = refreshed
        elif (local in ("connection", "queryTable") and refreshed) or (
            local == "cacheSource" and self._refreshed and attributes.get("type") == "external"
        ):
            self.kinds.add("connections")

    def end(self, element: str) -> None:
        """End an element."""
        if element.lstrip(":") in _FORMULAS:
            self._inside -= 1
            self.formulas.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, text: str) -> None:
        """Collect text."""
        if self._inside:
            self._pieces.append(text)
