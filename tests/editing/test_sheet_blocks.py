"""A worksheet edited block by block becomes what it becomes as a whole, wherever it is cut."""

import io
from itertools import pairwise

import pytest
from hostile_making import MAIN
from hypothesis import example, given, settings
from hypothesis import strategies as st
from marking_corpus import parts_of
from workbooks import by_xlsxwriter, case, workbook

from cgs_validate import mark, validate
from cgs_validate.editing.sheet import SheetEditor
from cgs_validate.editing.sheet_blocks import sheet_blocks
from cgs_validate.ooxml.container import Container

ROWS = st.sampled_from(
    [
        '<row r="{row}"><c r="A{row}" s="3"><v>1</v></c><c r="C{row}"><v>2</v></c></row>',
        '<row r="{row}" spans="1:3" s="2" customFormat="1"><c r="B{row}"/></row>\n',
        '<row ht="15" r="{row}"><c r="A{row}"/></row>',
        "<row><c><v>1</v></c><c><v>2</v></c></row>",
        '<row r="{row}"><c r="A{row}"/><extLst><ext><rowInfo r="40"/></ext></extLst></row>',
        '<row r="{row}"/>',
        '<row r="{row}"></row>',
        '<row r="{row}"><c r="A{row}" t="str"><v>what? why!</v></c></row>',
        '<!-- </row><row r="1"> --><row r="{row}"><c r="A{row}"/></row>',
        '<row r="{row}"><c r="A{row}" t="str"><v><![CDATA[</row></sheetData>]]></v></c></row>',
        '<?pi </row> ?><row r="{row}"><c r="A{row}"/></row>',
    ]
)
HEADS = st.sampled_from(
    [
        '<?xml version="1.0"?>\n<worksheet xmlns="{main}"><cols><col min="2" max="3" style="5"/></cols>',
        '<worksheet xmlns="{main}">',
        '\ufeff<worksheet xmlns="{main}">',
        '<!-- <sheetData> --><worksheet xmlns="{main}">',
        '<worksheet xmlns="{main}"><?pi <sheetData> ?>',
        '<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{main}">',
    ]
)
TAILS = st.sampled_from(
    [
        "</sheetData></worksheet>",
        "</sheetData ></worksheet>\n",
        '</sheetData><extLst><ext><row xmlns="urn:x"></row></ext></extLst></worksheet>',
        '</sheetData><!-- </row> --><drawing id="rId1"/></worksheet>',
    ]
)
PLAIN = '<row r="{row}"><c r="A{row}" s="3"><v>1</v></c><c r="C{row}"><v>2</v></c></row>'


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet of mostly plain rows."""
    rows, row = "", 0
    for _ in range(draw(st.integers(0, 25))):
        odd = draw(st.integers(0, 3)) == 0
        row += draw(st.sampled_from([1, 2, 5])) if odd else 1
        rows += (draw(ROWS) if odd else PLAIN).format(row=row)
    return (draw(HEADS).format(main=MAIN) + "<sheetData>" + rows + draw(TAILS)).encode()


PLACES = st.dictionaries(st.tuples(st.integers(1, 45), st.integers(1, 4)), st.integers(10, 99), max_size=12)
CUTS = st.lists(st.integers(0, 3_000), max_size=30)


@given(sheets(), CUTS, PLACES)
@settings(max_examples=300, deadline=None)
@example(b'<worksheet><sheetData><row r="1"/><row></row><row></row></sheetData></worksheet>', [45, 56], {(3, 1): 10})
@example(b'<worksheet><?pi <a> ?><sheetData><row r="1"/></sheetData></worksheet>', [], {(1, 1): 10})
def test_blocks_are_the_whole(data: bytes, cuts: list[int], places: dict[tuple[int, int], int]) -> None:
    whole = SheetEditor(data, "sheet1.xml")
    restyle(whole, sorted(places), places)
    whole.add_legacy_drawing(b'r:id="rId9"')

    bounds = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    pieces, left = [], sorted(places)
    for block in sheet_blocks((data[start:end] for start, end in pairwise(bounds)), "sheet1.xml"):
        inside, left = block.split(left)
        restyle(block.sheet, inside, places)
        if block.is_last:
            block.sheet.add_legacy_drawing(b'r:id="rId9"')
        pieces += block.pieces()
    assert not left
    assert b"".join([*pieces, *block.sheet.rest()]) == b"".join(whole.pieces())


def restyle(sheet: SheetEditor, inside: list[tuple[int, int]], styles: dict[tuple[int, int], int]) -> None:
    for place, cell in sheet.locate(inside).items():
        sheet.restyle(cell, styles[place] * 100 + cell.style)


@pytest.mark.parametrize("written", [PLAIN, '<row r="{row}" s="1" customFormat="1"/>'])
def test_a_plain_sheet_is_cut(written: str) -> None:
    rows = "".join(written.format(row=row) for row in range(1, 200))
    data = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    pieces = (data[start : start + 500] for start in range(0, len(data), 500))
    assert len(list(sheet_blocks(pieces, "sheet1.xml"))) > len(data) // 1_000


def test_a_large_sheet_is_marked_as_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [case(C=f"S{number:05}", D=99 if number % 90 == 0 else 7) for number in range(3_500)]
    report = validate(data := workbook(rows, write=by_xlsxwriter))

    def marked() -> dict[str, bytes]:
        mark(data, report, target := io.BytesIO())
        return parts_of(target.getvalue())

    first = marked()
    assert len(first["xl/worksheets/sheet1.xml"]) > 1_200_000
    monkeypatch.setattr(Container, "pieces", lambda container, name: iter([container.read(name)]))
    assert marked() == first
