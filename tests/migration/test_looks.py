"""A teacher's notes, colours and threads in a migrated workbook: carried with their cells, or listed; no marks."""

import io
import time
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from marking_corpus import packed, parts_of
from openpyxl.comments import Comment
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from workbooks import case, workbook

from cgs_validate import Migration, mark, migrate, validate
from cgs_validate.migration.review import render_review

ROWS = [case(C=f"S{number:03}") for number in range(1, 5)]  # rows 6 to 9
NOTE = Comment("下週轉介，先聯絡家長", "輔導組")
FIRST = 6  # data rows; of the form of 112


def filled(edit: Callable[[openpyxl.Workbook], Any], rows: list[Any] = ROWS, **more: Any) -> bytes:
    return workbook(rows, edit=edit, **more)


def on_first_sheet(edit: Callable[[Any], Any]) -> Callable[[openpyxl.Workbook], Any]:
    return lambda book: edit(book.worksheets[0])


def migrated(data: bytes, to: str = "cgs/112") -> tuple[Migration, openpyxl.Workbook]:
    migration = migrate(data, to, target := io.BytesIO())
    return migration, openpyxl.load_workbook(io.BytesIO(target.getvalue()))


def listed(migration: Migration, code: str) -> list[str]:
    return [(item.source or item.place).cell for item in migration.review if item.code == code]  # type: ignore[union-attr,misc]


def looks(book: openpyxl.Workbook) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return the notes with authors, and the colours, of the answers on the first sheet."""
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    notes = {cell.coordinate: (cell.comment.author, cell.comment.text) for cell in cells if cell.comment}
    first = next(cell.row for cell in cells if cell.value == "S001")
    fills = {c.coordinate: c.fill.fgColor.rgb for c in cells if c.row >= first and c.fill.fill_type == "solid"}
    return notes, fills


def at(book: openpyxl.Workbook, code: str) -> str:
    """Return the cell of a code of a student's."""
    return next(c.coordinate for row in book.worksheets[0].iter_rows() for c in row if c.value == code)


@pytest.mark.parametrize("to", ["cgs/112", "cgs/114"])
def test_notes_and_colours_go_with_their_cells(to: str) -> None:
    def edit(sheet: Any) -> None:
        sheet["C6"].comment = NOTE
        sheet["C7"].fill = PatternFill("solid", fgColor="FF92D050")
        sheet["C9"].comment = Comment("第一行\n第二行 <b> &", "")
        sheet["C9"].fill = PatternFill("solid", fgColor="FFFF0000")

    migration, book = migrated(filled(on_first_sheet(edit)), to)
    one, two, four = (at(book, code) for code in ("S001", "S002", "S004"))
    assert looks(book) == (
        {one: ("輔導組", NOTE.text), four: ("None", "第一行\n第二行 <b> &")},
        {two: "FF92D050", four: "FFFF0000"},
    )
    assert not listed(migration, "note_left") + listed(migration, "colour_left")


COLOURS = {
    "yellow as ours": (PatternFill("solid", fgColor="FFFFFF00"), "FFFFFF00"),
    "of the theme": (PatternFill("solid", fgColor=Color(theme=4)), "FF4F81BD"),
    "of the theme, lighter": (PatternFill("solid", fgColor=Color(theme=4, tint=0.7999816888943144)), "FFDCE6F2"),
    "of the theme, darker": (PatternFill("solid", fgColor=Color(theme=0, tint=-0.1499984740745262)), "FFD9D9D9"),
    "by a number": (PatternFill("solid", fgColor=Color(indexed=13)), "FFFFFF00"),
    "black": (PatternFill("solid", fgColor=Color(theme=1)), "FF000000"),
}


@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_the_same_wherever_it_comes_from(name: str) -> None:
    fill, expected = COLOURS[name]
    _, book = migrated(filled(on_first_sheet(lambda sheet: setattr(sheet["D7"], "fill", fill))))
    assert list(looks(book)[1].values()) == [expected]


