"""The dropdowns of a form are the same evidence in the open workbook as in its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import form_114
import pytest
from libreoffice import OpenInLibreOffice
from open_books import OpenInExcel, OpenInOpenpyxl
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from test_same_verdict import program, verdict  # noqa: F401 # a fixture
from workbooks import replaced, workbook

from cgs_validate import Report, load_spec, validate
from cgs_validate.checking.engine import check
from cgs_validate.reading.workbook import open_workbook
from cgs_validate_addin import actions, dropdowns
from cgs_validate_addin.open_book import OpenBook
from cgs_validate_addin.reading import read_book

WORDING = {"like": "of 111"}
CASES, _ = form_114.NAMES
FIRST_ROW = 3
FIELDS = {"B": "identity", "D": "student_grade", "E": "student_sex", "G": "student_status"}
FIELDS |= {"H": "counselling_state", "J": "referral", "K": "category_main"}
LISTS = {letter: load_spec("cgs/114").sheets["cases"].fields[name].codes for letter, name in FIELDS.items()}
CODES = {letter: [*codes.codes] for letter, codes in LISTS.items() if codes}

FOLLOWED = {
    "B": '"1, 2,3,4"',
    "D": "清單!$D$1:$D$20",
    "E": "性別清單",
    "G": "$AA$1:$AA$14",
    "H": "本頁的清單",
    "J": "別名",
    "K": "'清單'!$K:$K",
}
NAMES = {"性別清單": "清單!$E$1:$E$3", "本頁的清單": "清單!$A$1:$A$9", "別名": "轉介清單", "轉介清單": "清單!$J$1:$J$4"}
UNFOLLOWED = (
    "OFFSET(清單!$D$1,0,0,12)",
    'INDIRECT("清單!$D$1:$D$12")',
    "沒有這個名稱",
    "沒有這張表!$A$1:$A$9",
    "一個數",
)


def form(guards: dict[str, str], codes: dict[str, list[str]] = CODES, **typed: Any) -> bytes:
    """Return a workbook of the form of 114 that has no instructions but dropdowns.

    guards: the source of a dropdown by its column; codes: those in the sheet of lists, by column, as numbers where they
    can be; typed: what is in the first row, by column.
    """

    def edit(book: Workbook) -> None:
        sheet, lists = book[CASES], book.create_sheet("清單")
        lists.sheet_state = "hidden"
        for letter, entries in codes.items():
            for row, code in enumerate(entries, 1):
                lists[f"{letter}{row}"] = int(code) if code.isdecimal() else f" {code}"
        for row, code in enumerate(codes["G"], 1):
            sheet[f"AA{row}"] = int(code)
        for letter, source in guards.items():
            guard = DataValidation("list", formula1=source)
            guard.add(f"{letter}{FIRST_ROW}:{letter}200")
            sheet.add_data_validation(guard)
        for name, meaning in NAMES.items():
            book.defined_names[name] = DefinedName(name, attr_text=meaning)
        book.defined_names["一個數"] = DefinedName("一個數", attr_text="12")
        sheet.defined_names["本頁的清單"] = DefinedName("本頁的清單", attr_text="清單!$H$1:$H$2")

    return form_114.workbook({**WORDING, "below": 0}, edit=edit, cases=typed)


def of_open(book: OpenBook) -> Report:
    return check(read_book(book), month="115-03")


def of_file(data: bytes) -> Report:
    return validate(data, month="115-03")


def seen(report: Report) -> tuple[Any, ...]:
    return verdict(report), report.evidence, report.other_codes


def confirmed(report: Report) -> dict[str | None, str]:
    """Return the lists that a workbook has itself, by their cells."""
    return {item.place.cell: item.declaration for item in report.evidence if item.declaration.endswith(".codes")}


def test_the_ministrys_words_are_the_same_evidence(program: Any) -> None:  # noqa: F811
    data = form_114.workbook(WORDING, form_114.ministry(), **form_114.WRONG)
    found = of_open(program(data))
    assert found.evidence
    assert seen(found) == seen(of_file(data))


def test_each_kind_of_source_is_followed(program: Any) -> None:  # noqa: F811
    data = form(FOLLOWED)
    found = of_open(program(data))
    assert confirmed(found) == {f"{at}{FIRST_ROW}": f"sheets.cases.fields.{FIELDS[at]}.codes" for at in FIELDS}
    assert seen(found) == seen(of_file(data))


@pytest.mark.parametrize(("letter", "source"), [("D", FOLLOWED["D"]), ("H", '"1,2,77"'), ("K", FOLLOWED["K"])])
def test_a_list_that_is_another_one_is_the_workbooks(program: Any, letter: str, source: str) -> None:  # noqa: F811
    data = form({letter: source}, {**CODES, letter: [*CODES[letter], "77"]}, **{letter: 77})
    found = of_open(program(data))
    assert f"{letter}{FIRST_ROW}" not in [finding.place.cell for finding in found.findings]
    assert [item.added for item in found.other_codes] == [["77"]]
    assert seen(found) == seen(of_file(data))


@pytest.mark.parametrize("source", UNFOLLOWED)
def test_a_source_that_cannot_be_followed_offers_nothing(program: Any, source: str) -> None:  # noqa: F811
    data = form({"D": source})
    found = of_open(program(data))
    assert not confirmed(found)
    assert seen(found) == seen(of_file(data))


def test_a_marked_workbook_has_the_same_evidence(program: Any) -> None:  # noqa: F811
    data = form(FOLLOWED, D=13, E="男", K=None)
    book = program(data)
    before = seen(of_open(book))
    actions.run(actions.check, book)
    assert len(book.messages) == 1
    assert seen(of_open(book)) == before == seen(of_file(book.saved())) == seen(of_file(data))


def test_a_stated_form_is_asked_nothing(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def fail(*_: object) -> str:
        raise AssertionError

    book = program(workbook())
    monkeypatch.setattr(type(book.sheets()[0]), "list_source", fail)
    assert check(read_book(book), "cgs/111").ok


def test_a_large_sheet_is_not_read_for_its_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropdowns, "_LARGEST_LIST_SHEET", 100)
    opened = read_book(OpenInExcel(form(FOLLOWED)))
    assert [len(opened.offered(CASES, FIRST_ROW, column)) for column in (2, 4, 7)] == [4, 0, 14]


@pytest.mark.parametrize("open_in", [OpenInExcel, OpenInOpenpyxl])
@pytest.mark.parametrize(
    ("source", "offered"),
    [
        ("清單!$H$1:$H$2", ("1", "2")),
        ("清單!H1:H2", ()),
        ("清單!$H1:$H2", ()),
        ("清單!$H$1:H2", ()),
        ("清單!H:H", ()),
        ("本頁的清單", ("1", "2")),
        ('"1;2"', ("1", "2")),
        ('"1,2;3"', ("1", "2;3")),
        ('"a""b,1"', ('a"b', "1")),
    ],
)
def test_sources_as_excel_gives_them(open_in: Callable[[bytes], Any], source: str, offered: tuple[str, ...]) -> None:
    """Relative references are the active cell's there; semicolons are between entries in some countries."""
    assert read_book(open_in(form({"B": source}))).offered(CASES, FIRST_ROW, 2) == offered


