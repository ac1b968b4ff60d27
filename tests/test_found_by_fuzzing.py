"""What fuzzing found (tests/fuzz), each as a small file that showed it: refused or read, never another exception."""

import io
import re

import pytest
from marking_corpus import SHEET, WORKBOOKS, edited, packed, parts_of, small, utf16
from workbooks import workbook

from cgs_validate import ReadError, SpecError, load_spec, mark, unmark
from cgs_validate.checking.findings import Finding, Kind, Place, Severity
from cgs_validate.checking.report import Report
from cgs_validate.editing.note_boxes import EMPTY_DRAWING
from cgs_validate.reading.workbook import open_workbook, read_workbook
from cgs_validate.spec import inheritance, yaml_reader
from cgs_validate.spec.library import packaged_folder

NOTES = "xl/comments1.xml"
DRAWING = "xl/drawings/vmlDrawing1.vml"
STYLES = "xl/styles.xml"


def marked(data: bytes) -> bytes:
    """Return a workbook with a mark in the first sheet's B2."""
    opened = open_workbook(data)
    book = opened.read(opened.workbook.sheets[:1])
    found = Finding("error_value", Kind.INVALID, Severity.ERROR, Place(book.sheets[0].name, 2, 2))
    target = io.BytesIO()
    mark(data, Report(load_spec("cgs/111"), "0", book, None, None, (found,), (), (), "en"), target)
    return target.getvalue()


def in_part(part: str, old: bytes, new: bytes, of: str = "notes") -> bytes:
    return edited(WORKBOOKS[f"XlsxWriter: {of}"](), part, (old, new))


