"""mark, unmark, fix on the form's workbooks: what is seen, what comes back, and that nothing else changes."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree import ElementTree

import calls
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marking_corpus import packed, parts_of
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from sorts import COLOURS, HEADS
from workbooks import by_openpyxl, by_xlsxwriter, case, convert, plain_page, replaced, workbook

from cgs_validate import ReadError, WriteError, fix, mark, probable_fixes, safe_fixes, unmark, validate
from cgs_validate.commands.cli import group
from cgs_validate.editing.note_boxes import ShapeBlocks
from cgs_validate.editing.notes import NotesEditor
from cgs_validate.editing.sheet import SheetEditor
from cgs_validate.editing.workbook import WorkbookEditor
from cgs_validate.isolation.pool import Workers
from cgs_validate.marking.memory import Memory
from cgs_validate.ooxml.container import Container
from cgs_validate.ooxml.limits import Limits
from cgs_validate.reading.workbook import read_workbook
from cgs_validate.workbook import Sheet

YELLOW, RED = "FFFFFF00", "FFFF6666"
GREEN, BLUE = "FF00FF00", "FF0000FF"
MANY = workbook([case(D=99, E=None), case(C="S002", L="3、10", J="T03"), case(C="S003", N="３")])


def marked(data: bytes, **options: Any) -> bytes:
    target = io.BytesIO()
    mark(data, validate(data), target, **options)
    return target.getvalue()


def unmarked(data: bytes) -> bytes:
    target = io.BytesIO()
    unmark(data, target)
    return target.getvalue()


def seen(data: bytes) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Each cell that is not plain, as a reader sees it: its value, fill, border, font, number format and note."""
    cells = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                fill = (cell.fill.patternType, cell.fill.fgColor.rgb if cell.fill.patternType else None)
                note = (cell.comment.text, cell.comment.author) if cell.comment else None
                look = (cell.value, fill, repr(cell.border), cell.font.b, cell.number_format, note)
                if look[0] is not None or look[1][0] or note:
                    cells[sheet.title, cell.coordinate] = look
    return cells


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_marks_are_seen_where_they_belong() -> None:
    report = validate(MANY)
    book = openpyxl.load_workbook(io.BytesIO(marked(MANY)))
    for note in report.annotations:
        cell = book[note.place.sheet][note.place.cell]
        assert cell.fill.fgColor.rgb == COLOURS[note.sort]
        assert cell.comment.text.startswith(f"{HEADS[note.sort]}\n")
    others = seen(MANY).keys() - {(note.place.sheet, note.place.cell) for note in report.annotations}
    assert {place: look for place, look in seen(marked(MANY)).items() if place in others} == {
        place: look for place, look in seen(MANY).items() if place in others
    }


def test_what_is_not_marked_stays_to_the_byte() -> None:
    before, after = parts(MANY), parts(marked(MANY))
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }


def test_the_summary_links_to_every_cell_and_is_never_checked() -> None:
    data = marked(MANY)
    summary = openpyxl.load_workbook(io.BytesIO(data))["檢核結果"]
    cells = [cell for row in summary.iter_rows() for cell in row if cell.hyperlink]
    links = {cell.hyperlink.location.rpartition("!")[2] for cell in cells}
    assert links == {finding.place.cell for finding in validate(MANY).findings if finding.place.cell}
    assert validate(data).to_dict()["findings"] == validate(MANY).to_dict()["findings"]
    assert "檢核結果" not in openpyxl.load_workbook(io.BytesIO(marked(MANY, summary=False))).sheetnames


def test_marking_again_brings_back_what_is_right_by_now() -> None:
    book = openpyxl.load_workbook(io.BytesIO(MANY))
    sheet = book.worksheets[0]
    sheet["D6"].fill = PatternFill("lightGrid", fgColor="FF0000FF")
    sheet["L7"].comment = Comment("老師的註解", "陳老師")
    book.save(buffer := io.BytesIO())
    again = openpyxl.load_workbook(io.BytesIO(marked(buffer.getvalue())))
    assert again.worksheets[0]["L7"].comment.text.startswith("老師的註解\n【資料有誤】")
    again.worksheets[0]["D6"], again.worksheets[0]["L7"] = 10, "3,10"
    again.save(corrected := io.BytesIO())
    result = openpyxl.load_workbook(io.BytesIO(marked(corrected.getvalue()))).worksheets[0]
    assert (result["D6"].fill.patternType, result["D6"].comment) == ("lightGrid", None)
    assert (result["L7"].fill.patternType, result["L7"].comment.text) == (None, "老師的註解")
    assert result["E6"].fill.fgColor.rgb == YELLOW


