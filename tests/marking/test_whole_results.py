"""However a workbook lists its parts: it is refused, or our reader opens the marked copy, and unmarking restores it."""

import copy
import io
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hostile_making import BOOK, BOOK_RELS, GOOD, MAIN, RELS, SHEET, TYPES, relation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marking_checks import whole
from marking_corpus import packed, parts_of, utf16

from cgs_validate import ReadError, load_spec, mark, unmark
from cgs_validate.checking.findings import Finding, Kind, Place, Severity
from cgs_validate.checking.report import Report
from cgs_validate.commands.cli import group
from cgs_validate.reading.workbook import read_workbook

Parts = dict[str, bytes]

SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
FOREIGN = b'<x:list xmlns:x="urn:x">%s</x:list>'
STALE = b'<Override PartName="/xl/worksheets/sheet3.xml" ContentType="application/x"/>'
CHANGED = re.compile(r"xl/(styles|comments\d|worksheets/sheet\d)\.xml|.*\.vml", re.IGNORECASE)
MAY_STAY = re.compile("vml|.*/(styles|vmlDrawing)")  # a type, relations
LISTS = (BOOK, BOOK_RELS, SHEET_RELS, TYPES, RELS)
MEMORY_RELS = "xl/worksheets/_rels/sheet4.xml.rels"


def marked(data: bytes) -> bytes:
    """Return a workbook with two marks on its first sheet."""
    book = read_workbook(data)
    places = (Place(book.sheets[0].name, row, 5) for row in (2, 9))
    found = tuple(Finding("error_value", kind, Severity.ERROR, place) for kind, place in zip(Kind, places, strict=True))
    target = io.BytesIO()
    mark(data, Report(load_spec("cgs/111"), "0", book, None, None, found, (), (), "zh-TW"), target)
    return target.getvalue()


def unmarked(data: bytes) -> bytes:
    target = io.BytesIO()
    assert unmark(data, target).cells == 2
    return target.getvalue()


def content(parts: Parts) -> dict[str, object]:
    """Return what a workbook holds besides the parts that marking adds to, and lists of nothing."""
    found = {name: meaning(name, data) for name, data in parts.items() if not CHANGED.fullmatch(name)}
    return {name: one for name, one in found.items() if one}


def meaning(name: str, data: bytes) -> object:
    if not name.lower().endswith((".xml", ".rels")):
        return data
    root = ElementTree.fromstring(data)
    for declared in list(root):
        if MAY_STAY.fullmatch(declared.get("Extension", "") or declared.get("Type", "")):
            root.remove(declared)
    return whole(root) if name.endswith(".xml") or len(root) else None


def check_whole(data: bytes) -> None:
    """Check that a workbook comes back from a marked copy that our reader opens."""
    result = marked(data)
    before, after = read_workbook(data), read_workbook(result)
    assert [sheet.name for sheet in after][: len(before.sheets)] == [sheet.name for sheet in before]
    plain = unmarked(result)
    assert content(parts_of(plain)) == content(parts_of(data))
    again = {sheet.name: sheet.grid for sheet in read_workbook(plain)}
    assert {sheet.name: sheet.grid for sheet in before} == again


def changed(part: str, *changes: tuple[bytes, bytes]) -> Callable[[], bytes]:
    def make() -> bytes:
        parts = dict(GOOD)
        for old, new in changes:
            assert re.search(old, parts[part]), (old, parts[part])
            parts[part] = re.sub(old, new, parts[part], count=1)
        return packed(parts)

    return make


def with_parts(**parts: bytes) -> Callable[[], bytes]:
    return lambda: packed(GOOD | parts)


def prefixed(part: str, prefix: bytes, *changes: tuple[bytes, bytes]) -> Callable[[], bytes]:
    """Give all elements of a part a prefix, then make other changes."""
    tags = re.sub(rb"<(/?)(?=[A-Za-z]+[\s/>])", rb"<\1%s:" % prefix, GOOD[part])
    data = tags.replace(b"xmlns=", b"xmlns:%s=" % prefix, 1)
    for old, new in changes:
        assert old in data
        data = data.replace(old, new)
    return lambda: packed(GOOD | {part: data})


def renamed(old: str, new: str) -> Callable[[], bytes]:
    return lambda: packed({new if name == old else name: data for name, data in GOOD.items()})


def relations(listed: str) -> bytes:
    return b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>' % (
        listed.encode()
    )


