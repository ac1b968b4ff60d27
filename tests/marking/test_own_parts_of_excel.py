"""What Excel takes for its own: the first two fills, and the list of cells with formulas."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hostile_making import MAIN
from marking_corpus import SHEET, packed, parts_of
from workbooks import case, workbook

from cgs_validate import ReadError, mark, unmark, validate

STYLES, TYPES, RELATIONS = "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
DATA = workbook([case(D=99, E=None)])
NONE, GREY = (b'<fill><patternFill patternType="%s"/></fill>' % name for name in (b"none", b"gray125"))
RED = b'<fill><patternFill patternType="solid"><fgColor rgb="FFFF6666"/><bgColor indexed="64"/></patternFill></fill>'


def with_fills(*fills: bytes) -> bytes:
    """Return the workbook with these fills only, which no format refers to but by 0."""
    parts = parts_of(DATA)
    table = b'<fills count="%d">%s</fills>' % (len(fills), b"".join(fills))
    styles = re.sub(rb"<fills.*</fills>", lambda _: table, parts[STYLES], flags=re.DOTALL)
    parts[STYLES] = re.sub(rb'fillId="[0-9]+"', b'fillId="0"', styles)
    return packed(parts)


def with_chain(data: bytes) -> bytes:
    """Return a marked workbook as Excel saves it: with a list of the cells with formulas, those of our memory."""
    parts = parts_of(data)
    number = len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    parts["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="A1" i="{number}"/></calcChain>'.encode()
    parts[TYPES] = parts[TYPES].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="%s"/></Types>' % kind.encode()
    )
    parts[RELATIONS] = parts[RELATIONS].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdChain" Type="%s" Target="calcChain.xml"/></Relationships>' % relation.encode(),
    )
    return packed(parts)


def marked(data: bytes) -> bytes:
    target = io.BytesIO()
    mark(data, validate(data), target)
    return target.getvalue()


def unmarked(data: bytes) -> bytes:
    target = io.BytesIO()
    unmark(data, target)
    return target.getvalue()


def fill_ids(data: bytes) -> dict[str, tuple[int, str]]:
    """Return the index and colour of the fill of D6 and E6, which are wrong and missing."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return {cell: (sheet[cell]._style.fillId, sheet[cell].fill.fgColor.rgb) for cell in ("D6", "E6")}


@pytest.mark.parametrize("fills", [(NONE,), (NONE, GREY), (NONE, RED), (RED, RED), (NONE, GREY, RED)])
def test_no_mark_has_one_of_the_first_two_fills(fills: tuple[bytes, ...]) -> None:
    data = with_fills(*fills)
    ids = fill_ids(marked(data))
    assert [colour for _, colour in ids.values()] == ["FFFF6666", "FFFFFF00"]
    assert min(index for index, _ in ids.values()) >= 2
    assert parts_of(unmarked(marked(data)))[SHEET] == parts_of(data)[SHEET]


@pytest.mark.parametrize("work", [marked, unmarked])
def test_the_list_of_cells_with_formulas_goes_with_our_sheet(work: Callable[[bytes], bytes]) -> None:
    result = work(with_chain(marked(DATA)))
    names = zipfile.ZipFile(io.BytesIO(result)).namelist()
    parts = parts_of(result)
    assert "xl/calcChain.xml" not in names
    assert b"calcChain" not in parts[TYPES] + parts[RELATIONS]


def test_a_list_of_other_cells_with_formulas_stays() -> None:
    own = with_chain(DATA)
    assert parts_of(unmarked(marked(own)))["xl/calcChain.xml"] == parts_of(own)["xl/calcChain.xml"]


@pytest.mark.parametrize("patterns", [2, 2_000])
def test_a_fill_that_the_memory_could_not_hold_is_refused(patterns: int) -> None:
    data = with_fills(NONE, GREY, b"<fill>%s</fill>" % (b'<patternFill patternType="solid"/>' * patterns))
    parts = parts_of(data)
    parts[STYLES] = parts[STYLES].replace(b'fillId="0"', b'fillId="2"')
    if patterns == 2:
        assert validate(marked(packed(parts)))
    else:
        with pytest.raises(ReadError) as raised:
            marked(packed(parts))
        assert raised.value.code == "damaged"


@pytest.mark.parametrize("count", [16_384, 16_385])
def test_more_columns_than_a_sheet_has_are_refused(count: int) -> None:
    columns = b"<cols>%s</cols><sheetData>" % (b'<col min="16384" max="16384" style="0"/>' * count)
    parts = parts_of(DATA)
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", columns)
    if count == 16_384:
        assert validate(marked(packed(parts)))
    else:
        with pytest.raises(ReadError) as raised:
            marked(packed(parts))
        assert raised.value.code == "damaged"
