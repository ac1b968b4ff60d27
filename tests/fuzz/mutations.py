"""Files changed with a plan: a workbook's XML inside its zip, the zip's own records, the lines of a spec.

Each function takes a file's bytes and a source of chance, and returns other bytes; whatever comes in, it returns.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb"""(\s[\w:.-]+)=("[^"]*"|'[^']*')""")
_RECORDS = {b"PK\x03\x04": 30, b"PK\x01\x02": 46, b"PK\x05\x06": 22, b"PK\x07\x08": 16}
_TAG = re.compile(rb"""<(/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(/?)>""")
_SCALAR = re.compile(rb"(?<=[:\-,{\[] )[^\n,{}\[\]]+")

_VALUES = (
    b"",
    b" ",
    b"\x00",
    b"\xff\xfe",
    b"9" * 40,
    b"x" * 300,
    *b"""0 -1 1 2 1048576 1048577 16384 4294967296 1e308 1e999 NaN 1_000 0x10 2958466 -2958466 2022-13-45 10000-01-01
    A1 XFD1048576 A0 AAAA1 A1:XFD1048576 B2:A1 $A$1 true s str inlineStr e d b rId1 ../../../x / //x http://[ External
    xl\\workbook.xml _x0000_ _xD800_ &amp; &#0; &#xD800; &x;""".split(),
    *"１２ \ufffe\uffff \u202e王\U0001f600".encode().split(),
)
_SNIPPETS = (
    b"<a>" * 500,
    *b"""\
<!DOCTYPE x [<!ENTITY x 'y'>]>
<!-- > -->
<![CDATA[<c r='A1'>]]>
<?x <row> ?>
]]>
<!
<
<row r="1"><c r="A1"><v>1</v></c></row>
<c r="A1" t="s"><v>99999</v></c>
<c/>
<row/>
<v>
</v>
<is><t>a</t></is>
<f>1+1</f>
<sheetData>
</sheetData>
<sheetData/>
<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:y="urn:y">
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></worksheet>
<mergeCells/>
<mergeCell ref="A1:XFD1048576"/>
<mergeCells><mergeCell ref="A1:B2"/></mergeCells>
<x:c xmlns:x="y"/>
<fills/>
<cellXfs/>
<xf/>
<authors/>
<comment/>
<legacyDrawing r:id="rId1"/>
<extLst/>
<sheet/>
<sheets/>
<Relationship/>
<Override/>
<mc:AlternateContent><mc:Choice/>""".splitlines(),
)
_LINES = (
    b"\td: e",
    b"e: " + b"[" * 40,
    b"f: " + b"{a: " * 40,
    *b"""\
a: &a [1]
b: *a
<<: {a: b}
c: !!python/object:os.system x
- x
? [a]: b
---
...
g: "
h: |
i: >-
%YAML 1.2
rules: []
fields: {}
codes: nowhere
required: maybe
regex: '(a+)+$'
regex: '('
basis: stated
min: 99999999999999999999
required_when: {x: ['1']}
codes_only_when: {'6': {}}
extends: cgs/111
changes: [{}]
  - {add: sheets.x, to: {}}
  - {remove: sheets, was: {}}
  - {move: a.b, was: {}, to: {after: c}}""".splitlines(),
)
_WORDS = (b"", b"9" * 5_000, *"{} [] '' null 0 -1 1e9 x.y .. ㇐ [[a]] {a:{b:c}}".encode().split())
_KEYS = (b"x", b"to", b"was", b"codes", b"source")


def workbook(data: bytes, chance: Random) -> bytes:
    """Return a workbook with one to three things changed in its parts, and zipped again as it should be."""
    parts = _parts(data)
    if not parts:
        return raw(data, chance)
    for _ in range(chance.randint(1, 3)):
        chance.choice(_PART_WAYS)(parts, chance)
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    return _zipped(parts, method)