NO_DRAWING = re.sub(rb"<legacyDrawing[^>]*>", b"", GOOD[SHEET])
RELATION, OVERRIDE, ONE_SHEET = rb"(<Relationship [^>]*/>)", rb"(<Override [^>]*/>)", rb"(<sheet [^>]*/>)"
REFUSED = {
    "comments that are none": changed(SHEET_RELS, (rb"/comments1\.xml", b"/workbook.xml")),
    "drawing of comments that is none": changed(SHEET_RELS, (rb"/drawings/vmlDrawing1\.vml", b"/workbook.xml")),
    "relation in a foreign element": changed(BOOK_RELS, (RELATION, FOREIGN % rb"\1")),
    "relation in a foreign element of the sheet": changed(SHEET_RELS, (RELATION, FOREIGN % rb"\1")),
    "relation in a relation": changed(BOOK_RELS, (RELATION, rb'<Relationship Id="q">\1</Relationship>')),
    "relation of another namespace": changed(BOOK_RELS, (RELATION, rb'\1<x:Relationship xmlns:x="urn:x" Id="q"/>')),
    "relation in an element with a Chinese name": changed(BOOK_RELS, (RELATION, r"<表>\1</表>".encode())),
    "relation again with a prefix": changed(
        BOOK_RELS, (rb'(xmlns="([^"]*)">)<(Relationship [^>]*/>)', rb'xmlns:p="\2" \1<\3<p:\3')
    ),
    "two types of a part": changed(TYPES, (OVERRIDE, rb'\1<Override PartName="/DOCPROPS/app.xml" ContentType="x/y"/>')),
    "override in a foreign element": changed(TYPES, (OVERRIDE, FOREIGN % rb"\1")),
    "default in a foreign element": changed(TYPES, (rb"(<Default [^>]*/>)", FOREIGN % rb"\1")),
    "sheets in alternatives": changed(
        BOOK,
        (rb"(<sheets>.*</sheets>)",
         rb'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>\1</mc:Choice></mc:AlternateContent>'),
    ),
    "sheet in alternatives": changed(BOOK, (ONE_SHEET, FOREIGN % rb"\1")),
    "sheet of another namespace": changed(BOOK, (ONE_SHEET, rb'\1<x:sheet xmlns:x="urn:x" name="z"/>')),
    "names of another namespace": changed(BOOK, (rb"(</sheets>)", rb'\1<x:definedNames xmlns:x="urn:x"/>')),
    "rows with another prefix": changed(
        SHEET,
        (rb"<worksheet ", rb'<worksheet xmlns:z="%s" ' % MAIN.encode()),
        (rb"<sheetData>.*</sheetData>", rb'<sheetData><z:row r="9"/></sheetData>'),
    ),
    "cells with another prefix": changed(
        SHEET,
        (rb"<worksheet ", rb'<worksheet xmlns:z="%s" ' % MAIN.encode()),
        (rb"<sheetData>.*</sheetData>", rb'<sheetData><row r="9"><z:c r="E9"/></row></sheetData>'),
    ),
}  # fmt: skip
MARKED = {
    "as it is": lambda: packed(GOOD),
    "another row with another prefix": changed(
        SHEET,
        (rb"<worksheet ", rb'<worksheet xmlns:z="%s" ' % MAIN.encode()),
        (rb"<row (.*?)</row>", rb"<z:row \1</z:row>"),
    ),
    "relations with a prefix": prefixed(BOOK_RELS, b"p"),
    "types with a prefix": prefixed(TYPES, b"p"),
    "sheets with a prefix": prefixed(BOOK, b"p"),
    "prefix of Chinese letters": prefixed(BOOK_RELS, "表".encode()),
    "comments": changed(BOOK_RELS, (RELATION, rb'<!-- <Relationship Id="q"/> -->\1<?x <Relationship/> ?>')),
    "comments among the types": changed(TYPES, (OVERRIDE, rb"<!-- <Override/> -->\1<?x </Types> ?>")),
    "comments among the sheets": changed(BOOK, (ONE_SHEET, rb"<!-- </sheets> -->\1<?x <sheet/> ?>")),
    "foreign element": changed(BOOK_RELS, (RELATION, rb"\1" + FOREIGN % b"<x:y/>")),
    "foreign elements only": with_parts(**{SHEET_RELS: relations(FOREIGN.decode() % ""), SHEET: NO_DRAWING}),
    "foreign element among the types": changed(TYPES, (OVERRIDE, rb"\1" + FOREIGN % b"<x:y/>")),
    "entities": changed(BOOK_RELS, (rb'"worksheets/sheet1', b'"&#119;ork&#x73;heets/sheet1')),
    "entities in a type": changed(TYPES, (rb'"/xl/worksheets/sheet1', b'"/xl/&#119;orksheets/sheet1')),
    "spaces and quotes": changed(BOOK_RELS, (rb'Id="rId1" ', b"\n Id\t=\r'rId1'  ")),
    "attribute with a Chinese name": changed(BOOK_RELS, (rb'Id="rId1" ', "表=\" Id='q'\" Id=\"rId1\" ".encode())),
    "attributes of another namespace": changed(BOOK, (rb"<sheet ", rb'<sheet xmlns:x="urn:x" x:name="z" ')),
    "rows and cells with numbers of another namespace": changed(
        SHEET,
        (rb"<worksheet ", rb'<worksheet xmlns:z="urn:z" '),
        (rb'<row r="\d+"', b'<row z:r="9" z:s="7"'),
    ),
    "in UTF-16": lambda: utf16(packed(GOOD), BOOK, BOOK_RELS, TYPES, SHEET_RELS),
    "with a byte order mark": with_parts(**{name: BOM_UTF8 + GOOD[name] for name in (BOOK, BOOK_RELS, TYPES)}),
    "names in another case": renamed(SHEET, "xl/Worksheets/SHEET1.xml"),
    "a sheet named like the relation of ours": changed(BOOK, (rb'<sheet name="[^"]*"', b'<sheet name="rId%d"' % 9)),
    "a type for the name of our sheet": changed(TYPES, (b"</Types>", STALE + b"</Types>")),
    "relations for the name of our sheet": with_parts(
        **{"xl/worksheets/_rels/sheet3.xml.rels": GOOD[SHEET_RELS].replace(b"comments1.xml", b"theme/theme1.xml")}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_list_that_programs_read_differently_is_refused(name: str) -> None:
    with pytest.raises(ReadError) as raised:
        marked(REFUSED[name]())
    assert raised.value.code in ("inconsistent", "damaged")


@pytest.mark.parametrize("name", MARKED)
def test_a_list_in_an_odd_form_comes_back(name: str) -> None:
    check_whole(MARKED[name]())


def replaced(xml: bytes, chance: Random) -> bytes:
    """Return a part with some elements elsewhere, doubled, gone, renamed, or with another's attribute."""
    root = ElementTree.fromstring(xml)
    for _ in range(chance.randint(1, 3)):
        parents = [parent for parent in root.iter() if len(parent)]
        if not parents:
            break
        parent, other = chance.choice(parents), chance.choice(list(root.iter()))
        place = chance.randrange(len(parent))
        chance.choice(WAYS)(parent, place, other, chance)
    return ElementTree.tostring(root)


def _wrap(parent: ElementTree.Element, place: int, other: ElementTree.Element, chance: Random) -> None:
    wrapper = ElementTree.Element(chance.choice(("{urn:x}list", "表", "{urn:mc}AlternateContent", parent.tag)))
    wrapper.append(parent[place])
    parent[place] = wrapper


def _double(parent: ElementTree.Element, place: int, other: ElementTree.Element, chance: Random) -> None:
    twin = copy.deepcopy(parent[place])
    for name in list(twin.keys()):
        if chance.random() < 0.5:
            twin.set(name, twin.get(name, "") + "9")
    other.append(twin)


def _rename(parent: ElementTree.Element, place: int, other: ElementTree.Element, chance: Random) -> None:
    parent[place].tag = chance.choice((other.tag, "{urn:x}" + parent[place].tag.rpartition("}")[2]))


def _set(parent: ElementTree.Element, place: int, other: ElementTree.Element, chance: Random) -> None:
    one = parent[place]
    name = chance.choice([*one.keys(), *other.keys(), "{urn:x}Id"])
    value = chance.choice([*one.attrib.values(), *other.attrib.values(), "", "rId9", "../x.xml", "/xl/workbook.xml"])
    one.set(name, chance.choice((value, value.swapcase(), value.replace("k", "\u212a"))))


def _remove(parent: ElementTree.Element, place: int, other: ElementTree.Element, chance: Random) -> None:
    del parent[place]


WAYS = (_wrap, _double, _rename, _set, _set, _remove)


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(part=st.sampled_from(LISTS), chance=st.randoms(use_true_random=False))
def test_a_changed_list_is_refused_or_comes_back(part: str, chance: Random) -> None:
    data = packed(GOOD | {part: replaced(GOOD[part], chance)})
    with suppress(ReadError):
        marked(data)
        check_whole(data)


def test_parts_that_only_our_sheets_lead_to_go_with_them() -> None:
    parts = parts_of(marked(packed(GOOD)))
    ours, theirs = relation("rId1", "../printerSettings/p.bin", "printerSettings"), relation("rId2", "sheet1.xml")
    parts |= {MEMORY_RELS: relations(ours + theirs), "xl/printerSettings/p.bin": b"x"}
    plain = parts_of(unmarked(packed(parts)))
    assert plain.keys() == GOOD.keys()


def test_nothing_is_left_of_a_result_that_cannot_be_opened(tmp_path: Path) -> None:
    parts = parts_of(marked(packed(GOOD)))
    path = tmp_path / "a.xlsx"
    data = packed(parts | {MEMORY_RELS: relations(relation("rId1", "/_rels/.rels", "x"))})
    path.write_bytes(data)
    done = CliRunner().invoke(group, ["unmark", str(path), "--lang", "zh-TW"])
    assert (done.exit_code, done.output.partition("；")[0]) == (2, "產生出來的檔案打不開，所以沒有存檔")
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], data)