DAMAGED = {
    "styles that are no XML": in_part(STYLES, b"</styleSheet>", b"</styleSheet"),
    "styles with an attribute twice": in_part(STYLES, b"<xf ", b'<xf fillId="0" fillId="1" '),
    "notes that are no XML": in_part(NOTES, b"</author>", b"</author><author>"),
    "an author of a note that no list has": in_part(NOTES, b'authorId="0"', b'authorId="999999999"'),
    "a note of elements in one another": edited(
        WORKBOOKS["XlsxWriter: notes"](), NOTES, (b"<t>", b"<r>" * 1_200 + b"<t>"), (b"</t>", b"</t>" + b"</r>" * 1_200)
    ),
    "content types that are no XML": in_part("[Content_Types].xml", b"<Override ", b"<Override <"),
    "a drawing that is not in the encoding it says": edited(
        utf16(in_part(DRAWING, b"<xml ", b'<?xml version="1.0" encoding="UTF-8"?><xml '), DRAWING),
        DRAWING,
        ("</xml>".encode("utf-16-le"), b"\x00\xd8\x00\xd8"),
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_part_that_marking_would_change_but_cannot_read_is_refused(name: str) -> None:
    with pytest.raises(ReadError) as raised:
        marked(DAMAGED[name])
    assert raised.value.code == "damaged"


UNREADABLE = {
    "a number of a row twice": small('<row r="1"><c r="A1"><v>1</v></c></row><row r="2" r="2"/>'),
    "another number of a row": small('<row r="1"><c r="A1"><v>1</v></c></row><row r="2" r="1:1"/>'),
    "a merged area among the rows": small('<row r="1"><c r="A1"><v>1</v></c></row><mergeCell ref="A1:B2"/>'),
    "a row inside a value": small('<row r="1"><c r="A1"><v><row/>4</v></c></row>'),
    **{
        f"UTF-16 that calls itself {name}": utf16(
            edited(WORKBOOKS["XlsxWriter: plain"](), SHEET, (b"UTF-8", name.encode())), SHEET
        )
        for name in ("utf-16-le", "big5", "utf-7", "idna", "hex", "x" * 300)
    },
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_other_readers_would_see_otherwise_is_refused(name: str) -> None:
    with pytest.raises(ReadError) as raised:
        marked(UNREADABLE[name])
    assert raised.value.code == "damaged"


ODD_NUMBERS = {
    "of a row": small('<row r="true"><c r="A1"><v>1</v></c></row>'),
    "of a format": small('<row r="2" s="x" customFormat="1"><c r="B2" s="9e9"><v>1</v></c></row>'),
    "of an author": in_part(NOTES, b'authorId="0"', b'authorId="1e999"'),
    "of a sheet": in_part("xl/workbook.xml", b'sheetId="1"', b'sheetId="NaN"'),
    "of a fill": in_part(STYLES, b'fillId="0"', b'fillId=""'),
    "of a block of shapes": in_part(DRAWING, b'data="1"', b'data="' + b"9" * 5_000 + b'"'),
}


@pytest.mark.parametrize("name", ODD_NUMBERS)
def test_a_number_that_is_none_counts_for_nothing(name: str) -> None:
    try:
        before = [sheet.grid for sheet in read_workbook(ODD_NUMBERS[name])]
    except ReadError:  # which is right, too
        return
    assert [sheet.grid for sheet in read_workbook(marked(ODD_NUMBERS[name]))][: len(before)] == before


def test_what_is_remembered_of_marks_may_be_forged() -> None:
    data = marked(workbook())
    memory = next(name for name, part in parts_of(data).items() if b"cgs-validate/marks/1" in part)
    for number in (b"9" * 5_000, "²".encode(), b"-1"):
        unmark(edited(data, memory, (b">0</t>", b">" + number + b"</t>")), io.BytesIO())


def test_an_unknown_basis_is_reported() -> None:
    folder = packaged_folder() / "cgs"
    lists = yaml_reader.read(folder / "code-lists.yaml")
    earlier = inheritance.resolve(yaml_reader.read(folder / "111.yaml"), None, lists)
    sourced = "source: {document: S0, place: a, quote: a}"
    later = yaml_reader.parse(
        f"""
spec: cgs/999
title: a
status: draft
months: {{from: 120-08}}
extends: cgs/111
{sourced}
basis: stated
changes:
  - {{change: sheets.cases.basis, was: stated, to: sure, {sourced}, basis: stated}}
  - {{change: sheets.cases.layout.first_row, was: "6", to: "7", {sourced}, basis: stated}}
""",
        "999.yaml",
    )
    with pytest.raises(SpecError) as raised:
        inheritance.resolve(later, earlier, lists)
    assert [problem.code for problem in raised.value.problems] == ["unknown_word"]


def test_a_sheet_without_marks_that_is_none_is_carried_over() -> None:
    data = WORKBOOKS["XlsxWriter: plain"]()
    parts = parts_of(data)
    parts["xl/worksheets/sheet2.xml"] = parts["xl/sharedStrings.xml"]
    target = io.BytesIO()
    unmark(marked(packed(parts)), target)

    assert parts_of(target.getvalue())["xl/worksheets/sheet2.xml"] == parts["xl/sharedStrings.xml"]


def test_formats_whose_relation_leads_nowhere_are_written_where_readers_look() -> None:
    plain = WORKBOOKS["XlsxWriter: plain"]()
    data = edited(plain, "xl/_rels/workbook.xml.rels", (b'Target="styles.xml"', b'Target=""'))
    result = marked(data)
    assert "xl" not in parts_of(result)
    unmark(result, target := io.BytesIO())
    assert parts_of(target.getvalue()).keys() == parts_of(data).keys()


@pytest.mark.parametrize("drawing", [b'<xml xmlns:v="urn:schemas-microsoft-com:vml"/>', EMPTY_DRAWING])
def test_a_drawing_without_notes_stays(drawing: bytes) -> None:
    parts = parts_of(WORKBOOKS["XlsxWriter: notes"]())
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    comments = re.compile(rb'<Relationship [^>]*"../comments1.xml"/>')
    parts |= {DRAWING: drawing, relations: comments.sub(b"", parts[relations])}
    unmark(marked(data := packed(parts)), target := io.BytesIO())

    left = parts_of(target.getvalue())
    assert left.keys() == parts_of(data).keys()
    assert left[DRAWING] in (drawing, drawing.replace(b"/>", b"></xml>"))
