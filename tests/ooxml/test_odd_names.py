"""Names, types and places that look like those of a workbook, and that Excel does not take for them."""

import pytest
from hostile_making import BOOK, BOOK_RELS, GOOD, OFFICE, SHEET_1, TYPES, book, changed, relation, sheet
from marking_corpus import strict

from cgs_validate import ReadError
from cgs_validate.ooxml.container import Container
from cgs_validate.reading.workbook import read_workbook

TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
KELVIN = "\u212a"  # whose lower case is k
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MERGE = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'


def retyped(content_type: bytes) -> bytes:
    return changed({TYPES: GOOD[TYPES].replace(TYPE, content_type)})


@pytest.mark.parametrize("type_", ["urn:evil", "http://evil/relationships", f"{OFFICE}/evil", f"x{OFFICE}"])
def test_a_relation_of_another_making_is_none(type_: str) -> None:
    with pytest.raises(ReadError) as raised:
        read_workbook(book(SHEET_1, relation("rId1", "worksheets/sheet1.xml").replace(OFFICE, type_)))
    assert raised.value.code == "inconsistent"


@pytest.mark.parametrize(
    "content_type", [b"urn:evil/worksheet", TYPE.replace(b"worksheet", b"chartsheet"), b"image/png"]
)
def test_a_sheet_of_another_content_type_is_none(content_type: bytes) -> None:
    with pytest.raises(ReadError) as raised:
        read_workbook(retyped(content_type))
    assert raised.value.code == "inconsistent"


def test_usual_types_are_read() -> None:
    for data in (retyped(b"application/xml"), retyped(TYPE.upper()), retyped(TYPE), strict(changed({}))):
        assert read_workbook(data).sheets


def test_only_the_letters_of_ascii_have_a_case() -> None:
    odd = BOOK.replace("k", KELVIN)
    data = changed(
        {BOOK: None, odd: GOOD[BOOK], BOOK_RELS: None, BOOK_RELS.replace("book", f"boo{KELVIN}"): GOOD[BOOK_RELS]}
    )
    assert BOOK not in Container(data)
    assert odd in Container(data)
    assert BOOK.upper() in Container(changed({}))
    with pytest.raises(ReadError) as raised:
        read_workbook(data)
    assert raised.value.code == "damaged"


@pytest.mark.parametrize(
    "merges",
    [
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14">{MERGE}</mc:Choice></mc:AlternateContent>',
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback>{MERGE}</mc:Fallback></mc:AlternateContent>',
        f'<mc:AlternateContent xmlns:mc="{MC}"><mergeCell ref="A1:A2"/></mc:AlternateContent>',
        f'<extLst><ext uri="u">{MERGE}</ext></extLst>',
        f"<mergeCells>{MERGE}</mergeCells>",
    ],
)
def test_merged_areas_that_only_some_readers_see_are_refused(merges: str) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert read_workbook(sheet(rows, after=MERGE)).sheets[0].grid.merges
    for data in (sheet(rows, after=merges), sheet(rows, before=merges)):
        with pytest.raises(ReadError) as raised:
            read_workbook(data)
        assert raised.value.code == "damaged"
