"""Blank forms as they are read: dropdowns however Excel saves them, header rows wherever they are."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from workbooks import replaced

from cgs_validate.authoring.form_hints import ColumnHints, column_hints
from cgs_validate.authoring.form_layout import FormSheet, form_sheets
from cgs_validate.authoring.read_form import read_blank

SHEET = "xl/worksheets/sheet1.xml"
X14 = """
<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
 xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">
<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">
<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>'清 單'!$A$1:$A$3</xm:f></x14:formula1>
<xm:sqref>B3:B9 D3</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"""


def form(
    rows: list[list[Any]], merges: tuple[str, ...] = (), lists: tuple[str, ...] = (), name: str = "填報"
) -> openpyxl.Workbook:
    """A workbook with a sheet of rows, and where there are lists, a sheet 清 單 with them in column A."""
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    if lists:
        other = book.create_sheet("清 單")
        for entry in lists:
            other.append([entry])
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def guarded(book: openpyxl.Workbook, area: str, kind: str, formula: str, **more: Any) -> openpyxl.Workbook:
    book.active.add_data_validation(DataValidation(sqref=area, type=kind, formula1=formula, **more))
    return book


def laid_out(data: bytes) -> FormSheet:
    (sheet,) = form_sheets(read_blank(data))
    return sheet


def hints(data: bytes) -> dict[str, ColumnHints]:
    sheet = laid_out(data)
    found = column_hints(sheet)
    return {column.header.text: found[column.number] for column in sheet.columns}


TABLE = [["名冊"], ["姓名", "性別"]]


@pytest.mark.parametrize(
    ("formula", "offered"),
    [
        ('"男,女, 其他"', ("男", "女", "其他")),
        ("'清 單'!$A$1:$A$3", ("甲", "乙", "丙")),
        ("'清 單'!$A:$A", ("甲", "乙", "丙")),
        ("選項", ("甲", "乙", "丙")),
        ("選項的選項", ("甲", "乙", "丙")),
        ("$A$2:$B$2", ("姓名", "性別")),
        ('INDIRECT("A1")', None),
        ("沒有這個名稱", None),
        ("自己", None),
        ("'別張'!$A$1:$A$3", None),
    ],
)
def test_a_dropdown_is_followed_to_its_entries(formula: str, offered: tuple[str, ...] | None) -> None:
    book = guarded(form(TABLE, lists=("甲", "乙", "丙")), "B3:B9", "list", formula)
    names = {"選項": "'清 單'!$A$1:$A$3", "選項的選項": "選項", "自己": "自己"}
    for name, meaning in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=meaning)

    (validation,) = read_blank(saved(book)).sheets[0].validations
    assert validation.offered == offered


def test_a_dropdown_of_newer_excel_is_read() -> None:
    data = replaced(saved(form(TABLE, lists=("甲", "乙", "丙"))), SHEET, "</worksheet>", X14)
    blank = read_blank(data)

    (validation,) = blank.sheets[0].validations
    assert validation.offered == ("甲", "乙", "丙")
    assert validation.guards(5, 2)
    assert validation.guards(3, 4)
    assert blank.sheets[1].offers
    assert hints(data)["性別"].offered == ("甲", "乙", "丙")


def test_kinds_and_bounds_come_from_validations_and_formats() -> None:
    book = form([["名冊"], ["人數", "日期", "代號", "次數", "生日"]])
    guarded(book, "A3:A9", "whole", "1", operator="between", formula2="99")
    guarded(book, "C3:C9", "textLength", "8", operator="lessThanOrEqual")
    guarded(book, "D3:D9", "custom", "LEN(D3)=2")
    guarded(book, "E3:E9", "date", "1")
    book.active["B3"].number_format = '[$-404]e"年"m"月"d"日"'
    found = hints(saved(book))

    assert (found["人數"].type, found["人數"].bounds) == ("integer", {"min": 1, "max": 99})
    assert (found["日期"].type, found["日期"].calendar) == ("date", "roc")
    assert found["代號"].bounds == {"maxlength": 8}
    assert found["次數"].unclear == (("custom", "LEN(D3)=2"),)
    assert found["生日"].type == "date"


def test_a_header_row_below_groups_with_headers_merged_downwards() -> None:
    rows = [
        ["某校名冊（所有欄位皆為必填）"],
        ["編號", "學生", None, "備註"],
        [None, "姓名", "性別"],
        [None, "請填全名", "男、女", "可空白"],
    ]
    sheet = laid_out(saved(form(rows, ("A1:D1", "A2:A3", "B2:C2", "D2:D3"))))

    assert [column.header.text for column in sheet.columns] == ["編號", "姓名", "性別", "備註"]
    assert (sheet.header_row, sheet.first_row) == (3, 5)
    assert [piece.text for piece in sheet.groups] == ["學生"]
    assert [answer.required for answer in column_hints(sheet).values()] == [True, True, True, False]


def test_a_header_row_at_the_top_has_no_title() -> None:
    sheet = laid_out(saved(form([["姓名", "性別", "年級"]])))

    assert sheet.title is None
    assert (sheet.header_row, sheet.first_row) == (1, 2)


def test_a_code_list_goes_on_above_the_next_column() -> None:
    rows = [["表"], ["類別", "說明"], ["請選填，最多兩項：\n1.甲\n2.乙", "3.丙\n4.丁"]]
    found = hints(saved(form(rows)))

    assert found["類別"].labelled == {"1": "甲", "2": "乙", "3": "丙", "4": "丁"}
    assert (found["類別"].several, found["類別"].most) == (True, 2)
    assert found["說明"].labelled == {}


def test_sheets_with_explanations_are_no_forms() -> None:
    book = form(TABLE)
    for name in ("填報說明", "代碼表"):
        book.create_sheet(name).append(["代號", "名稱", "定義"])
    book.create_sheet("藏起來").append(["姓名", "性別"])
    book["藏起來"].sheet_state = "hidden"

    assert [sheet.name for sheet in form_sheets(read_blank(saved(book)))] == ["填報"]