def summary_lines(data: bytes) -> list[str]:
    """Return the lines of the sheet 檢核結果."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["檢核結果"]
    return ["|".join(str(value) for value in row if value is not None) for row in sheet.iter_rows(values_only=True)]


def test_a_teachers_own_sheet_of_that_name_stays() -> None:
    own = workbook([case(D=99)], more=[plain_page("檢核結果", [["我自己的筆記"]])])
    assert unmarked(own) == own
    once, twice = marked(own), marked(marked(own))
    for data in (once, twice):
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert book.sheetnames[-3:] == ["檢核結果", "檢核結果2", "_cgs_marks"]
        assert (book["檢核結果"]["A1"].value, book["檢核結果2"]["A1"].value) == ("我自己的筆記", "輔導工作成果檢核報告")
        assert validate(data).to_dict()["findings"] == validate(own).to_dict()["findings"]
        assert openpyxl.load_workbook(io.BytesIO(unmarked(data))).sheetnames[-1] == "檢核結果"
    assert seen(unmarked(twice)) == seen(own)


@pytest.mark.parametrize(
    ("gone", "active", "first"),
    [
        ("甲", "丙", "乙"),
        ("丙", "丁", "乙"),
        ("丁", "丙", "乙"),
        ("甲丙", "丁", "乙"),
        ("乙丙", "丁", "藏"),
        ("丙丁", "乙", "乙"),
    ],
)
def test_other_sheets_have_their_views_and_names_after_one_was_removed(gone: str, active: str, first: str) -> None:
    names, book = "甲乙藏丙丁", openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        sheet.defined_names["本頁"] = DefinedName("本頁", attr_text=f"'{name}'!$A$1")
    book.defined_names["全部"] = DefinedName("全部", attr_text="'乙'!$A$1")
    book["藏"].sheet_state = "hidden"
    book.active, book.views[0].firstSheet = names.index("丙"), names.index("乙")
    book.save(buffer := io.BytesIO())
    editor = WorkbookEditor(Container(buffer.getvalue()))
    for name in gone:
        editor.remove_sheet(name)
    data = editor.result().data
    result = openpyxl.load_workbook(io.BytesIO(data))
    assert result.sheetnames == [name for name in names if name not in gone]
    assert (result.active.title, result.worksheets[result.views[0].firstSheet].title) == (active, first)
    assert [sheet.defined_names["本頁"].attr_text for sheet in result] == [
        f"'{name}'!$A$1" for name in result.sheetnames
    ]
    assert list(result.defined_names) == ["全部"]
    assert parts(data)["xl/workbook.xml"].count(b"<definedName ") == len(result.sheetnames) + 1


def test_a_view_of_no_sheet_is_left_alone() -> None:
    odd = re.sub(rb'firstSheet="0" activeTab="0"', b'firstSheet="25" activeTab="30"', parts(MANY)["xl/workbook.xml"])
    assert b'activeTab="30"' in odd
    data = packed(parts(MANY) | {"xl/workbook.xml": odd})
    assert parts(unmarked(marked(data)))["xl/workbook.xml"] == odd


HIDING = "標示的底色可能被蓋住"
FILLED = PatternFill(bgColor=BLUE)
CONDITIONS = {
    "a fill": (FormulaRule(["TRUE"], fill=FILLED), True),
    "a font": (FormulaRule(["TRUE"], font=Font(bold=True)), False),
    "a scale of colours": (ColorScaleRule("min", None, "FFFFFF", end_type="max", end_color="FF0000"), True),
    "bars": (DataBarRule("min", None, "max", None, "FF0000"), False),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_summary_names_cells_whose_colour_a_conditional_format_hides(condition: str) -> None:
    rule, hides = CONDITIONS[condition]
    book = openpyxl.load_workbook(io.BytesIO(MANY))
    book.worksheets[0].conditional_formatting.add("A1:A9", FormulaRule(["TRUE"], font=Font(italic=True)))
    book.worksheets[0].conditional_formatting.add("C3:C4 D2:D9", rule)
    book.save(buffer := io.BytesIO())
    hidden = [line for line in summary_lines(marked(buffer.getvalue())) if HIDING in line]
    assert [line.split("|")[2] for line in hidden] == (["D6"] if hides else [])


@pytest.mark.filterwarnings("ignore:Conditional Formatting extension")  # openpyxl knows it not
def test_the_summary_names_cells_whose_colour_a_conditional_format_of_2010_hides() -> None:
    namespaces = (
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    )
    extension = (
        f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" {namespaces}><x14:conditionalFormattings>'
        '<x14:conditionalFormatting><x14:cfRule type="expression"><xm:f>清單!A1=1</xm:f>'
        '<x14:dxf><fill><patternFill><bgColor rgb="FF0000FF"/></patternFill></fill></x14:dxf></x14:cfRule>'
        "<xm:sqref>D2:D9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    data = replaced(MANY, "xl/worksheets/sheet1.xml", "</worksheet>", f"{extension}</worksheet>")
    assert [line.split("|")[2] for line in summary_lines(marked(data)) if HIDING in line] == ["D6"]


def test_the_summary_mentions_a_digital_signature() -> None:
    signed = io.BytesIO(MANY)
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert [line for line in summary_lines(marked(signed.getvalue())) if "數位簽章" in line]
    assert not [line for line in summary_lines(marked(MANY)) if "數位簽章" in line]


OWN = st.sampled_from(["FF00FF00", "FF123456", *COLOURS.values()])
PLACES = st.sampled_from([f"{column}{row}" for column in "ADELN" for row in (6, 7, 8)])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PLACES, OWN), st.dictionaries(PLACES, TEXTS), st.dictionaries(PLACES, st.integers(0, 30)))
def test_unmark_of_mark_is_what_it_was(fills: dict[str, str], notes: dict[str, str], values: dict[str, int]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(MANY))
    sheet = book.worksheets[0]
    for place, value in values.items():
        sheet[place] = value
    for place, colour in fills.items():
        sheet[place].fill = PatternFill("solid", fgColor=colour)
        sheet[place].border = Border(left=Side("thick"))
        sheet[place].font = Font(bold=True)
    for place, text in notes.items():
        sheet[place].comment = Comment(text, "陳老師")
    book.save(buffer := io.BytesIO())
    data = buffer.getvalue()
    assert seen(unmarked(marked(data))) == seen(data)


@pytest.mark.parametrize("own", ["", "老師的註解"])
@pytest.mark.parametrize("behind", ["\n問過導師", "\n\n下週再確認\n（陳老師）"])
def test_what_somebody_wrote_behind_our_lines_stays(own: str, behind: str) -> None:
    def note(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["D6"].comment = Comment(own, "陳老師") if own else None

    book = openpyxl.load_workbook(io.BytesIO(marked(workbook([case(D=99)], edit=note))))
    cell = book.worksheets[0]["D6"]
    cell.comment = Comment(cell.comment.text + behind, "陳老師")
    book.save(changed := io.BytesIO())
    again = openpyxl.load_workbook(io.BytesIO(unmarked(changed.getvalue()))).worksheets[0]["D6"].comment
    assert again.text == (own + behind).strip()


@pytest.mark.program
def test_unmark_after_libreoffice_saved_it(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(MANY))
    book.worksheets[0]["D6"].fill = PatternFill("solid", fgColor="FF00FF00")
    book.worksheets[0]["E6"].comment = Comment("老師的註解", "陳老師")
    book.save(buffer := io.BytesIO())
    (tmp_path / "a.xlsx").write_bytes(marked(buffer.getvalue()))
    (saved,) = convert([tmp_path / "a.xlsx"], "xlsx", tmp_path / "profile")
    result = openpyxl.load_workbook(io.BytesIO(unmarked(saved.read_bytes())))
    sheet = result.worksheets[0]
    assert (sheet["D6"].fill.fgColor.rgb, sheet["D6"].comment) == ("FF00FF00", None)
    assert (sheet["E6"].fill.patternType, sheet["E6"].comment.text) == (None, "老師的註解")
    assert "檢核結果" not in result.sheetnames
    assert "_cgs_marks" not in result.sheetnames


IN_LIBREOFFICE = """
import os, sys, time, uno
from com.sun.star.beans import PropertyValue
pipe, source, target, action = sys.argv[1:]
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for _ in range(300):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.2)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(source, "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
sheet = book.Sheets.getByIndex(0)
exec(action)
book.storeToURL(target, (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0),))
book.close(True)
desktop.terminate()
os._exit(0)  # or the bridge may crash that Python takes down while LibreOffice goes
"""
SORT_DESCENDING = """
field = uno.createUnoStruct("com.sun.star.table.TableSortField", Field=2, IsAscending=False)
fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
options = (PropertyValue("SortFields", 0, fields, 0), PropertyValue("BindFormatsToContent", 0, True, 0))
uno.invoke(sheet.getCellRangeByName("A6:N{last}"), "sort", (uno.Any("[]com.sun.star.beans.PropertyValue", options),))
"""


def in_libreoffice(data: bytes, action: str, folder: Path) -> bytes:
    """Return a workbook after something was done to its first sheet in LibreOffice, and saved there."""
    python = shutil.which("python3", path="/usr/bin")
    assert python, "Debian's python3 with python3-uno is needed (tests/support/programs.py installs it)"
    source, target, pipe = folder / "before.xlsx", folder / "after.xlsx", f"cgs-{folder.name}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = subprocess.Popen(["soffice", "--headless", profile, f"--accept=pipe,name={pipe};urp;"])
    try:
        files = source.as_uri(), target.as_uri()
        subprocess.run([python, "-c", IN_LIBREOFFICE, pipe, *files, action], check=True, timeout=90)
    finally:
        office.terminate()
        office.wait(20)
    return target.read_bytes()


def coloured(data: bytes, **fills: str) -> bytes:
    """Return a workbook with cells of its first sheet filled: ``D6="FF00FF00"``."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, colour in fills.items():
        book.worksheets[0][place].fill = PatternFill("solid", fgColor=colour)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def fills(data: bytes) -> dict[str, str]:
    """Return the colour of each filled cell of the first sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return {
        cell.coordinate: cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.fill.patternType
    }


@pytest.mark.program
def test_unmark_after_rows_were_inserted_above(tmp_path: Path) -> None:
    data = marked(coloured(MANY, D6=GREEN))
    inserted = in_libreoffice(data, "sheet.Rows.insertByIndex(5, 2)", tmp_path)
    result = openpyxl.load_workbook(io.BytesIO(unmarked(inserted))).worksheets[0]
    assert (result["D8"].value, result["D8"].fill.fgColor.rgb, result["D8"].comment) == (99, GREEN, None)
    assert (result["E8"].fill.patternType, result["E8"].comment) == (None, None)


@pytest.mark.program
def test_unmark_after_a_row_was_deleted(tmp_path: Path) -> None:
    data = marked(coloured(workbook([case(D=99), case(C="S002", D=98), case(C="S003", D=99)]), D6=GREEN, D7=BLUE))
    deleted = in_libreoffice(data, "sheet.Rows.removeByIndex(5, 1)", tmp_path)
    done = unmark(deleted, target := io.BytesIO())
    assert (fills(target.getvalue()), done.lost, done.without_fill) == ({"D6": BLUE}, [], [])


@pytest.mark.program
def test_unmark_after_rows_were_sorted(tmp_path: Path) -> None:
    """LibreOffice drops the author of a note: the reasons identify the mark."""
    cases = [case(C="S1", D=99, E=None), case(C="S2"), case(C="S3", D=None), case(C="S4", N="３")]
    data = marked(coloured(workbook(cases), D6=GREEN, E6=BLUE, D8=BLUE))
    sorted_ = in_libreoffice(data, SORT_DESCENDING.format(last=9), tmp_path)
    done = unmark(sorted_, target := io.BytesIO())
    book = openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    assert [cell.value for cell in book.worksheets[0]["C"][5:9]] == ["S4", "S3", "S2", "S1"]
    assert fills(target.getvalue()) == {"D7": BLUE, "D9": GREEN, "E9": BLUE}
    assert (done.cells, done.lost, done.without_fill) == (4, [], [])
    assert not any(cell.comment for row in book.worksheets[0].iter_rows() for cell in row)


def with_rows(data: bytes, **rows: int) -> bytes:
    """Return a workbook whose memory has cells in other rows now: ``D7=20``."""
    memory = next(name for name, part in parts(data).items() if b"cgs-validate/marks/1" in part)
    for at, row in rows.items():
        data = replaced(data, memory, f"!{at})</f><v>{at[1:]}<", f"!{at[0]}{row})</f><v>{row}<")
    return data


def test_unmark_after_rows_were_inserted_below_a_mark() -> None:
    """They got its colour; what has another does not belong to them, and what comes below that neither."""
    data = marked(coloured(MANY, D6=GREEN, D9=YELLOW, D10=RED))
    sheet = "xl/worksheets/sheet1.xml"
    style = re.search(rb'<c r="D6" s="([0-9]+)"', parts(data)[sheet])
    assert style
    for at in ("D7", "D8"):
        (cell,) = re.findall(rf'<c r="{at}"(?: s="[0-9]+")?', parts(data)[sheet].decode())
        data = replaced(data, sheet, cell, f'<c r="{at}" s="{style[1].decode()}"')
    assert fills(data) == {
        "E6": YELLOW,
        **dict.fromkeys(("D6", "D7", "D8", "J7", "L7", "N8", "D10"), RED),
        "D9": YELLOW,
    }
    assert fills(unmarked(with_rows(data, D7=11, D8=12))) == {
        **dict.fromkeys(("D6", "D7", "D8"), GREEN),
        "D9": YELLOW,
        "D10": RED,
    }


def test_unmark_after_the_cell_below_a_mark_was_moved() -> None:
    own = {"D7": RED, "D8": RED, "D9": YELLOW, "D10": RED}
    data = coloured(workbook([case(D=99), *(case(C=f"S{row}") for row in range(2, 9))]), **own)
    assert fills(unmarked(with_rows(marked(data), D7=20))) == own


def test_rows_that_were_never_inserted_below_a_mark_cost_nothing() -> None:
    """A forgery: the cell below it is a thousand million rows away."""
    with Workers(1, seconds=30) as workers:
        workers.call(calls.unmark, with_rows(marked(MANY), D7=999_999_998, D8=999_999_999))


@pytest.mark.program
def test_marks_that_cannot_be_distinguished_are_reported(tmp_path: Path) -> None:
    cases = [case(C="S1", D=99), case(C="S2", D=99), case(C="S3", E=None), case(C="S4"), case(C="S5", E=None)]
    data = marked(coloured(workbook(cases), D6=GREEN, E8=BLUE, E10=BLUE))
    sorted_ = in_libreoffice(data, SORT_DESCENDING.format(last=10), tmp_path)
    done = unmark(sorted_, target := io.BytesIO())
    assert fills(target.getvalue()) == {"E6": BLUE, "E8": BLUE}
    name = openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0]
    assert (done.cells, done.lost, done.without_fill) == (4, [], [f"{name} D9", f"{name} D10"])


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "_x000D_",
        "\u200f右到左",
        "a\x00\x1b\ud800b",
        "a\rb_x005F_",
        "<b>&amp;]]>",
        "行\n二",
        "𠮷😀",
        "x" * 32_767,
        " 前後 ",
    ],
)
def test_notes_hold_any_text(text: str, tmp_path: Path) -> None:
    notes = NotesEditor(None, "xl/comments1.xml", ShapeBlocks([]))
    notes.add(3, 2, text, "cgs-validate 0")
    comments, drawing = notes.result(None)
    again = NotesEditor(comments, "xl/comments1.xml", ShapeBlocks([drawing]))
    written = "".join("\ufffd" if char in "\x00\x1b\ud800" else char for char in text)
    assert again.notes["B3"].text == written


def test_fixes_are_safe_and_nothing_else() -> None:
    data = workbook([case(D="１０", L="3、10", J="T03"), case(C=" S002 ", N="3.0", H=" 1 "), case(C="S003", D=99)])
    target = io.BytesIO()
    done = fix(data, validate(data), target, probable=True)
    assert [(change.place.cell, change.before, change.after) for change in done] == [
        ("D6", "１０", 10),
        ("J6", "T03", 3),
        ("L6", "3、10", "3,10"),
        ("C7", " S002 ", "S002"),
        ("H7", " 1 ", 1),
        ("N7", "3.0", 3),
    ]
    before, after = seen(data), seen(target.getvalue())
    changed = {place[1] for place in before if before[place] != after[place]}
    assert changed == {change.place.cell for change in done}
    assert safe_fixes(validate(target.getvalue())) == []
    assert [change.place.cell for change in probable_fixes(validate(data))] == ["N7"]
    assert [change.place.cell for change in fix(data, validate(data), io.BytesIO())] == ["D6", "J6", "L6", "C7", "H7"]


def test_a_fix_never_makes_a_formula() -> None:
    data = workbook([case(C=" =1+1 ")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0]["C6"].data_type = "s"
    book.save(buffer := io.BytesIO())
    fix(buffer.getvalue(), validate(buffer.getvalue()), target := io.BytesIO())
    cell = openpyxl.load_workbook(io.BytesIO(target.getvalue())).worksheets[0]["C6"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("command", ["mark", "unmark", "fix"])
def test_the_workbook_itself_and_other_files_are_never_written_over(command: str, tmp_path: Path) -> None:
    path, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(MANY)
    other.write_text("mine")
    for arguments in (["-o", str(path), "--force"], ["-o", str(other)]):
        assert CliRunner().invoke(group, [command, str(path), *arguments]).exit_code == 2
    assert path.read_bytes() == MANY
    assert other.read_text() == "mine"


def test_commands(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(MANY)
    assert CliRunner().invoke(group, ["mark", str(path)]).exit_code == 1
    assert CliRunner().invoke(group, ["unmark", str(tmp_path / "a.marked.xlsx")]).exit_code == 0
    assert seen((tmp_path / "a.unmarked.xlsx").read_bytes()) == seen(MANY)
    listed = CliRunner().invoke(group, ["fix", str(path), "--dry-run"]).output
    assert "3、10 → 3,10" in listed
    assert not (tmp_path / "a.fixed.xlsx").exists()
    assert CliRunner().invoke(group, ["fix", str(path)]).exit_code == 0
    assert {file.name for file in tmp_path.iterdir()} == {
        "a.xlsx", "a.marked.xlsx", "a.unmarked.xlsx", "a.fixed.xlsx",
    }  # fmt: skip


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", broken)
    (tmp_path / "a.marked.xlsx").write_bytes(b"old")
    with pytest.raises(WriteError):
        mark(MANY, validate(MANY), tmp_path / "a.marked.xlsx", force=True)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.marked.xlsx", b"old")]


KILLED = """
import itertools, os, random, signal, sys, time
from pathlib import Path
from cgs_validate import fix, mark, validate

