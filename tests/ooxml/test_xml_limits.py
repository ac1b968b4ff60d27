"""Small files whose XML multiplies in a parser: refused at the tag, before the parser writes anything out."""

import contextlib
import time
import tracemalloc

import pytest
from hostile_making import MAIN, SHEET, book, changed, sheet

from cgs_validate import ReadError
from cgs_validate.editing.markup import Markup
from cgs_validate.ooxml.limits import Limits
from cgs_validate.ooxml.xml_parser import as_utf8, check_tags
from cgs_validate.reading.workbook import read_workbook

LIMITS = Limits()
MARKUP = f'<worksheet xmlns="{MAIN}" xmlns:q="urn:{{}}"><sheetData/>{{}}</worksheet>'


def namespace(characters: int, rest: str) -> bytes:
    return MARKUP.format("q" * (characters - 4), rest).encode()


def attributes(count: int, quote: str = '"') -> str:
    return "<q:a" + "".join(f" q:a{number}={quote}{quote}" for number in range(count)) + "/>"


REFUSED = {
    "a long namespace": namespace(256, ""),
    "a long namespace in single quotes": namespace(256, "").replace(b'"', b"'"),
    "a long namespace after blanks": namespace(256, "").replace(b'xmlns:q="', b'xmlns:q \n=\t "'),
    "a long namespace in references": namespace(4, "").replace(b'"urn:"', b'"%s"' % (b"&#x71;" * 256)),
    "a long namespace of a namespace of its own": namespace(4, f'<a xmlns="{"q" * 256}"/>'),
    "many attributes": namespace(8, attributes(257)),
    "many attributes in single quotes": namespace(8, attributes(257, "'")),
    "many attributes behind signs": namespace(8, attributes(257).replace('""', '"> /"', 100)),
    "many attributes of a root": namespace(8, "").replace(
        b"<worksheet", attributes(257).encode()[:-2].replace(b"q:a ", b"worksheet ")
    ),
    "many names": namespace(8, "".join(f"<q:n{number}/>" for number in range(10_001))),
    "many names of attributes": namespace(8, "".join(f'<a b{number}=""/>' for number in range(10_001))),
}
REFUSED |= {f"{name} in UTF-16": data.decode().encode("utf-16") for name, data in REFUSED.items()}
REFUSED |= {f"{name} behind a comment": b"<!-- -->" + data for name, data in REFUSED.items() if "UTF-16" not in name}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_xml_that_multiplies_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as raised:
        read_workbook(changed({SHEET: data}))
    assert raised.value.code == "damaged"


def test_a_caller_may_set_limits_that_no_file_reaches() -> None:
    assert read_workbook(changed({}), limits=Limits(xml_namespace_bytes=10**10, xml_attributes=10**10)).sheets


@pytest.mark.parametrize(
    "data",
    [
        namespace(255, attributes(256)),
        namespace(255, f'<a b="{"=" * 9_000}"/><c>{" a=&quot;&quot;" * 9_000}</c>'),
        namespace(8, "".join(f"<q:n{number}/>" for number in range(9_900))),
    ],
)
def test_xml_within_the_limits_is_read(data: bytes) -> None:
    for written in (data, data.decode().encode("utf-16"), b"\xef\xbb\xbf" + data):
        assert read_workbook(changed({SHEET: written})).sheets
    check_tags(data, SHEET, LIMITS)
    assert Markup(data, SHEET).result() == data


@pytest.mark.parametrize(
    "rest",
    ["<q:a/>" * 20_000, attributes(400), "".join(f"<q:name-of-an-element-{number}/>" for number in range(200_000))],
    ids=["elements", "attributes", "names"],
)
def test_little_time_and_memory_is_used(rest: str) -> None:
    data = changed({SHEET: namespace(8 if "name" in rest else 1_000_000, rest)})
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(ReadError):
        read_workbook(data)
    spent, memory = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 3
    assert memory < 60_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_xml_is_scanned_in_its_encoding(encoding: str) -> None:
    assert as_utf8("<a>輔導</a>".encode(encoding)).removeprefix(b"\xef\xbb\xbf") == "<a>輔導</a>".encode()


def test_a_sheet_has_a_name_of_some_length() -> None:
    def named(name: str) -> bytes:
        return book(f'<sheet name="{name}" sheetId="1" r:id="rId1"/>')

    assert read_workbook(named("a" * 255)).sheets
    for name in ("a" * 256, "a" + "\u0345\u0300" * 25_000):
        with pytest.raises(ReadError) as raised:
            read_workbook(named(name))
        assert raised.value.code == "sheet_name_too_long"


def test_a_text_in_pieces_is_whole() -> None:
    text = "輔導 &amp; 諮商" * 2_900
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c><!-- --></row>'
        for number in range(1, 21)
    )
    cells = read_workbook(sheet(rows)).sheets[0].grid.columns[1]
    assert {cell.text for _, cell in cells.between()} == {text.replace("&amp;", "&")}


@pytest.mark.parametrize("piece", ["xmlns", " xmlns", "xmlns:", " xmlns:", " xmlns=", " xmlns =", " xmlns:a='", ' a="'])
def test_tags_are_scanned_in_time_in_proportion(piece: str) -> None:
    begun = time.process_time()
    for data in (f"<a{piece * 200_000}", f"<a>{piece * 200_000}</a>"):
        with contextlib.suppress(ReadError):
            check_tags(data.encode(), SHEET, LIMITS)
    assert time.process_time() - begun < 2


def test_formulas_behind_comments_are_counted_over_all_parts() -> None:
    hidden = f'<worksheet xmlns="{MAIN}"><!-- -->{"<f>(</f>" * 100}</worksheet>'.encode()
    limits = Limits(xml_elements=1_000)
    assert read_workbook(changed({f"a/{number}.xml": hidden for number in range(9)}), limits=limits)
    with pytest.raises(ReadError) as raised:
        read_workbook(changed({f"a/{number}.xml": hidden for number in range(10)}), limits=limits)
    assert raised.value.code == "too_many_elements"