OTHER_FILLS = {
    "a pattern": PatternFill("lightGrid", fgColor="FF123456"),
    "a gradient": GradientFill(stop=("FFFFFFFF", "FF0000FF")),
    "of no known number": PatternFill("solid", fgColor=Color(indexed=64)),
}


@pytest.mark.parametrize("name", OTHER_FILLS)
def test_a_fill_that_is_no_colour_is_listed(name: str) -> None:
    data = filled(on_first_sheet(lambda sheet: setattr(sheet["D7"], "fill", OTHER_FILLS[name])))
    migration, book = migrated(data)
    assert (looks(book)[1], listed(migration, "colour_left")) == ({}, ["D7"])


def test_what_is_not_carried_is_listed() -> None:
    """Notes of headers, titles, rows without answers, columns of her own, other sheets; colours among the answers."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        for cell in ("A1", "D3", "P7", "F40"):
            sheet[cell].comment = NOTE
        sheet["P3"], sheet["P7"], sheet["P8"] = "備註", "要追蹤", "結案"
        sheet["P7"].fill = PatternFill("solid", fgColor="FF92D050")
        book.create_sheet("草稿")["B2"].comment = NOTE

    migration, book = migrated(filled(edit))
    assert looks(book) == ({}, {})
    assert listed(migration, "note_left") == ["A1", "D3", "P7", "F40", "B2"]
    assert listed(migration, "colour_left") == ["P7"]
    shown = render_review(migration.review, "zh-TW")
    assert all(word in shown for word in ("A1", "F40", "草稿", "B2", "共 4 處", "註解沒有帶過來", "底色沒有帶過來"))
    assert NOTE.text not in shown


FONTS = {
    "red": Font(color="FFFF0000"),
    "bold": Font(bold=True),
    "italic": Font(italic=True),
    "underlined": Font(underline="single"),
}


@pytest.mark.parametrize("name", FONTS)
def test_emphasised_letters_are_listed(name: str) -> None:
    data = filled(on_first_sheet(lambda sheet: setattr(sheet["C7"], "font", FONTS[name])))
    assert listed(migrated(data)[0], "font_left") == ["C7"]


def test_other_letters_and_those_of_the_form_are_not_listed() -> None:
    def edit(sheet: Any) -> None:
        for row in range(6, 31):
            sheet.cell(row, 3).font = Font(color="FF0000FF", bold=True)
        sheet["D6"].font = Font(name="標楷體", size=14, color=Color(theme=1))
        sheet["D7"].font = Font(color="FF000000", bold=False)

    assert listed(migrated(filled(on_first_sheet(edit)))[0], "font_left") == []


def test_columns_whose_colours_are_not_looked_at_are_listed() -> None:
    def edit(sheet: Any) -> None:
        for column in range(15, 45):
            sheet.cell(6, column).value = "x"
        sheet.cell(6, 44).fill = PatternFill("solid", fgColor="FF92D050")

    codes = [item.code for item in migrated(filled(on_first_sheet(edit)))[0].review]
    assert codes.count("columns_beyond_left") == 1
    assert "colour_left" not in codes


def test_the_forms_own_colours_are_no_teachers() -> None:
    def edit(sheet: Any) -> None:
        for row in range(6, 31):
            for column in range(1, 15):
                sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFF2F2F2")
        sheet["E8"].fill = PatternFill("solid", fgColor="FF92D050")

    migration, book = migrated(filled(on_first_sheet(edit)))
    assert list(looks(book)[1].values()) == ["FF92D050"]
    assert listed(migration, "colour_left") == []


def dressed(sheet: Any) -> None:
    sheet["C6"].comment = NOTE
    sheet["D6"].comment = NOTE
    sheet["D6"].fill = PatternFill("solid", fgColor="FF92D050")


@pytest.mark.parametrize("lost", [False, True])
def test_marks_are_not_carried(lost: bool) -> None:
    data = filled(on_first_sheet(dressed), [case(D=99, E=None), case(C="S002", D=99)])
    mark(data, validate(data), target := io.BytesIO())
    book = openpyxl.load_workbook(target)
    if lost:
        del book["_cgs_marks"], book["檢核結果"]
    book.save(buffer := io.BytesIO())
    migration, result = migrated(buffer.getvalue())
    notes, fills = looks(result)
    assert set(notes.values()) == {("輔導組", NOTE.text)}
    assert len(notes) == 2
    assert list(fills.values()) == ([] if lost else ["FF92D050"])
    assert not any("檢核結果" in item.sheet for item in migration.review)


THREAD = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C6" personId="{1}" id="{A}"><text>這位要轉介</text></threadedComment>
<threadedComment ref="C6" personId="{2}" id="{B}" parentId="{A}"><text>OK &amp; done</text></threadedComment>
<threadedComment ref="A1" personId="{2}" id="{C}"><text>?</text></threadedComment></ThreadedComments>""".encode()
PEOPLE = """<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<person displayName="王老師" id="{1}"/><person displayName="李主任" id="{2}"/></personList>""".encode()
OFFICE = "http://schemas.microsoft.com/office/2017/10/relationships"