original, work = Path(sys.argv[1]), {"mark": mark, "fix": fix}[sys.argv[2]]
data, report = original.read_bytes(), validate(original)
work(original, report, original.with_name("whole.xlsx"))
whole = original.with_name("whole.xlsx").read_bytes()
for number in range(8):
    folder = original.with_name(str(number))
    folder.mkdir()
    child = os.fork()
    if not child:
        for name in itertools.count():
            work(original, report, folder / f"{name}.xlsx")
            work(original, report, folder / "again.xlsx", force=True)
    while number % 2 and not any(folder.iterdir()):
        pass  # every other time it is killed while it writes
    time.sleep(random.Random(number).uniform(0, 0.003 if number % 2 else 0.1))
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert original.read_bytes() == data
    for path in folder.glob("[!.]*"):
        assert path.read_bytes() == whole, path
        path.unlink()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no such signal on Windows")
@pytest.mark.parametrize("work", ["mark", "fix"])
def test_killed_at_any_moment_there_are_only_whole_files(work: str, tmp_path: Path) -> None:
    data = io.BytesIO(MANY)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/media/noise.png", os.urandom(3_000_000))  # so that writing takes a while
    (tmp_path / "a.xlsx").write_bytes(data.getvalue())
    subprocess.run([sys.executable, "-c", KILLED, tmp_path / "a.xlsx", work], check=True, timeout=60)


