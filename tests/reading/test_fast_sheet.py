"""The quick reader and the slow one see the same cells, or refuse the same sheet."""

import gc
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbooks import by_xlsxwriter, plain_page

from cgs_validate.errors import ReadError
from cgs_validate.ooxml.limits import Limits
from cgs_validate.ooxml.parts import Parts
from cgs_validate.reading.fast_sheet import _PlainReader, read_sheet
from cgs_validate.reading.looks import Font
from cgs_validate.reading.shared_strings import SharedStrings, shared_strings
from cgs_validate.reading.sheet import GridReader
from cgs_validate.reading.workbook import read_workbook
from cgs_validate.workbook import column_letters

VALUES = st.sampled_from(
    [
        "1",
        "12.50",
        " 7 ",
        "",
        "x",
        "王",
        "&amp;",
        "&#65;",
        "&bogus;",
        "_x000A_",
        "1e999",
        "TRUE",
        "#N/A",
        "0",
        "\x01",
        "\ufffe",
        "1\r\n2",
        "]]>",
        "a>b",
        "more than eight",
    ]
)
CELLS = st.sampled_from(
    [
        '<c r="{at}"><v>{value}</v></c>',
        '<c r="{at}" s="1"><v>{value}</v></c>',
        '<c r="{at}" t="s"><v>{value}</v></c>',
        '<c r="{at}" s="2" t="str"><v>{value}</v></c>',
        '<c r="{at}" t="e"><v>{value}</v></c>',
        '<c r="{at}" t="b"><v>{value}</v></c>',
        '<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>',
        '<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>',
        '<c r="{at}" t="n"><is><t>{value}</t></is></c>',
        '<c r="{at}" t="inlineStr"><is><r><rPr><strike/></rPr><t>{value}</t></r></is></c>',
        '<c r="{at}" s="3"/>',
        '<c r="{at}" s="3" />',
        '<c r="{at}" t="s" />',
        '<c r="{at}" / >',
        '<c r="F99"><v>{value}</v></c>',
        '<c r="{at}"></c>',
        '<c t="s" r="{at}"><v>{value}</v></c>',
        "<c><v>{value}</v></c>",
        '<c r="{at}"><f>1+1</f><v>{value}</v></c>',
        '<c r="{at}" s="1"><f>{value}</f></c>',
        '<c r="{at}" s="2" t="str"><f t="shared" ref="A1:B2" si="0">A&amp;&lt;B</f><v>{value}</v></c>',
        '<c r="{at}" t="str"><f ca="1"/><v>{value}</v></c>',
        '<c r="{at}" t="str"><f t="a" t="b"/><v>{value}</v></c>',
        '<c r="{at}" t="b"><f>1</f><v>{value}</v></c>',
        '<c r="{at}"><f>1</f><v /></c>',
        '<c r="{at}" t="str"><f>1</f><v/></c>',
        '<c r="{at}" t="s"><f>1</f><v>{value}</v></c>',
        '<c r="{at}" t="inlineStr"><f>1</f><is><t>{value}</t></is></c>',
        '<c r="{at}" t="inlineStr"><f>1</f></c>',
        '<c r="{at}"><v>{value}</v><f>1</f></c>',
        '<c r="{at}"><f>1</f><f>1</f><v>{value}</v></c>',
        '<c r="{at}"><v><f>1</f></v></c>',
        '<c r="{at}"><f><f>1</f></f></c>',
        '<c r="{at}"><!-- <f>--></f><v>{value}</v></c>',
        '<c r="{at}"><f><![CDATA[<f>]]></f><v>{value}</v></c>',
        '<c r="{at}" x="1"><v>{value}</v></c>',
        '<c r="{at}"><v>{value}</v><v>{value}</v></c>',
        '<c r="{at}"><v>{value}</v><!-- --></c>',
        '<c r="{at}"><v>{value}',
        '<c r="{at}"><v>{value}</v>',
        '<c r="{at}"/></c>',
        '<c r="{at}"></v></c>',
        '<c r="{at}" t="s" s="1"><v>{value}</v></c>',
        '<c r="{at}" t="inlineStr"><v>{value}</v></c>',
        '<c r="{at}" x="a>b" t="str"><v>{value}</v></c>',
        '<c r="{at}" x="&lt;v>"/>',
        '<c r="{at}" s="1" s="2"><v>{value}</v></c>',
        '<c r="{at}" y:z="1"><v>{value}</v></c>',
        '<c r="{at}" xmlns="urn:x"><v>{value}</v></c>',
        '<c r="{at}" xmlns:y="urn:y" y:z="1"><v>{value}</v></c>',
        '<c r="{at}"',
        '<c r="{at}" t="s"',
        '<c r="{at}" t="s">',
        "><v>{value}</v></c>",
        '<c r="{at}" t="str"><v xml:space="preserve">{value}</v></c>',
        '<c r="{at}" t="inlineStr"><is><t>{value}</t></is><v>{value}</v></c>',
        '<c r="{at}" t="x"><v>{value}</v></c>',
    ]
)
ROWS = st.sampled_from(
    [
        '<row r="{row}">{cells}</row>',
        '<row r="{row}" spans="1:5" ht="15.5">{cells}</row>',
        '\n  <row r="{row}">{cells}</row>\n',
        '<row r="{row}" a="1" a="2">{cells}</row>',
        '<row r="{row}" y:z="1">{cells}</row>',
        '<row r="{row}" x14ac:dyDescent="0.2">{cells}</row>',
        '<row r="{row}" xmlns="urn:x">{cells}</row>',
        '<row r="{row}" xmlns:y="urn:y" y:z="1">{cells}<c r="F{row}" y:z="1"><v>1</v></c></row>',
        '<row r="{row}"{cells}</row>',
        '<row spans="1:5" r="{row}">{cells}</row>',
        "<row>{cells}</row>",
        '<row r="{row}"/>',
        '<row r="{row}" ht="15.5" />',
        '<row r="{row}" hidden="1">{cells}</row>',
        '<row r="{row}" ht="0" customHeight="1">{cells}</row>',
        '<row r="{row}" hidden="0" >{cells}</row >',
    ]
)
PLAIN_CELLS = st.sampled_from(
    [
        '<c r="{at}"><v>{value}</v></c>',
        '<c r="{at}" s="1" t="str"><v>{value}</v></c>',
        '<c r="{at}" t="str"><f>A{value}</f><v>{value}</v></c>',
        '<c r="{at}"><f>A{value}</f><v>{value}</v></c>',
    ]
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT = f'<worksheet xmlns="{MAIN}" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
SECOND = f'<worksheet xmlns=\'{MAIN}\'><a><worksheet xmlns="{MAIN}" xmlns:y="urn:y"></worksheet></a>'
ROOTS = st.sampled_from(
    [
        ROOT,
        f"<worksheet xmlns='{MAIN}' xmlns:y='urn:y'>",
        SECOND,
        f'<worksheet xmlns="{MAIN}" xmlns:a-b="urn:b"><a><worksheet xmlns="{MAIN}" xmlns:y="{MAIN}"></worksheet></a>',
        f'<worksheet xmlns="{MAIN}" xmlns:y="{MAIN}"><worksheet xmlns="{MAIN}" xmlns:y="urn:y"></worksheet>',
        f'<a><worksheet xmlns="{MAIN}">',
    ]
)
SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>' + ROOT + '<dimension ref="A1"/><sheetData>{rows}'
    '</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
)


