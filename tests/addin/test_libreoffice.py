"""The buttons in LibreOffice itself, on workbooks in Excel's format and in its own."""

import functools
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import OpenInLibreOffice
from openpyxl.styles import PatternFill, fills
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sorts import COLOURS, HEADS
from test_actions import MANY, WRONG
from test_same_verdict import EXAMPLES, of_open
from workbooks import CASES, SERVICES, case, workbook

from cgs_validate import mark, unmark, validate
from cgs_validate.workbook import parse_address
from cgs_validate_addin import actions
from cgs_validate_addin.fills import Colour, Fill
from cgs_validate_addin.libreoffice import calc_terms

PAINTED = {sort: str(int(colour[2:], 16)) for sort, colour in COLOURS.items()}  # as LibreOffice says it
AREA = "A1:N14"

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("libreoffice")]


def press(workbook: bytes | OpenInLibreOffice, *buttons: str, suffix: str = "xlsx") -> OpenInLibreOffice:
    """Press buttons in a workbook, opening it first if it is a file."""
    book = OpenInLibreOffice(workbook, Path(f"111-10.{suffix}")) if isinstance(workbook, bytes) else workbook
    for button in buttons:
        actions.run(getattr(actions, button), book)
    return book


def seen(book: OpenInLibreOffice, name: str = CASES.name) -> dict[str, dict[str, Any]]:
    looks: dict[str, dict[str, Any]] = book.person("looks", name, AREA)
    return looks


def coloured(book: OpenInLibreOffice, before: dict[str, dict[str, Any]]) -> set[str]:
    return {at for at, look in seen(book).items() if look != before[at] and look["CellBackColor"] in PAINTED.values()}