def test_what_cannot_be_marked_is_refused_with_a_sentence() -> None:
    with pytest.raises(ReadError) as raised:
        mark(b"%PDF-1.7", validate(MANY), io.BytesIO())
    assert raised.value.message


@pytest.mark.parametrize("work", [mark, fix])
def test_a_file_that_changed_since_it_was_checked_is_left_alone(work: Any) -> None:
    """The findings are in other cells by now."""
    changed = workbook([case(C="S000"), case(D="９"), case(C="S002")])
    with pytest.raises(ReadError, match="changed since") as raised:
        work(changed, validate(workbook([case(D="９"), case(C="S002")])), target := io.BytesIO(), language="en")
    assert (raised.value.code, target.getvalue()) == ("changed_since_check", b"")


def test_findings_of_a_workbook_that_cannot_be_marked_get_a_file_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cgs_validate.editing.styles.MOST_FORMATS", 8)  # one too few for the formats of 檢核結果
    path = tmp_path / "a.xlsx"
    path.write_bytes(MANY)
    result = CliRunner().invoke(group, ["mark", str(path), "--lang", "zh-TW"])
    assert (result.exit_code, "格式太多" in result.output) == (2, True)
    assert {file.name for file in tmp_path.iterdir()} == {"a.xlsx", "a.summary.xlsx"}
    summary = openpyxl.load_workbook(tmp_path / "a.summary.xlsx")["檢核結果"]
    assert [cell.value for cell in summary["C"] if cell.hyperlink] == ["D6", "E6", "J7", "L7", "L7", "N8"]