MERGES = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
AFTER = st.sampled_from(
    [
        "",
        MERGES + MERGES,
        MERGES.replace("B2", "B2:"),
        MERGES.replace("A1:B2", "C1:D2") + MERGES,
        f"<a>{MERGES}</a>",
        '<a><b><c r="A1"><v>1</v></c></b></a>',
        "<a><b><c><v>1</v></c></b></a>",
        '<row r="90"/>',
        "<sheetData/>",
        "<y:sheetData/>",
        "<a><sheetData></sheetData></a>",
        "</a>",
        "&bogus;",
    ]
)


class Shared(Parts):
    """A workbook with two strings and two formats."""

    epoch_1904 = False
    strings = ("甲", "乙")
    runs = MappingProxyType({1: frozenset((Font(struck=True), None))})
    formats = ("", "000", "yyyy/m/d", "")
    fonts = MappingProxyType({2: Font(struck=True)})

    def __init__(self, data: bytes = b"") -> None:
        super().__init__(Limits(last_row=60, last_column=6, cells=400))
        self.cells_read = self.cells_blank = self.text_read = self.formats_read = 0
        self.container = self
        self.data = data

    def read(self, _: str) -> bytes:
        return self.data


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A sheet that is mostly plain: many rows alike, some odd ones in between."""
    usual, row, rows = draw(st.lists(PLAIN_CELLS, max_size=4)), 0, []
    for _ in range(draw(st.integers(0, 40))):
        odd = draw(st.integers(0, 9)) == 0
        row += draw(st.sampled_from([1, 1, 1, 1, 5, 0])) if odd else 1
        cells = draw(st.lists(CELLS, max_size=5)) if odd else usual
        numbers = list(range(1, len(cells) + 1))
        if odd and draw(st.integers(0, 5)) == 0:
            numbers.reverse()
        written = "".join(
            cell.format(at=f"{column_letters(number)}{row}", value=draw(VALUES) if odd else str(row))
            for cell, number in zip(cells, numbers, strict=True)
        )
        rows.append((draw(ROWS) if odd else '<row r="{row}">{cells}</row>').format(row=row, cells=written))
    root = draw(ROOTS) if draw(st.integers(0, 4)) == 0 else ROOT
    sheet = SHEET.replace(MERGES, draw(AFTER)) if draw(st.integers(0, 4)) == 0 else SHEET
    if draw(st.integers(0, 9)) == 0:
        sheet = sheet.replace('<dimension ref="A1"/>', draw(AFTER))
    return sheet.format(rows="".join(rows)).replace(ROOT, root)


@given(sheets())
@settings(max_examples=300, deadline=None)
@example(SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row>' * 2))
@example(SHEET.format(rows='<row r="1"><c r="A2"><v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="B1"><v>1</v></c><c r="A1"/></row>'))
@example(SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row><row r="61"><c r="A61"><v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row><row r="61"><c r="A61" t="str"><v></v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="G1"><v>1</v></c></row>'))
@example(SHEET.format(rows="<x/>"))
@example(SHEET.format(rows="text"))
@example(SHEET.format(rows="<sheetData></sheetData>"))
@example(SHEET.format(rows="").replace("<sheetData>", "<a><sheetData>").replace("</sheetData>", "</sheetData></a>"))
@example(SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row>').replace("UTF-8", "UTF-16"))
@example(SHEET.format(rows='<row r="1"><c r="A1"><v>1</v></c></row>').replace("worksheet", "x:worksheet"))
@example(SHEET.format(rows='<row r="1" xmlns="urn:x"><c r="A1"><v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1" xmlns:y="urn:y"><c r="A1" y:z="1"><v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="A1"<c r="B1"><v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="A1" t="s"</row><row r="2"><c r="A2"><v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="A1" t="s"></row><row r="2"><c r="A2"<v>1</v></c></row>'))
@example(SHEET.format(rows='<row r="1"><c r="A1" y:z="1"><v>1</v></c></row>').replace(ROOT, SECOND))
@example(SHEET.format(rows='<row r="1"><c r="A1"><y:v>1</y:v></c></row>').replace(ROOT, SECOND.replace("urn:y", MAIN)))
@example(SHEET.format(rows='<row r="1" y:z="1"/>').replace(ROOT, SECOND))
@example("<!DOCTYPE worksheet>" + SHEET.format(rows=""))
def test_both_readers_see_the_same(sheet: str) -> None:
    data = sheet.encode("utf-8", "surrogatepass")
    assert seen(lambda shared: read_sheet(data, "sheet1.xml", shared)) == seen(
        lambda shared: GridReader(data, "sheet1.xml", shared).read()
    )


ODDLY_WRITTEN = {
    '<c r="A{0}"><v>{0}</v></c>': 40,
    "<c r='A{0}'><v>{0}</v></c>": 80,
    "<c r='A{0}'><v>1</v></c>": 41,
}


@pytest.mark.parametrize(("cell", "most"), ODDLY_WRITTEN.items())
def test_cells_that_are_made_one_by_one_count_twice(cell: str, most: int) -> None:
    data = SHEET.format(rows="".join(f'<row r="{row}">{cell.format(row)}</row>' for row in range(1, 41))).encode()
    for cells, refused in ((most, False), (most - 1, True)):
        shared = Shared()
        shared.limits = Limits(cells=cells)
        with pytest.raises(ReadError) if refused else nullcontext():
            assert len(read_sheet(data, "sheet1.xml", shared).columns[1].rows) == 40


@pytest.mark.parametrize("written", ["<f>A{row}</f>", '<f t="shared" ref="B1:B60" si="0">A{row}&amp;"x"</f>', "<f/>"])
@pytest.mark.parametrize("result", ["<v>{row}</v>", "<v>{row}.5</v>", "", "<v />"])
def test_formulas_are_read_quickly(written: str, result: str) -> None:
    row = f'<row r="{{row}}"><c r="A{{row}}">{written}{result}</c><c r="B{{row}}" t="str">{written}<v>x</v></c></row>'
    data = SHEET.format(rows="".join(row.format(row=number) for number in range(1, 61))).encode()
    shared = Shared()
    shared.limits = Limits()
    reader = _PlainReader(data, "sheet1.xml", shared)
    assert reader.read() == GridReader(data, "sheet1.xml", shared).read()
    assert not reader.odd


@pytest.mark.parametrize(
    "written",
    [
        '<c r="A1" s="7"><v>1</v></c>',
        '<c r="A1" s="7" t="s"><v>1</v></c>',
        '<c r="A1" s="7"/>',
        '<c r="A1" s="7" t="str"></c>',
        '<c r="A1" s="7" t="str"><v>x</v></c>',
        "<c t='n' s='7' r='A1'><v>1</v></c>",
    ],
)
def test_the_last_format_is_that_of_any_cell_row_or_column(written: str) -> None:
    rows = f'<row r="1">{written}</row>'
    columns = '<cols><col min="1" max="2" style="7"/></cols><sheetData>'
    for sheet in (
        SHEET.format(rows=rows),
        SHEET.format(rows='<row r="1" s="7" customFormat="1"/>'),
        SHEET.format(rows="").replace("<sheetData>", columns),
    ):
        data = sheet.encode()
        assert read_sheet(data, "sheet1.xml", Shared()).last_format == 7
        assert GridReader(data, "sheet1.xml", Shared()).read().last_format == 7


LOST = '<c r="A1"><v>1</v></c>'


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ("", f'<extLst><ext uri="u">{LOST}</ext></extLst>'),
        ("", "<a><b><c><v>1</v></c></b></a>"),
        (f"<extLst>{LOST}</extLst>", ""),
        ("<!-- -->", f'<extLst><ext uri="u">{LOST}</ext></extLst>'),
        (f'<row r="2"/>{LOST}', ""),
    ],
)
def test_a_cell_outside_a_row_is_none(rows: str, more: str) -> None:
    sheet = SHEET.format(rows='<row r="1"><c r="B1"><v>1</v></c></row>' + rows).replace(MERGES, MERGES + more)
    data = sheet.encode()
    assert seen(lambda shared: read_sheet(data, "sheet1.xml", shared)) == "refused"
    assert seen(lambda shared: GridReader(data, "sheet1.xml", shared).read()) == "refused"


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ('<!-- <c r="ZZZ1" -->', ""),
        ("", '<extLst><ext uri="u"><a><b><c r="ZZZ1"/></b></a></ext></extLst>'),
    ],
)
def test_what_only_looks_like_a_far_cell_does_no_harm(rows: str, more: str) -> None:
    data = SHEET.format(rows='<row r="1"><c r="B1"><v>1</v></c></row>' + rows).replace(MERGES, more).encode()
    quick = seen(lambda shared: read_sheet(data, "sheet1.xml", shared))
    assert quick == seen(lambda shared: GridReader(data, "sheet1.xml", shared).read()) != "refused"


def test_long_numbers_count_as_text_each_time() -> None:
    cells = "".join(f'<c r="{letter}1"><v>123456789.5</v></c>' for letter in "AB")
    data = SHEET.format(rows=f'<row r="1">{cells}</row>').encode()
    shared = Shared()
    for times in (1, 2):
        read_sheet(data, "sheet1.xml", shared)
        assert shared.text_read == times * 2 * len("123456789.5")


def seen(read: Any) -> Any:
    """What a reader makes of a sheet; what exactly it was refused for may differ where several things are wrong."""
    shared = Shared()
    try:
        grid = read(shared)
    except ReadError:
        return "refused"
    return {number: list(column.between()) for number, column in grid.columns.items()}, grid.merges, grid.last_format


TEXTS = st.sampled_from(
    [
        "<si><t>{value}</t></si>",
        '<si><t xml:space="preserve"> {value} </t></si>',
        "<si><t/></si>",
        "<si><r><t>{value}</t></r><r><t>{value}</t></r></si>",
        "<si><t>{value}</t><rPh><t>ㄨㄤ</t></rPh></si>",
        "<si><t>{value}</t></si><!-- -->",
        "<si><t>{value}</si></t>",
        "\n<si><t>{value}</t></si>",
        "<x/>",
    ]
)
STRINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{texts}</sst>"
)


@given(st.lists(TEXTS, max_size=5), st.lists(VALUES, min_size=5, max_size=5))
@settings(deadline=None)
@example(["<si><t>{value}</t></si></sst><sst>"], ["1"])
@example(["<!-- <si><t>{value}</t></si>", " --><si><t>{value}</t></si>"], ["1", "2"])
def test_shared_strings_are_the_same_read_quickly_or_slowly(texts: list[str], values: list[str]) -> None:
    written = "".join(text.format(value=value) for text, value in zip(texts, values, strict=False))
    data = STRINGS.format(texts=written).encode()
    quick, slow = (read_strings(data + comment) for comment in (b"", b"<!-- not plain -->"))
    assert quick == slow


def test_struck_out_strings_are_parsed_once() -> None:
    strings = "<si><r><rPr><strike/></rPr><t>x</t></r><rPh><t>y</t></rPh></si>" * 2
    shared = Shared(STRINGS.format(texts=strings).encode())
    shared.limits = Limits(xml_elements=15)
    runs = frozenset({Font(struck=True)})
    assert shared_strings("sharedStrings.xml", shared, {}) == SharedStrings(["x", "x"], {0: runs, 1: runs})


def read_strings(data: bytes) -> SharedStrings | str:
    try:
        return shared_strings("sharedStrings.xml", Shared(data), {0: Font(struck=True)})
    except ReadError:
        return "refused"


def test_a_sheet_that_was_read_leaves_no_cycle_behind() -> None:
    """The collector may come late, and cells name pupils."""
    data = by_xlsxwriter([plain_page("a", [["王小明"]])])
    gc.collect()
    gc.disable()
    try:
        read_workbook(data)
        assert not [held for held in gc.get_objects() if type(held) is _PlainReader]
    finally:
        gc.enable()