@pytest.fixture(params=["xlsx", "ods"])
def suffix(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@functools.cache
def as_libreoffice_saves_it(data: bytes, suffix: str) -> bytes:
    return OpenInLibreOffice(data).saved(suffix)


@pytest.fixture
def many(suffix: str) -> bytes:
    """Return the workbook with ten wrong cells and the teacher's formats, notes, dropdowns and conditional formats."""
    return as_libreoffice_saves_it(MANY, suffix)


def test_a_check_marks_lists_and_shows_a_message(many: bytes, suffix: str) -> None:
    book = press(many, suffix=suffix)
    before, report = seen(book), validate(MANY)
    press(book, "check")
    after = seen(book)
    assert {note.place.cell for note in report.annotations} == WRONG == coloured(book, before)
    for note in report.annotations:
        look = after[note.place.cell or ""]
        assert look["CellBackColor"] == PAINTED[note.sort]
        assert HEADS[note.sort] in look["note"][0]
    assert after["L7"]["note"][0].startswith("老師的註解\n【資料有誤】")
    assert book.messages[0].startswith("✗ 還不能上傳：3 格未填寫，")
    shown = [[name, True] for name in (CASES.name, SERVICES.name, "檢核結果")]
    assert book.person("names") == [*shown, ["_cgs_marks", False]]
    assert book.active()[0] == CASES.name
    marks = {"CellBackColor", "IsCellBackgroundTransparent", "note"}
    for at, look in after.items():
        assert {key: look[key] for key in look.keys() - marks} == {key: before[at][key] for key in look.keys() - marks}


def test_all_of_it_is_undone_at_once(many: bytes, suffix: str) -> None:
    """The undo entry is enough: LibreOffice without a window crashes when it restores a sheet."""
    book = press(many, "check", "next_", suffix=suffix)
    assert book.person("undoable") == ["輔導報表檢核"]


def test_the_list_leads_to_the_cells(many: bytes, suffix: str) -> None:
    book = press(many, "check", suffix=suffix)
    rows = book.person("rows", "檢核結果")
    report = validate(MANY)
    links = [cell for row in rows for cell in row if cell.startswith("=HYPERLINK")]
    assert f'=HYPERLINK("#\'{CASES.name}\'!D6";"D6")' in links
    assert len(links) == len([finding for finding in report.findings if finding.place.cell])


def test_the_list_is_framed_filtered_and_printed_with_its_head(many: bytes, suffix: str) -> None:
    book = press(many, "check", suffix=suffix)
    head = next(number for number, row in enumerate(book.person("rows", "檢核結果"), 1) if row[0] == "種類")
    assert book.person("arranged", "檢核結果") == {
        "filtered": True,
        "titles": [head, head],
        "style": "cgs-validate",
        "line": 0xBFBFBF,
        "kind": int(COLOURS["invalid"][2:], 16),
    }
    press(book, "clear")
    assert book.person("page_styles").count("cgs-validate") == 0


def test_three_of_ten_corrected_leave_seven_marks(many: bytes, suffix: str) -> None:
    book = press(many, suffix=suffix)
    before = seen(book)
    press(book, "check")
    assert len(coloured(book, before)) == 10
    for at, value in {"D6": 9, "L7": "3,10", "E8": "男"}.items():
        book.person("type", CASES.name, at, value)
    press(book, "check")
    assert coloured(book, before) == WRONG - {"D6", "L7", "E8"}
    for at in ("D6", "L7", "E8"):
        assert {**seen(book)[at], "formula": None} == {**before[at], "formula": None}


def test_clear_brings_everything_back(many: bytes, suffix: str) -> None:
    book = press(many, suffix=suffix)
    before, names = seen(book), book.person("names")
    press(book, "check", "check", "clear")
    assert seen(book) == before
    assert book.person("names") == names
    assert book.messages[-1] == "拿掉了 10 格的標記。"


@pytest.mark.parametrize("other", ["xlsx", "ods"])
def test_clear_after_the_file_was_saved_and_opened_again(many: bytes, suffix: str, other: str) -> None:
    plain = press(press(many, suffix=suffix).saved(other), suffix=other)
    book = press(press(many, "check", suffix=suffix).saved(other), "clear", suffix=other)
    assert book.messages == ["拿掉了 10 格的標記。"]
    assert book.person("names") == plain.person("names")
    after, before = seen(book), seen(plain)
    if other == "xlsx":  # for which LibreOffice chooses one of a cell's three fonts, by what others like it hold
        for look in (*after.values(), *before.values()):
            del look["CharFontName"]
    assert after == before


def test_files_and_libreoffice_understand_one_another() -> None:
    before = seen(press(MANY))
    mark(MANY, validate(MANY), marked := io.BytesIO())
    assert seen(press(marked.getvalue(), "clear")) == before
    unmark(press(MANY, "check").saved(), plain := io.BytesIO())
    again = openpyxl.load_workbook(plain)
    assert again.sheetnames == [CASES.name, SERVICES.name]
    marks = {at for row in again.worksheets[0].iter_rows() for at in row if at.fill.fgColor.rgb == "FFFF6666"}
    assert not marks


def inserts_or_deletes(edits: list[tuple[str, Any]]) -> bool:
    """Return whether between one check and the next rows are only inserted, or only deleted.

    A new row gets the marks of the one above. Once that is gone, nothing shows what they are copies of: they stay. And
    in LibreOffice what refers to a row that went refers to one that is inserted there later.
    """
    done = set()
    for edit, _ in edits:
        done = set() if edit == "check" else {*done, edit}
        if {"insert", "delete"} <= done:
            return False
    return True


EDITS = st.one_of(
    st.tuples(st.just("insert"), st.integers(6, 9)),
    st.tuples(st.just("delete"), st.integers(6, 8)),
    st.tuples(st.just("type"), st.sampled_from(["D6", "E6", "L7", "A8", "N8", "C6"])),
    st.tuples(st.just("save"), st.just(0)),
    st.tuples(st.just("check"), st.just(0)),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, max_size=6).filter(inserts_or_deletes))
def test_after_any_edits_clear_leaves_the_teachers_own(suffix: str, edits: list[tuple[str, Any]]) -> None:
    """The same edits to a workbook that was never marked give the same formats."""
    marked, plain = press(MANY, "check"), press(MANY)
    for edit, what in edits:
        if edit == "save":
            marked, plain = (press(book.saved(suffix), suffix=suffix) for book in (marked, plain))
        elif edit == "check":
            press(marked, "check")
        else:
            for book in (marked, plain):
                book.person(edit, CASES.name, what, *(["改過"] if edit == "type" else []))
    press(marked, "clear")
    after, before = seen(marked), seen(plain)
    for look in (*after.values(), *before.values()):
        del look["CharFontName"]
    assert after == before