def with_threads(data: bytes, people: bool) -> bytes:
    parts = parts_of(data)
    for part, kind, target in (
        ("xl/worksheets/_rels/sheet1.xml.rels", "threadedComment", "../threadedComments/threadedComment1.xml"),
        ("xl/_rels/workbook.xml.rels", "person", "persons/person.xml"),
    ):
        relation = f'<Relationship Id="x9" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        parts[part] = parts[part].replace(b"</Relationships>", relation.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = THREAD
    parts["xl/persons/person.xml"] = PEOPLE if people else PEOPLE.replace(b"{", b"{9")
    return packed(parts)


@pytest.mark.parametrize("people", [True, False])
def test_a_thread_becomes_a_note_and_is_listed(people: bool) -> None:
    def edit(sheet: Any) -> None:
        for cell in ("C6", "A1"):
            sheet[cell].comment = Comment("[Threaded comment]\n\nYour version of Excel …\n\nComment:\n    …", "tc={A}")

    migration, book = migrated(with_threads(filled(on_first_sheet(edit)), people))
    text = "王老師：這位要轉介\n李主任：OK & done" if people else "這位要轉介\nOK & done"
    assert looks(book)[0] == {at(book, "S001"): ("王老師" if people else "None", text)}
    assert (listed(migration, "thread_as_note"), listed(migration, "note_left")) == ([at(book, "S001")], ["A1"])


def test_what_cannot_be_read_is_listed() -> None:
    data = filled(on_first_sheet(dressed))
    parts = parts_of(data)
    name = next(name for name in parts if "comment" in name and name.endswith(".xml"))
    broken = packed(parts | {name: parts[name].replace(b"<authors>", b"<t>x</t><authors>")})
    migration, book = migrated(broken)
    assert [item.code for item in migration.review if "looks" in item.code] == ["looks_unreadable"]
    assert looks(book)[0] == {}


def test_a_workbook_without_looks_is_as_before() -> None:
    plain, _ = migrated(workbook(ROWS))
    assert not any(item.code.endswith("_left") for item in plain.review)


def test_the_carried_looks_are_the_teachers_own() -> None:
    """Marked and unmarked again, the result has them as before."""
    migrate(filled(on_first_sheet(dressed)), "cgs/112", target := io.BytesIO())
    data = target.getvalue()
    again, book = migrated(data, "cgs/111")
    assert len(looks(book)[0]) == 2
    assert not any(item.code == "looks_unreadable" for item in again.review)


def test_colours_take_no_longer_than_the_cells_that_a_form_has() -> None:
    def edit(page: Any) -> None:
        for column in range(20, 1_020):
            page.cell(3, column).value = "x"
        for row in range(6, 1_006):
            page.cell(row, 3).fill = PatternFill("solid", fgColor="FF00FF00")

    parts = parts_of(filled(on_first_sheet(edit), [case(C=f"S{row:04}") for row in range(1_000)]))
    comment = b"<!--%b-->" % (b"<rgbColor " * 20_000)
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<cellXfs", comment + b"<cellXfs", 1)
    start = time.process_time()
    migrate(packed(parts), "cgs/112", io.BytesIO())
    assert time.process_time() - start < 3