@pytest.mark.program
@pytest.mark.xdist_group("libreoffice")
def test_sources_as_libreoffice_gives_them() -> None:
    sources = ("清單!H1:H2", "清單!$D$1:D3", '"1;2"', '"1,2;3"', '"a""b,1,,1"', '"1"', "清單!$1:$1", "本頁的清單")
    data = form(dict(zip("BCDEFGHI", sources, strict=True)))
    opened, file = read_book(OpenInLibreOffice(data)), open_workbook(data)
    for column, source in enumerate(sources, 2):
        offered = file.offered(CASES, FIRST_ROW, column)
        assert opened.offered(CASES, FIRST_ROW, column) == offered, source
        assert offered or source == "清單!$1:$1"


@pytest.mark.program
@pytest.mark.xdist_group("libreoffice")
def test_a_list_of_another_sheet_as_excel_writes_it() -> None:
    extended = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidations count="1">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>清單!$D$1:$D$12</xm:f></x14:formula1>'
        "<xm:sqref>D3:D200</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    data = replaced(form({}), "xl/worksheets/sheet1.xml", "</worksheet>", extended)
    found = of_open(OpenInLibreOffice(data))
    assert [*confirmed(found)] == ["D3"]
    assert seen(found) == seen(of_file(data))


@pytest.mark.program
@pytest.mark.xdist_group("libreoffice")
def test_a_workbook_of_libreoffices_own_form_has_the_same_evidence() -> None:
    data = form(FOLLOWED)
    own = OpenInLibreOffice(OpenInLibreOffice(data).saved("ods"), Path("115-03.ods"))
    assert seen(of_open(own)) == seen(of_file(data))