def test_rows_inserted_below_marks_are_left_without_colour(many: bytes, suffix: str) -> None:
    """LibreOffice gives them the format of the row above."""
    marked, plain = press(many, "check", suffix=suffix), press(many, suffix=suffix)
    for row in (7, 8, 11):
        for book in (marked, plain):
            book.person("insert", CASES.name, row)
    assert seen(marked)["E8"]["CellBackColor"] == PAINTED["missing"]
    unmark(marked.saved(), by_file := io.BytesIO())
    assert seen(press(marked, "clear")) == seen(plain)
    found, own = seen(press(by_file.getvalue())), seen(press(plain.saved()))
    assert {at: look["CellBackColor"] for at, look in found.items()} == {at: own[at]["CellBackColor"] for at in own}


def test_clear_and_check_after_rows_were_sorted(many: bytes, suffix: str) -> None:
    books = [press(many, "check", suffix=suffix), press(many, "check", suffix=suffix), press(many, suffix=suffix)]
    for book in books:
        book.person("sort", CASES.name, "A6:N8", 2, False)
    checked, cleared, plain = books
    assert seen(plain)["C6"]["formula"] == "S003"
    assert seen(press(cleared, "clear")) == seen(plain)
    assert cleared.messages[-1] == "拿掉了 10 格的標記。"
    assert seen(press(checked, "check")) == seen(press(plain, "check"))


def test_a_teachers_own_note_keeps_its_looks(many: bytes, suffix: str) -> None:
    book = press(many, suffix=suffix)
    book.person("write_note", CASES.name, "L7", "𠮷😀老師的註解\n第二行", True)
    before = seen(book)["L7"]["note"]
    press(book, "check")
    text, *rest = seen(book)["L7"]["note"]
    assert text.startswith("𠮷😀老師的註解\n第二行\n【資料有誤】\n")
    assert rest == before[1:]
    assert book.person("bold_in_note", CASES.name, "L7") == "𠮷😀老師"
    press(book, "clear")
    assert seen(book)["L7"]["note"] == before
    assert book.person("bold_in_note", CASES.name, "L7") == "𠮷😀老師"


def test_a_protected_sheet_has_a_list_and_a_sentence(many: bytes, suffix: str) -> None:
    book = press(many, suffix=suffix)
    before = seen(book)
    book.person("protect", CASES.name)
    press(book, "check")
    message = f"工作表「{CASES.name}」有保護，所以沒有上色"
    assert message in book.messages[0]
    assert "「工具」→「保護工作表」" in book.messages[0]
    assert any(message in row[0] for row in book.person("rows", "檢核結果"))
    assert seen(book) == before
    press(book, "next_")
    assert book.active() == (CASES.name, (6, 4))


def test_a_locked_or_read_only_workbook_gets_a_message(many: bytes, suffix: str) -> None:
    for close in ("lock", "make_read_only"):
        book = press(many, suffix=suffix)
        book.person(close)
        before, names = seen(book), book.person("names")
        press(book, "check", "clear")
        assert all("這個檔案是唯讀的，或是結構有保護" in message for message in book.messages)
        assert f"{CASES.name} D6" in book.messages[0]
        assert (seen(book), book.person("names")) == (before, names)


def test_the_safe_fixes_are_asked_for_first(suffix: str) -> None:
    data = as_libreoffice_saves_it(workbook([case(D="８", L="3、10", J="T03")]), suffix)
    book = press(data, suffix=suffix)
    before = seen(book)
    book.person("will_answer", False, True)
    press(book, "fix")
    assert seen(book) == before
    assert "可以用「復原」還原" in book.messages[0]
    press(book, "fix")
    assert [seen(book)[at]["formula"] for at in ("D6", "J6", "L6")] == ["8", "3", "3,10"]
    assert book.messages[-1].startswith("✓")


def open_notes(book: OpenInLibreOffice) -> list[str]:
    """Return the cells of which the note is shown."""
    found: list[str] = book.person("open_notes", CASES.name)
    return found


def test_from_finding_to_finding(many: bytes, suffix: str) -> None:
    book = press(many, "check", suffix=suffix)

    def walk(button: str) -> tuple[int, int]:
        return press(book, button).active()[1]

    order = [*map(parse_address, ["D6", "E6", "B7", "J7", "L7", "A8", "E8", "F8", "H8", "N8"])]
    assert [walk("next_") for _ in order] == order
    assert [walk("previous") for _ in order[1:]] == [*reversed(order[:-1])]
    assert open_notes(book) == ["D6"]
    book.person("select", CASES.name, "A1")
    assert open_notes(book) == []
    book.person("hide_row", CASES.name, 6)
    assert press(book, "next_").messages[-1].startswith("D6 在隱藏的列或欄裡")
    assert press(many, "next_", suffix=suffix).messages[0].startswith("沒有要看的地方。")