def test_our_sheets_leave_the_limits_to_the_others() -> None:
    sizes = {sheet.name: cells_of(sheet) for sheet in read_workbook(marked(MANY))}
    own = sum(sizes.pop(name) for name in ("檢核結果", "_cgs_marks"))
    target = io.BytesIO()
    unmark(marked(MANY), target, limits=Limits(cells=max(own, sum(sizes.values()))))
    assert seen(target.getvalue()) == seen(MANY)
    with pytest.raises(ReadError) as raised:
        unmark(marked(MANY), target, limits=Limits(cells=own - 1))
    assert raised.value.code == "sheet_too_large"


def test_many_fills_cost_no_time_for_each_mark() -> None:
    memory, started = Memory(), process_time()
    assert [memory.add("表", "A1", f"<fill {number}>", "") for number in (*range(10_000), 7)] == [*range(10_000), 7]
    assert process_time() - started < 0.5


def cells_of(sheet: Sheet) -> int:
    return sum(len(column.rows) for column in sheet.grid.columns.values())


@pytest.mark.parametrize("old", ['<legacyDrawing id="a"/>', '<legacyDrawing id="a"></legacyDrawing>'])
def test_a_legacy_drawing_is_replaced_and_removed_whole(old: str) -> None:
    sheet = (
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>{old}</worksheet>'
    )
    replacing, removing = SheetEditor(sheet.encode(), "sheet"), SheetEditor(sheet.encode(), "sheet")
    replacing.add_legacy_drawing(b'id="b"')
    removing.remove_legacy_drawing()
    assert b"".join(replacing.pieces()).decode() == sheet.replace(old, '<legacyDrawing id="b"/>')
    assert b"".join(removing.pieces()).decode() == sheet.replace(old, "")


def test_a_new_box_declares_what_only_its_neighbours_declare() -> None:
    drawing = b'<xml><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_s1"></v:shape></xml>'
    notes = NotesEditor(None, "xl/comments1.xml", ShapeBlocks([drawing]))
    notes.add(3, 2, "註解", "cgs-validate 0")
    boxes = ElementTree.fromstring(notes.result(drawing)[1])
    assert [box.tag.rpartition("}")[2] for box in boxes] == ["shape", "shapetype", "shape"]


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_cells_without_a_format_come_back_as_they_were(write: Any) -> None:
    data = workbook([case(D=99, E=None), case(C="S2", N="3次")], write=write)
    before, after = parts_of(data), parts_of(unmarked(marked(data)))
    assert {name for name in before if before[name] != after.get(name)} == set()


def test_a_cell_that_names_the_first_format_comes_back_so() -> None:
    name = "xl/worksheets/sheet1.xml"
    parts = parts_of(workbook([case(D=99, E="x")], write=by_xlsxwriter))
    parts[name] = re.sub(rb'<c r="[A-Z]6"', rb'\g<0> s="0"', parts[name])
    assert parts_of(unmarked(marked(packed(parts))))[name] == parts[name]