def tree(data: bytes, chance: Random) -> bytes:
    """Return a workbook with one to three elements moved, doubled, renamed, wrapped: as well-formed as it was."""
    parts = _parts(data)
    names = [name for name, content in parts.items() if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<")]
    for _ in range(chance.randint(1, 3) if names else 0):
        name = _one_part(names, chance)
        parts[name] = chance.choice(_TREE_WAYS)(parts[name], chance)
    return _zipped(parts, zipfile.ZIP_DEFLATED)


def archive(data: bytes, chance: Random) -> bytes:
    """Return a zip file with the fields of its records changed, or cut, doubled, or put together from parts."""
    return chance.choice((_records, _records, _records, raw, _doubled, workbook))(data, chance)


def text(data: bytes, chance: Random) -> bytes:
    """Return a YAML text with lines and values changed."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        lines[at : at + chance.choice((0, 1, 1, 1, 5))] = chance.choice(_LINE_WAYS)(lines, at, chance)
        lines = lines or [b""]
    return b"\n".join(lines)


def raw(data: bytes, chance: Random) -> bytes:
    """Return bytes with some replaced, cut out or put in."""
    at = chance.randrange(len(data) + 1)
    length = chance.choice((0, 1, 1, 2, 4, 100))
    return data[:at] + chance.randbytes(chance.choice((0, 1, 1, 2, 4))) + data[at + length :]


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name; empty where it is none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            small = [entry for entry in file.infolist() if entry.file_size < 1_000_000]
            return {entry.filename: file.read(entry) for entry in small}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return {}


def _zipped(parts: dict[str, bytes], method: int) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=1) as file:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name[:1_000] or "x")
            info.compress_type = method
            file.writestr(info, content)
    return target.getvalue()


def _changed_part(parts: dict[str, bytes], chance: Random) -> None:
    """Change a part."""
    name = _one_part(list(parts), chance)
    parts[name] = chance.choice(_XML_WAYS)(parts[name], chance)


def _one_part(names: list[str], chance: Random) -> str:
    """Return a part's name; sheets, on which most depends, as often as all others together."""
    sheets = [name for name in names if "sheet" in name.lower()]
    return chance.choice(sheets if sheets and chance.random() < 0.5 else names)


def _moved_part(parts: dict[str, bytes], chance: Random) -> None:
    """Drop a part, rename it, or put another's content into it."""
    names = list(parts)
    name = chance.choice(names)
    way = chance.randrange(4)
    if way == 0 and len(names) > 1:
        del parts[name]
    elif way == 1:
        parts[chance.choice((name.upper(), name.replace("/", "\\"), f"/{name}", f"../{name}", f"{name}/"))] = parts[
            name
        ]
    elif way == 2:
        parts[name] = parts[chance.choice(names)]
    else:
        parts[name] = b""


def _tokens(change: Callable[[list[bytes], int, int, Random], list[bytes]]) -> Mutation:
    """Return a change of a short run of an XML's tags and texts."""

    def changed(xml: bytes, chance: Random) -> bytes:
        tokens: list[bytes] = _TOKEN.findall(xml)
        if not tokens:
            return xml
        start = chance.randrange(len(tokens))
        end = min(start + chance.choice((1, 1, 1, 2, 3, 10)), len(tokens))
        tokens[start:end] = change(tokens, start, end, chance)
        return b"".join(tokens)

    return changed


def _attribute(xml: bytes, chance: Random) -> bytes:
    """Give an attribute another value, or another's name; or drop or double it."""
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    one, other = chance.choice(found), chance.choice(found)
    new = chance.choice(
        (
            one[1] + b'="' + chance.choice(_VALUES) + b'"',
            one[1] + b"=" + other[2],
            other[1] + b"=" + one[2],
            one[0] * 2,
            b"",
        )
    )
    return xml[: one.start()] + new + xml[one.end() :]


def _named(xml: bytes, chance: Random) -> bytes:
    """Declare a namespace in an element, and use it there or not."""
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    at = chance.choice(found).end()
    return xml[:at] + chance.choice((b' xmlns="urn:x"', b' xmlns:y="urn:y"', b' xmlns:y="urn:y" y:r="1"')) + xml[at:]


def _encoded(xml: bytes, chance: Random) -> bytes:
    """Write a part in another encoding, declared or not."""
    written = xml.decode(errors="replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "latin-1"))
    if chance.random() < 0.5:
        written = re.sub("encoding=[\"'][^\"']*", f'encoding="{encoding}', written, count=1)
    return written.encode(encoding, "replace")


@dataclass(frozen=True)
class _Element:
    """An element's tags and content, by their places in the XML."""

    start: int
    inner: int
    outer: int
    end: int
    name: bytes


def _elements(xml: bytes) -> list[_Element]:
    """Return the elements inside the root, none where the tags do not match."""
    found, open_tags = list[_Element](), list[re.Match[bytes]]()
    for tag in _TAG.finditer(xml):
        if tag[4]:
            found.append(_Element(tag.start(), tag.end(), tag.end(), tag.end(), tag[2]))
        elif not tag[1]:
            open_tags.append(tag)
        elif open_tags and open_tags[-1][2] == tag[2]:
            opened = open_tags.pop()
            found.append(_Element(opened.start(), opened.end(), tag.start(), tag.end(), tag[2]))
    return [] if open_tags or not found else found[:-1]


def _element(change: Callable[[bytes, _Element, _Element], bytes]) -> Mutation:
    """Return a change of an element, of which another of the same part may be a pattern, or its new place."""

    def changed(xml: bytes, chance: Random) -> bytes:
        found = _elements(xml)
        return change(xml, chance.choice(found), chance.choice(found)) if found else xml

    return changed


def _moved(xml: bytes, one: _Element, other: _Element) -> bytes:
    """Put an element in front of another that is not inside it."""
    own = xml[one.start : one.end]
    if other.start >= one.end:
        return xml[: one.start] + xml[one.end : other.start] + own + xml[other.start :]
    if other.start < one.start:
        return xml[: other.start] + own + xml[other.start : one.start] + xml[one.end :]
    return xml


def _wrapped(before: bytes, after: bytes) -> Mutation:
    return _element(lambda xml, one, _: xml[: one.start] + before + xml[one.start : one.end] + after + xml[one.end :])


def _renamed(xml: bytes, one: _Element, other: _Element) -> bytes:
    """Give an element another's name."""
    tag, end = (
        xml[place].replace(one.name, other.name, 1)
        for place in (slice(one.start, one.inner), slice(one.outer, one.end))
    )
    return xml[: one.start] + tag + xml[one.inner : one.outer] + end + xml[one.end :]


def _with_value(xml: bytes, chance: Random) -> bytes:
    """Give an attribute another value, of the part or an odd one."""
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    one, other = chance.choice(found), chance.choice(found)
    value = chance.choice((other[2][1:-1], *(value for value in _VALUES if not re.search(rb"[\0<&\xff]", value))))
    return xml[: one.start(2) + 1] + value.replace(one[2][:1], b"") + xml[one.end(2) - 1 :]


_CHOICE = b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
_TREE_WAYS: tuple[Mutation, ...] = (
    _element(lambda xml, one, _: xml[: one.start] + xml[one.end :]),
    _element(lambda xml, one, _: xml[: one.end] + xml[one.start : one.end] + xml[one.end :]),
    _element(lambda xml, one, other: xml[: other.start] + xml[one.start : one.end] + xml[other.start :]),
    _element(lambda xml, one, _: xml[: one.start] + xml[one.inner : one.outer] + xml[one.end :]),
    _element(lambda xml, one, _: xml[: one.inner] + xml[one.outer :]),
    _element(_moved),
    _element(_renamed),
    _wrapped(b'<y:a xmlns:y="urn:y">', b"</y:a>"),
    _wrapped(b"<a>", b"</a>"),
    _wrapped(b'<a xmlns="urn:y">', b"</a>"),
    _wrapped(_CHOICE + b'<mc:Choice Requires="y">', b"</mc:Choice></mc:AlternateContent>"),
    _wrapped(_CHOICE + b'<mc:Choice Requires="y"/><mc:Fallback>', b"</mc:Fallback></mc:AlternateContent>"),
    _wrapped(b"<!-- ", b" -->"),
    _wrapped(b"<!--<c>--><?x <row>?>", b"<![CDATA[ ]]>"),
    _with_value,
    _with_value,
    _with_value,
    _named,
)

_XML_WAYS: tuple[Mutation, ...] = (
    _tokens(lambda tokens, start, end, chance: []),
    _tokens(lambda tokens, start, end, chance: tokens[start:end] * 2),
    _tokens(lambda tokens, start, end, chance: tokens[start:end][::-1]),
    _tokens(lambda tokens, start, end, chance: [chance.choice(tokens), *tokens[start:end]]),
    _tokens(lambda tokens, start, end, chance: [chance.choice(_SNIPPETS), *tokens[start:end]]),
    _tokens(lambda tokens, start, end, chance: [tokens[start], chance.choice(_VALUES), *tokens[start + 1 : end]]),
    _tokens(lambda tokens, start, end, chance: [tokens[start][:-1], *tokens[start + 1 : end]]),
    _named,
    _attribute,
    _attribute,
    _attribute,
    _encoded,
    raw,
    lambda xml, chance: xml[: chance.randrange(len(xml) + 1)],
)
_PART_WAYS = (*[_changed_part] * 5, _moved_part)


def _records(data: bytes, chance: Random) -> bytes:
    """Change a field of one of the zip's records: a size, an offset, a flag, a date, a checksum."""
    found = [
        (match.start(), _RECORDS[match[0]]) for match in re.finditer(b"PK(?:\x03\x04|\x01\x02|\x05\x06|\x07\x08)", data)
    ]
    if not found:
        return raw(data, chance)
    start, length = chance.choice(found)
    at = start + chance.randrange(4, length)
    form, most = chance.choice((("<B", 0xFF), ("<H", 0xFFFF), ("<L", 0xFFFFFFFF)))
    number = chance.choice((0, 1, most, most // 2, chance.randrange(most), len(data), max(start - 1, 0))) & most
    field = struct.pack(form, number)
    return data[:at] + field + data[at + len(field) :]


def _doubled(data: bytes, chance: Random) -> bytes:
    """Put something before, behind or into a zip file: bytes, or the file itself once more."""
    at = chance.choice((0, len(data), chance.randrange(len(data) + 1)))
    return data[:at] + chance.choice((data, b"PK\x05\x06" + bytes(18), b"\xff" * 22, b"x")) + data[at:]


def _other_value(lines: list[bytes], at: int, chance: Random) -> list[bytes]:
    """Replace a value of a line by another of the file, or by an odd one."""
    values = list(_SCALAR.finditer(lines[at]))
    if not values:
        return [lines[at]]
    one, other = chance.choice(values), _SCALAR.search(lines[chance.randrange(len(lines))])
    new = other[0] if other and chance.random() < 0.5 else chance.choice(_WORDS)
    return [lines[at][: one.start()] + new + lines[at][one.end() :]]


def _other_key(lines: list[bytes], at: int, chance: Random) -> list[bytes]:
    return [re.sub(rb"^(\s*(?:- )?)[^:]*", rb"\1" + chance.choice(_KEYS), lines[at])]


def _other_indent(lines: list[bytes], at: int, chance: Random) -> list[bytes]:
    return [b"  " * chance.randrange(6) + lines[at].lstrip()]


def _odd_line(lines: list[bytes], at: int, chance: Random) -> list[bytes]:
    return [b" " * (len(lines[at]) - len(lines[at].lstrip())) + chance.choice(_LINES)]


_LINE_WAYS: tuple[Callable[[list[bytes], int, Random], list[bytes]], ...] = (
    lambda lines, at, chance: [],
    lambda lines, at, chance: [lines[at]] * 2,
    lambda lines, at, chance: [chance.choice(lines)],
    lambda lines, at, chance: [raw(lines[at], chance)],
    _other_indent,
    _odd_line,
    _other_key,
    _other_value,
    _other_value,
    _other_value,
)