def test_esc_stops_and_the_marks_can_still_be_removed(many: bytes, suffix: str) -> None:
    marked = set()
    for asked in (5, 26, 30):  # while it reads, before the first note, between notes
        book = press(many, suffix=suffix)
        before = seen(book)
        book.person("will_stop_after", asked)
        press(book, "check")
        assert book.messages[0].startswith("已經停止")
        marked |= coloured(book, before)
        assert seen(press(book, "clear")) == before
    assert marked


def test_what_lies_under_merged_cells_is_left_without_colour(suffix: str) -> None:
    """LibreOffice saves them in Excel's files with the colour of the first, which shows once they are split."""
    data = workbook([case(), case(C="S2", A=None)], in_cases={"merges": ["A6:A7"]})
    plain = press(as_libreoffice_saves_it(data, suffix), suffix=suffix)
    marked = press(as_libreoffice_saves_it(data, suffix), "check", suffix=suffix)
    assert seen(marked)["A7"]["CellBackColor"] == PAINTED["missing"]
    for other in ("xlsx", "ods"):
        again = press(marked.saved(other), "clear", suffix=other)
        assert seen(again)["A7"]["CellBackColor"] == seen(plain)["A7"]["CellBackColor"] == "-1"


def test_a_style_of_the_teachers_keeps_its_background(many: bytes, suffix: str) -> None:
    book = press(many, suffix=suffix)
    book.person("dress", CASES.name, "D6:E8", "我的樣式", 0x80FF80)
    before = seen(book)
    assert before["E6"]["CellBackColor"] == str(0x80FF80)
    press(book, "check", "clear")
    assert seen(book) == before
    book.person("change_style", "我的樣式", 0x8080FF)
    assert seen(book)["E6"]["CellBackColor"] == str(0x8080FF)


def test_patterns_are_shown_as_libreoffice_shows_them() -> None:
    patterns = sorted(value for name, value in vars(fills).items() if name.startswith("FILL_PATTERN"))
    book = openpyxl.Workbook()
    for row, pattern in enumerate(patterns, 1):
        sheet = book.worksheets[0]
        sheet.cell(row, 1).fill = PatternFill(pattern, fgColor="FFFF0000", bgColor="FF00FF80")
        sheet.cell(row, 2).fill = PatternFill(pattern, fgColor="FF123456")
    book.save(buffer := io.BytesIO())
    (sheet,) = OpenInLibreOffice(buffer.getvalue()).sheets()
    for row, pattern in enumerate(patterns, 1):
        shown = sheet.colours([(row, 1), (row, 2)])
        made = Fill(pattern, Colour("FF0000"), Colour("00FF80")), Fill(pattern, Colour("123456"))
        assert [*shown.values()] == [f"{calc_terms.colour(fill):06X}" for fill in made], pattern


def test_a_long_sheet_needs_few_calls() -> None:
    """Each call is a line of JSON to another process and back."""
    book = OpenInLibreOffice(workbook([case(C=f"S{number:05}") for number in range(5_000)]))
    requests, call = [], book._call

    def counted(*request: object) -> Any:
        requests.append(request)
        return call(*request)

    book._call = counted
    press(book, "check")
    assert book.messages == ["✓ 沒有需要修改的地方，可以上傳。"]
    assert len(requests) < 120


def test_a_workbook_of_libreoffices_own_form_gets_the_same_verdict() -> None:
    for path in sorted(EXAMPLES.glob("*.xlsx")):
        data = as_libreoffice_saves_it(path.read_bytes(), "ods")
        in_its_own = of_open(OpenInLibreOffice(data, Path("111-10.ods")))
        assert in_its_own == of_open(OpenInLibreOffice(path.read_bytes())), path.name


def test_days_are_the_same_whatever_they_are_counted_from() -> None:
    def from_1904(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        cell = book.worksheets[0]["K6"]
        cell.value, cell.number_format = date(2024, 9, 1), "[$-404]e/m/d"

    data = workbook([case()], edit=from_1904)
    sheet = OpenInLibreOffice(data).sheets()[0]
    ((row,),) = [[*sheet.rows(used._replace(top=6, bottom=6))] for used in [sheet.used()] if used]
    assert (row.values[10], sheet.number_formats(11, [6])) == (45536.0, ["e/m/d"])
