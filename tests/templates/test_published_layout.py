"""The published 111 template, filled in by hand: each mistake is found in its cell, and no right cell is wrong.

Written from docs/facts.md, not from the checker. An expectation such as
``error 當月個案 G6 allowed`` names severity, sheet, cell and code.
"""

from datetime import datetime
from typing import Any

import pytest
from openpyxl.styles import Alignment, Border, PatternFill, Side
from workbooks import (
    CASES,
    MONTH,
    RIGHT_CASES,
    RIGHT_SERVICES,
    SERVICES,
    by_openpyxl,
    by_xlsxwriter,
    case,
    findings,
    form_page,
    found,
    line,
    lines,
    plain_page,
    replaced,
    service,
    table,
    workbook,
)

from cgs_validate import validate

# --- Sheets, titles and headers -------------------------------------------------------------------------------------

LAYOUTS: dict[str, dict[str, Any]] = {
    "as published": {},
    "sheet names of 109": {"in_cases": {"name": "1.當月個案"}, "in_services": {"name": "2.相關服務"}},
    "sheet names of 112": {
        "in_cases": {"name": "表A-1-輔導教師-1.當月個案"},
        "in_services": {"name": "表A-2-輔導教師-2.相關服務"},
    },
    "sheet names in full width": {"in_cases": {"name": "１．當月個案"}, "in_services": {"name": "２．相關服務"}},
    "sheet names with blanks": {"in_cases": {"name": " 當月 個案 "}, "in_services": {"name": "相關服務(2)"}},
    "a blank row on top": {"above": [None]},
    "two rows of one's own on top": {"above": ["測試國中輔導處", "第一學期"]},
    "no title": {"title_row": False},
    "a title in one line": {"title": "[{month}] {school}輔導教師工作成果"},
    "a title with another spelling of the month": {"title": "{school} 111年10月 輔導教師工作成果"},
    "no row of groups": {"groups": False},
    "no instructions": {"instructions": ()},
    "only the first instruction row": {"instructions": (1,)},
    "only the second instruction row": {"instructions": (2,)},
    "headers merged over two rows": {"header_rows": 2},
    "headers merged over two rows, no groups": {"header_rows": 2, "groups": False},
    "headers merged over three rows, no instructions": {"header_rows": 3, "instructions": ()},
    "nothing but headers": {"title_row": False, "groups": False, "instructions": ()},
    "full-width brackets": {"spell": lambda text: text.replace("(", "（").replace(")", "）")},
    "half-width brackets": {"spell": lambda text: text.replace("（", "(").replace("）", ")")},
    "身份 for 身分": {"spell": lambda text: text.replace("身分", "身份")},
    "㇐ for 一": {"spell": lambda text: text.replace("一", "㇐")},
    "compatibility ideographs": {"spell": lambda text: text.replace("類", "\uf9d0").replace("年", "\uf98e")},
    "Kangxi radicals": {"spell": lambda text: text.replace("人", "\u2f08").replace("生", "\u2f63")},
    "no line breaks": {"spell": lambda text: text.replace(" / ", "")},
    "headers written downwards": {"spell": lambda text: "\n".join(text.replace(" / ", ""))},
    "headers with blanks": {"spell": lambda text: "\u3000".join(text.replace(" / ", "")) + " \u00a0"},
    "headers with zero-width characters": {"spell": lambda text: "\ufeff" + "\u200b".join(text.replace(" / ", ""))},
    "carriage returns in headers": {"spell": lambda text: text.replace(" / ", "\r\n")},
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_right_rows_are_right_in_every_layout(layout):
    assert found(workbook(**layout)) == []


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_mistakes_are_found_in_their_cells_in_every_layout(layout):
    cases, services = [case(), case(C="S002", G=0, N=None)], [service(), service(E=16)]
    in_both = {key: value for key, value in layout.items() if not key.startswith("in_")}
    case_page = form_page(CASES, cases, **{**in_both, **layout.get("in_cases", {})})
    service_page = form_page(SERVICES, services, **{**in_both, **layout.get("in_services", {})})
    assert found(by_openpyxl([case_page, service_page])) == lines(f"""
        error 當月個案 {case_page.at("G", 1)} answer_expected
        error 當月個案 {case_page.at("N", 1)} required
        error 相關服務 {service_page.at("E", 1)} allowed
    """)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_blank_form_has_no_findings(layout):
    assert found(workbook([], [], **layout)) == []


def test_the_template_is_recognised():
    report = validate(workbook())
    assert (report.spec.id, str(report.month), report.ok) == ("cgs/111", MONTH, True)
    assert report.rows == {"cases": 3, "services": 2}


def test_the_order_of_the_sheets_does_not_count():
    pages = [form_page(SERVICES, RIGHT_SERVICES), plain_page("說明", [["x"]]), form_page(CASES, RIGHT_CASES)]
    assert found(by_openpyxl(pages)) == []


def test_the_name_of_a_sheet_is_matched_by_the_part_that_counts():
    """FACTS A1 names 個案 and 服務 as parts that count, too; at most a warning on the names."""
    in_cases, in_services = {"name": "表A-1-輔導教師-個案"}, {"name": "表A-2-輔導教師-服務"}
    report = findings(workbook([case(D=13)], in_cases=in_cases, in_services=in_services))
    assert [(item.code, item.place.cell) for item in report if item.severity == "error"] == [("allowed", "D6")]


def test_a_sheet_under_another_name_is_recognised_by_its_headers():
    data = workbook([case(D=13)], in_cases={"name": "工作表1"})
    assert found(data) == lines("warning 工作表1 - sheet_renamed; error 工作表1 D6 allowed")


@pytest.mark.parametrize(
    ("form", "rows", "missing"), [(CASES, RIGHT_CASES, "相關服務"), (SERVICES, RIGHT_SERVICES, "當月個案")]
)
def test_a_sheet_is_missing(form, rows, missing):
    (finding,) = findings(by_openpyxl([form_page(form, rows)]))
    assert line(finding) == "error - - sheet_missing"
    assert finding.params["part"] == missing


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"cases": []}, "warning 當月個案 - sheet_empty"),
        ({"services": []}, "warning 相關服務 - sheet_empty"),
        ({"cases": [["", " ", "\u200b"] + [None] * 11]}, "warning 當月個案 - sheet_empty"),
    ],
)
def test_one_sheet_empty_while_the_other_is_filled_is_a_warning(rows, expected):
    assert found(workbook(**rows)) == lines(expected)


HELPERS = {
    "the guide": plain_page(
        "填報說明-A-輔導教師", [["輔導教師工作成果-填報說明"], ["「當月個案」分頁，一位學生填報一列"]]
    ),
    "the guide of 112": plain_page("3.填報說明", [["個案類別(主)", "定義"], ["T01", "人際困擾"]]),
    "the summary of an earlier check": plain_page("檢核結果", [["教師編碼", "身分", "學生代號"], ["錯", 99, None]]),
    "a list of codes": plain_page("代碼表", [["身分", "學生年級"], [1, "一年級"], [99, None]]),
    "a hidden sheet": plain_page("工作表1", [["教師編碼", "身分"], [None, 99]], hidden=True),
    "a hidden copy": form_page(CASES, [case(D=99)], name="當月個案 (2)", hidden=True),
    "a hidden copy under another name": form_page(SERVICES, [service(E=99)], name="舊資料", hidden=True),
    "an empty sheet": plain_page("工作表3", []),
}


@pytest.mark.parametrize("helper", HELPERS.values(), ids=HELPERS)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_other_sheets_are_ignored(helper, first):
    form = [form_page(CASES, [case(D=13)]), form_page(SERVICES, RIGHT_SERVICES)]
    assert found(by_openpyxl([helper, *form] if first else [*form, helper])) == ["error 當月個案 D6 allowed"]


# --- Columns --------------------------------------------------------------------------------------------------------

CASE_COLUMNS = "ABCDEFGHIJKLMN"


def columns(text: str) -> list[str]:
    """Return columns for ``form_page``: letters of the form, and in brackets headers of one's own."""
    plain, _, own = text.partition("[")
    return [*plain, *([own[: own.index("]")], *own[own.index("]") + 1 :]] if own else [])]


@pytest.mark.parametrize("order", ["ABCDEFHGIJKLMN", "NABCDEFGHIJKLM", "BACDEFGHIJKLNM", CASE_COLUMNS[::-1]])
def test_moved_columns_are_followed_with_a_warning(order):
    page = form_page(CASES, [case(), case(C="S002", G=0), case(C="S003", J=20)], columns=order)
    found_in_both = [line(item) for item in findings(by_openpyxl([page, form_page(SERVICES, RIGHT_SERVICES)]))]
    moved = {text for text in found_in_both if text.endswith("column_moved")}
    assert {tuple(text.split()[:2]) for text in moved} == {("warning", "當月個案")}
    assert sorted(set(found_in_both) - moved) == lines(
        f"error 當月個案 {page.at('G', 1)} answer_expected; error 當月個案 {page.at('J', 2)} allowed"
    )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("ABCDEFGHIJKLMN[備註]", "warning 當月個案 O2 column_unknown"),
        ("[座號]ABCDEFGHIJKLMN", "warning 當月個案 A2 column_unknown"),
        ("ABCDEFG[來源說明]HIJKLMN", "warning 當月個案 H2 column_unknown"),
    ],
)
def test_a_column_of_ones_own_is_reported_and_not_checked(order, expected):
    page = form_page(CASES, RIGHT_CASES, columns=columns(order))
    assert found(by_openpyxl([page, form_page(SERVICES, RIGHT_SERVICES)])) == lines(expected)


@pytest.mark.parametrize("gone", CASE_COLUMNS)
def test_a_missing_column_is_an_error_of_the_sheet_and_of_no_cell(gone):
    page = form_page(CASES, RIGHT_CASES, columns=CASE_COLUMNS.replace(gone, ""))
    (finding,) = findings(by_openpyxl([page, form_page(SERVICES, RIGHT_SERVICES)]))
    assert (finding.severity, finding.code) == ("error", "column_missing")
    assert finding.label == CASES.headers[ord(gone) - 65].replace(" / ", "")
    assert finding.place.cell is None


@pytest.mark.parametrize("twice", CASE_COLUMNS)
def test_a_duplicate_column_is_an_error_of_its_header_only(twice):
    page = form_page(CASES, RIGHT_CASES, columns=CASE_COLUMNS + twice)
    (finding,) = findings(by_openpyxl([page, form_page(SERVICES, RIGHT_SERVICES)]))
    assert (finding.severity, finding.code, finding.place.row) == ("error", "duplicate_column", page.header_row)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("A", "教師編號"),
        ("C", "學生編號"),
        ("D", "年級"),
        ("G", "個案來源別"),
        ("H", "輔導概況說明"),
        ("J", "個案類別主要"),
        ("N", "晤談累積次數"),
    ],
)
def test_a_renamed_column_is_an_error_with_the_nearest_name(column, written):
    (finding,) = findings(workbook(in_cases={"headers": {column: written}}))
    assert line(finding) == f"error 當月個案 {column}3 column_renamed"
    assert (finding.params["found"], finding.params["nearest"].replace("\n", "")) == (
        written,
        CASES.headers[ord(column) - 65].replace(" / ", ""),
    )


def test_what_is_wrong_with_the_sheet_is_shown_before_what_is_wrong_with_its_cells():
    page = form_page(CASES, [case(D=13)], columns="ABCDEFGHIJKLM")
    assert [item.code for item in findings(by_openpyxl([page, form_page(SERVICES, RIGHT_SERVICES)]))] == [
        "column_missing",
        "allowed",
    ]


# --- Templates and months -------------------------------------------------------------------------------------------

OTHER_YEARS = {
    "108": {
        "1.當月個案": table("""
            | [108-10] 測試國中輔導教師工作成果(當月個案填報) | | | | | |
            | 教師編碼 | 學生年級 | 學生性別 | 個案類別 | 新案舊案 | 晤談次數 |
            | T01      | 8        | 女       | 3        | 新       | 4        |
        """),
        "2.相關服務": table("""
            | [108-10] 測試國中輔導教師工作成果(相關服務填報) | | | | |
            | 教師編碼 | 服務項目 | 對象 | 服務人次(男) | 服務人次(女) |
            | T01      | 2        | 8    | 12           | 15           |
        """),
    },
    "109": {
        "1.當月個案": table("""
            | [110-10] 測試國中輔導教師工作成果(當月個案填報) | | | | | | |
            | 教師編碼 | 學生年級 | 學生性別 | 個案類別(主) | 個案類別(副) | 新案舊案 | 晤談次數 |
            | T01      | 8        | 女       | 3            | 5,12         | 舊       | 4        |
            | T01      | 99       | 女       |              | 5,12         | 新       |          |
        """),
        "2.相關服務": table("""
            | [110-10] 測試國中輔導教師工作成果(相關服務填報) | | | | |
            | 教師編碼 | 服務項目 | 對象 | 服務人次(男) | 服務人次(女) |
            | T01      | 2        | 8    | 12           | 15           |
        """),
    },
    "114": {
        "表A-1-輔導教師-個案": table("""
            | [115-02] 測試國中輔導教師工作成果 |
            | 輔導人力概況 | | 學生資訊 |
            | 教師編碼 | 身分 | 學生代號 | 年級 | 性別 | 性別說明 | 特教身分 | 輔導概況 | 個案來源 | 轉介概況 \
              | 個案類別(主) | 主類別補充 | 個案類別(副) | 副類別補充 | 當月累積次數 |
            | 1 | 1 | 114-0133 | 8 | 生理女 | | 0 | 1 | 1 | 2 | 3 | 0 | 0 | 0 | 4 |
        """),
        "表A-2-輔導教師-服務": table("""
            | [115-02] 測試國中輔導教師工作成果 |
            | |
            | 教師編碼 | 身分 | 服務項目 | 其他說明 | 對象代號 | 人次(生理男) | 人次(生理女) | 人次(其他) |
            | 1 | 1 | 2 | 0 | 8 | 12 | 15 | 0 |
        """),
    },
}


@pytest.mark.parametrize("sheets", OTHER_YEARS.values(), ids=OTHER_YEARS)
def test_a_template_of_another_year_is_reported_and_none_of_its_cells(sheets):
    report = findings(by_openpyxl([plain_page(name, rows) for name, rows in sheets.items()]), month=MONTH)
    first = next(iter(sheets))
    assert ("error", "template_other_year", first) in {(item.severity, item.code, item.place.sheet) for item in report}
    header_row = 3 if "個案" in first and "表A" in first else 2
    assert [line(item) for item in report if (item.place.row or 0) > header_row] == []


@pytest.mark.parametrize("sheets", OTHER_YEARS.values(), ids=OTHER_YEARS)
def test_a_template_of_another_year_is_not_to_be_mended_by_columns(sheets):
    """The hint must be to take the new form (S0 L75), not to add or rename columns in the old one."""
    report = findings(by_openpyxl([plain_page(name, rows) for name, rows in sheets.items()]), month=MONTH)
    assert {item.code for item in report if item.severity == "error"} == {"template_other_year"}


@pytest.mark.parametrize("month", ["111-08", "111-12", "112-01", "112-07"])
def test_months_of_the_school_year(month):
    assert found(workbook(month=month)) == []
    assert found(workbook(month=month), month=month) == []


@pytest.mark.parametrize(("month", "severity"), [("110-10", "error"), ("111-07", "error"), ("115-02", "warning")])
def test_a_month_outside_the_school_year(month, severity):
    """109 served 109-08 to 111-07 (S0 L153); no document states an end of 111."""
    assert found(workbook(month=month)) == [f"{severity} 當月個案 A1 month_outside"]
    assert found(workbook(title_row=False), month=month) == [f"{severity} - - month_outside"]


def test_a_title_of_another_month_than_the_report_is_a_warning():
    """Whether the title must match is unknown (A9)."""
    assert found(workbook(in_services={"month": "111-09"}), month="111-10") == ["warning 相關服務 A1 month_mismatch"]
    assert found(workbook(month="111-09"), month="111-10") == lines(
        "warning 當月個案 A1 month_mismatch; warning 相關服務 A1 month_mismatch"
    )


@pytest.mark.parametrize(
    "title", ["填報範例 [{month}] {school}輔導教師工作成果", "[{month}]輔導教師工作成果(填 報 範 例)"]
)
def test_the_example_is_no_report(title):
    assert found(workbook(title=title)) == lines("error 當月個案 A1 example_sent; error 相關服務 A1 example_sent")


@pytest.mark.parametrize(("stage", "grade", "other"), [("elementary", 6, 7), ("junior", 9, 10), ("senior", 10, 9)])
def test_a_grade_of_another_school_stage_is_a_warning(stage, grade, other):
    """一學制一帳號 (S0 L12); that others are refused is inferred (A9)."""
    school = {"elementary": "測試國小", "junior": "測試國中", "senior": "測試高中"}[stage]

    def findings(grade, target):
        return found(workbook([case(D=grade)], [service(E=target)], school=school), stage=stage)

    assert findings(grade, 14) == []
    assert findings(other, grade) == ["warning 當月個案 D6 stage"]
    assert findings(grade, other) == ["warning 相關服務 E5 stage"]


# --- Rows -----------------------------------------------------------------------------------------------------------


def test_blank_rows_in_between_are_a_warning_and_what_is_below_is_checked():
    data = workbook([case(), None, None, case(C="S002", D=13)], [service(), [" "] * 7, service(E=None)])
    assert found(data) == lines("""
        warning 當月個案 A7 gap_in_rows; error 當月個案 D9 allowed
        warning 相關服務 A6 gap_in_rows; error 相關服務 E7 required
    """)


def test_blank_rows_before_the_first_row_of_data_are_no_error():
    data = workbook([None, None, case(D=13)])
    assert [text for text in found(data) if text.startswith("error")] == ["error 當月個案 D8 allowed"]


def test_rows_of_styled_and_blank_cells_down_to_the_end_are_no_findings():
    def style(book):
        yellow, line_around = PatternFill("solid", "FFFFF2CC"), Border(*[Side("thin")] * 4)
        for sheet in book.worksheets:
            for row in (*range(9, 120), 5_000, 1_048_576):
                for column in range(1, 15):
                    sheet.cell(row, column).fill = yellow
                    sheet.cell(row, column).border = line_around
            sheet["XFD1048576"].alignment = Alignment(wrap_text=True)
            sheet.row_dimensions[900_000].height = 30

    assert found(workbook(edit=style)) == []


def test_formatted_rows_and_columns_are_no_findings():
    def style(book):
        grey = book.add_format({"bg_color": "#EEEEEE", "border": 1})
        for sheet in book.worksheets():
            sheet.set_column("A:N", 12, grey)
            for row in range(8, 20_000):
                sheet.set_row(row, 18, grey)
            for row in range(8, 2_000):
                for column in range(14):
                    sheet.write_blank(row, column, None, grey)

    assert found(workbook([case(), case(C="S002", D=13)], write=by_xlsxwriter, edit=style)) == [
        "error 當月個案 D7 allowed"
    ]


def test_a_row_with_two_values_lacks_all_the_others():
    row = [None] * 14
    row[2], row[4] = "S002", "女"
    others = [letter for letter in CASE_COLUMNS if letter not in "CE"]
    assert found(workbook([case(), row])) == sorted(f"error 當月個案 {letter}7 required" for letter in others)


def test_a_single_value_is_in_the_wrong_place():
    row = [None] * 14
    row[4] = "女"
    assert found(workbook([case(), row])) == ["error 當月個案 E7 not_a_record"]


@pytest.mark.parametrize("first", [case(), case(C="110001"), case(C=110001)])
def test_a_pupil_of_one_teacher_has_one_row(first):
    """一位學生填報一列，統計資料會以學生代號統計 (P1 A1). A number and the same digits as text are one code."""
    (finding,) = findings(workbook([first, case(C=str(first[2]))]))
    assert line(finding) == "error 當月個案 C7 unique"
    assert [place.cell for place in finding.related] == ["C6"]


def test_a_pupil_of_two_teachers_is_a_warning():
    """A school writes a row for each teacher and pupil (H8)."""
    assert found(workbook([case(), case(A="T02", B=2)])) == ["warning 當月個案 A7 inconsistent"]


def test_codes_of_pupils_differ_by_their_leading_zeros():
    assert found(workbook([case(C="0007"), case(C="7"), case(C="007")])) == []


def test_leading_zeros_shown_by_a_number_format_count():
    def zeros(book):
        for address in ("C6", "C7"):
            book.worksheets[0][address].number_format = "0000"

    data = workbook([case(C=7), case(C=70), case(C="0007"), case(C="7")], edit=zeros)
    assert found(data) == ["error 當月個案 C8 unique"]


def test_a_teacher_with_two_identities_is_a_warning():
    assert found(workbook([case(), case(C="S002", B=2)])) == ["warning 當月個案 B7 inconsistent"]
    assert found(workbook([case()], [service(B=2)])) == ["warning 相關服務 B5 inconsistent"]


@pytest.mark.parametrize(
    ("cases", "services", "place"),
    [
        ([case(B=3), case(C="S002", B=4)], [service(A="T02", B=3)], "當月個案 B7"),
        ([case(B=3)], [service(B=4)], "相關服務 B5"),
    ],
)
def test_main_and_second_school_of_one_teacher_is_a_warning(cases, services, place):
    """P1 B4: each school sends its own; of two teachers one may be here from a main school, one from a second."""
    assert found(workbook(cases, services)) == [f"warning {place} not_mixed"]


def test_a_main_and_a_second_school_of_two_teachers_are_right():
    assert found(workbook([case(B=3), case(A="T02", C="S002", B=4)], [service(B=3), service(A="T02", B=4)])) == []


@pytest.mark.parametrize("identity", [3, 4])
def test_jointly_employed_teachers_of_one_school_are_right(identity):
    assert found(workbook([case(B=identity)], [service(B=identity)])) == []


def test_merged_cells_of_data_lack_all_but_the_first_value():
    rows = [case(), case(A=None, C="S002"), case(A=None, C="S003", L=None, M=None)]
    data = workbook(rows, in_cases={"merges": ["A6:A8", "K8:M8"]})
    report = findings(data)
    assert sorted(map(line, report)) == lines("""
        error 當月個案 A7 merged_cell; error 當月個案 A8 merged_cell
        error 當月個案 L8 merged_cell; error 當月個案 M8 merged_cell
    """)
    assert {item.kind for item in report} == {"missing"}


def test_merged_cells_around_the_data_are_no_findings():
    merges = ["A6:A20", "B30:N40", "P6:Q9"]
    assert found(workbook([case()], in_cases={"merges": merges})) == []


# --- Single cells ---------------------------------------------------------------------------------------------------

ONE = [1, 1.0, "1", " 1 ", "1.0", "1\n", "\u200b1", "1\u3000"]  # the same code, or the same number
BLANKS = [None, "", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\n", " \u200b\u2060 "]

RIGHT_VALUES: dict[str, dict[str, list[Any]]] = {
    "當月個案": {
        "A": ["T01", 1, "01", 110001, "甲", "A-1", "輔01"],
        "B": [*ONE, 2, 3],
        "C": ["S001", 110001, "110-002", "0007", "114-0133", 1, "甲3", "a b"],
        "D": [*ONE, *range(1, 13), "12"],
        "E": ["男", "女", " 女 ", "女\u200b"],
        "F": [*ONE, *range(14), "13"],
        "G": [*ONE, *(code for code in range(1, 8) if code != 6), "1,3", "7,1", "1,2,3,4,5,7", " 1,3 ", "1, 3"],
        "H": ONE,
        "I": [*ONE, *range(1, 5)],
        "J": [*ONE, *range(1, 19), "18"],
        "K": [0, 0.0, "0", " 0 "],
        "L": [*ONE, 0, "0", *(code for code in range(1, 19) if code != 3), "10,12", "12,10", " 10,12 ", "10, 12"],
        "M": [0, 0.0, "0", " 0 "],
        "N": [*ONE, 0, 2, 31, "12"],
    },
    "相關服務": {
        "A": ["T01", 1, "01", 110001, "甲"],
        "B": [*ONE, 2, 4],
        "C": [*ONE, *(code for code in range(1, 17) if code not in (3, 4)), "16"],
        "D": [0, 0.0, "0", " 0 "],
        "E": [*ONE, *range(1, 16), "15"],
        "F": [*ONE, 0, "0", 35, 1200, "12"],
        "G": [*ONE, 0, "0", 35, 1200, "12"],
    },
}


def one_cell(sheet: str, column: str, value: Any) -> bytes:
    """Return a workbook with one row a sheet, of two teachers, and one cell in question."""
    if sheet == "當月個案":
        return workbook([case(**{column: value})], [service(A="T09")])
    return workbook([case(A="T09")], [service(**{column: value})])


@pytest.mark.parametrize(
    ("sheet", "column"), [(sheet, column) for sheet, values in RIGHT_VALUES.items() for column in values]
)
def test_right_values(sheet, column):
    """Each value in a row of its own, with a teacher and a pupil of its own."""
    values = RIGHT_VALUES[sheet][column]
    numbered = [{"A": f"T{number:03}", column: value} for number, value in enumerate(values, 10)]
    if sheet == "當月個案":
        data = workbook([case(**{"C": f"S-{row['A']}", **row}) for row in numbered])
    else:
        data = workbook(services=[service(**row) for row in numbered])
    assert [(values[item.place.row - (6 if sheet == "當月個案" else 5)], line(item)) for item in findings(data)] == []


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_a_blank_cell_in_a_row_with_values_is_missing(blank):
    blanks = [letter for letter in CASE_COLUMNS if letter not in "AC"]
    data = workbook([case(**dict.fromkeys(blanks, blank))], [service(**dict.fromkeys("BDEFG", blank))])
    report = findings(data)
    assert sorted(map(line, report)) == sorted(
        [f"error 當月個案 {letter}6 required" for letter in blanks]
        + [f"error 相關服務 {letter}5 required" for letter in "BDEFG"]
    )
    assert {item.kind for item in report} == {"missing"}


@pytest.mark.parametrize(
    ("sheet", "column"),
    [("當月個案", letter) for letter in CASE_COLUMNS] + [("相關服務", letter) for letter in "ABCDEFG"],
)
def test_each_column_is_required(sheet, column):
    (finding,) = findings(one_cell(sheet, column, None))
    assert line(finding) == f"error {sheet} {column}{6 if sheet == '當月個案' else 5} required"
    assert finding.kind == "missing"


# A value and what is to be found in its cell; the fix, where the value was understood without doubt.
WRONG_VALUES = table(r"""
    | sheet    | column | value                | found                               | fix   |
    |----------|--------|----------------------|-------------------------------------|-------|
    | 當月個案 | A      | #N/A                 | error error_value                   |       |
    | 當月個案 | B      | 0                    | error allowed                       |       |
    | 當月個案 | B      | 5                    | error allowed                       |       |
    | 當月個案 | B      | -1                   | error allowed                       |       |
    | 當月個案 | B      | 1.5                  | error allowed                       |       |
    | 當月個案 | B      | "1,2"                | error several_codes                 |       |
    | 當月個案 | B      | １                   | error full_width                    | 1     |
    | 當月個案 | B      | 01                   | error bare_code                     | 1     |
    | 當月個案 | B      | 專任輔導教師         | error bare_code                     | 1     |
    | 當月個案 | B      | 4.合聘專任輔導教師-從聘學校 | error bare_code              | 4     |
    | 當月個案 | B      | 不列入統計           | error allowed                       |       |
    | 當月個案 | B      | #REF!                | error error_value                   |       |
    | 當月個案 | C      | #VALUE!              | error error_value                   |       |
    | 當月個案 | D      | 0                    | error allowed                       |       |
    | 當月個案 | D      | 13                   | error allowed                       |       |
    | 當月個案 | D      | 國二                 | error bare_code                     | 8     |
    | 當月個案 | D      | 八年級               | error bare_code                     | 8     |
    | 當月個案 | D      | ㇐年級               | error allowed                       |       |
    | 當月個案 | D      | 高一                 | error bare_code                     |       |
    | 當月個案 | D      | 10.高一              | error bare_code                     | 10    |
    | 當月個案 | D      | 08                   | error bare_code                     | 8     |
    | 當月個案 | D      | １２                 | error full_width                    | 12    |
    | 當月個案 | D      | "7,8"                | error several_codes                 |       |
    | 當月個案 | D      | 8.5                  | error several_codes                 |       |
    | 當月個案 | E      | 1                    | error allowed                       |       |
    | 當月個案 | E      | M                    | error allowed                       |       |
    | 當月個案 | E      | 其他                 | error allowed                       |       |
    | 當月個案 | E      | 男、女               | error several_codes                 |       |
    | 當月個案 | E      | #NAME?               | error error_value                   |       |
    | 當月個案 | F      | 14                   | error allowed                       |       |
    | 當月個案 | F      | -1                   | error allowed                       |       |
    | 當月個案 | F      | 無                   | error bare_code                     | 0     |
    | 當月個案 | F      | 自閉症               | error bare_code                     | 11    |
    | 當月個案 | F      | 0.以下皆非           | error bare_code                     | 0     |
    | 當月個案 | F      | 00                   | error bare_code                     | 0     |
    | 當月個案 | F      | ０                   | error full_width                    | 0     |
    | 當月個案 | F      | "1,9"                | warning choices_most                |       |
    | 當月個案 | F      | "0,9"                | warning choices_most; warning choices_none |  |
    | 當月個案 | F      | 1、9                 | warning choices_most; warning separator |     |
    | 當月個案 | F      | "1,14"               | error allowed; warning choices_most |       |
    | 當月個案 | G      | 0                    | error answer_expected               |       |
    | 當月個案 | G      | 8                    | error allowed                       |       |
    | 當月個案 | G      | "1,8"                | error allowed                       |       |
    | 當月個案 | G      | 1.3                  | error became_number                 |       |
    | 當月個案 | G      | 6                    | error codes_only_when               |       |
    | 當月個案 | G      | "1,6"                | error codes_only_when               |       |
    | 當月個案 | G      | 1、3                 | warning separator                   | 1,3   |
    | 當月個案 | G      | 1，3                 | warning separator                   | 1,3   |
    | 當月個案 | G      | 1;3                  | warning separator                   | 1,3   |
    | 當月個案 | G      | "1 3"                | warning separator                   | 1,3   |
    | 當月個案 | G      | "1\n3"               | warning separator                   | 1,3   |
    | 當月個案 | G      | "1,1"                | warning choices_repeat              |       |
    | 當月個案 | G      | ３                   | error full_width                    | 3     |
    | 當月個案 | G      | "１,３"              | error full_width                    | 1,3   |
    | 當月個案 | G      | 教師轉介（含教職員工） | error bare_code                   | 3     |
    | 當月個案 | G      | 3.教師轉介(含教職員工) | error bare_code                   | 3     |
    | 當月個案 | G      | "1,家長轉介"         | error bare_code                     | 1,2   |
    | 當月個案 | H      | 0                    | error allowed                       |       |
    | 當月個案 | H      | 3                    | error allowed                       |       |
    | 當月個案 | H      | 結案                 | error allowed                       |       |
    | 當月個案 | H      | "1,2"                | error several_codes                 |       |
    | 當月個案 | H      | １                   | error full_width                    | 1     |
    | 當月個案 | H      | 新案(本月新開案)     | error bare_code                     | 1     |
    | 當月個案 | H      | 1.新案（本月新開案） | error bare_code                     | 1     |
    | 當月個案 | I      | 0                    | error allowed                       |       |
    | 當月個案 | I      | 5                    | error allowed                       |       |
    | 當月個案 | I      | 無轉介               | error bare_code                     | 2     |
    | 當月個案 | I      | ２                   | error full_width                    | 2     |
    | 當月個案 | J      | 0                    | error allowed                       |       |
    | 當月個案 | J      | 20                   | error allowed                       |       |
    | 當月個案 | J      | "3,10"               | error several_codes                 |       |
    | 當月個案 | J      | P03                  | error allowed                       |       |
    | 當月個案 | J      | T20                  | error allowed                       |       |
    | 當月個案 | J      | 3.脆弱家庭           | error allowed                       |       |
    | 當月個案 | J      | ３                   | error full_width                    | 3     |
    | 當月個案 | J      | 03                   | error bare_code                     | 3     |
    | 當月個案 | J      | T03                  | error bare_code                     | 3     |
    | 當月個案 | J      | t3                   | error bare_code                     | 3     |
    | 當月個案 | J      | T03.家庭困擾         | error bare_code                     | 3     |
    | 當月個案 | J      | 3.家庭困擾           | error bare_code                     | 3     |
    | 當月個案 | J      | 3 家庭困擾           | error bare_code                     | 3     |
    | 當月個案 | J      | 家庭困擾             | error bare_code                     | 3     |
    | 當月個案 | J      | 高風險家庭           | error bare_code                     | 10    |
    | 當月個案 | J      | 兒少保議題           | error bare_code                     | 11    |
    | 當月個案 | J      | 11.兒少保護議題      | error bare_code                     | 11    |
    | 當月個案 | J      | 網路成癮             | error bare_code                     | 15    |
    | 當月個案 | J      | 16.中離（輟）拒學    | error bare_code                     | 16    |
    | 當月個案 | J      | 心理疾病             | error bare_code                     | 18    |
    | 當月個案 | K      | 家人生病             | error placeholder_expected          |       |
    | 當月個案 | K      | 無                   | error placeholder_expected          |       |
    | 當月個案 | K      | 1                    | error placeholder_expected          |       |
    | 當月個案 | K      | ０                   | error full_width                    | 0     |
    | 當月個案 | K      | #N/A                 | error error_value                   |       |
    | 當月個案 | L      | 20                   | error allowed                       |       |
    | 當月個案 | L      | "10,20"              | error allowed                       |       |
    | 當月個案 | L      | 10.12                | error became_number                 |       |
    | 當月個案 | L      | 無                   | error bare_code                     | 0     |
    | 當月個案 | L      | "10,12,13"           | error choices_most                  |       |
    | 當月個案 | L      | "0,10"               | error choices_none                  |       |
    | 當月個案 | L      | "10,10"              | warning choices_repeat              |       |
    | 當月個案 | L      | 3                    | warning same_as                     |       |
    | 當月個案 | L      | "3,10"               | warning same_as                     |       |
    | 當月個案 | L      | 4，10                | error separator                     | 4,10  |
    | 當月個案 | L      | 4、10                | error separator                     | 4,10  |
    | 當月個案 | L      | 4；10                | error separator                     | 4,10  |
    | 當月個案 | L      | 4;10                 | error separator                     | 4,10  |
    | 當月個案 | L      | 4/10                 | error separator                     | 4,10  |
    | 當月個案 | L      | "4 10"               | error separator                     | 4,10  |
    | 當月個案 | L      | "4\n10"              | error separator                     | 4,10  |
    | 當月個案 | L      | "４,10"              | error full_width                    | 4,10  |
    | 當月個案 | L      | T04                  | error bare_code                     | 4     |
    | 當月個案 | L      | T04,T10              | error bare_code                     | 4,10  |
    | 當月個案 | L      | 04                   | error bare_code                     | 4     |
    | 當月個案 | L      | 4.自我探索           | error bare_code                     | 4     |
    | 當月個案 | L      | 自我探索             | error bare_code                     | 4     |
    | 當月個案 | L      | #DIV/0!              | error error_value                   |       |
    | 當月個案 | M      | 家人生病             | error placeholder_expected          |       |
    | 當月個案 | M      | ０                   | error full_width                    | 0     |
    | 當月個案 | N      | 45                   | warning unusual                     |       |
    | 當月個案 | N      | -1                   | warning min                         |       |
    | 當月個案 | N      | 1.5                  | warning whole_number                |       |
    | 當月個案 | N      | 3次                  | warning whole_number                |       |
    | 當月個案 | N      | 三                   | warning whole_number                |       |
    | 當月個案 | N      | "2,3"                | warning whole_number                |       |
    | 當月個案 | N      | ３                   | error full_width                    | 3     |
    | 當月個案 | N      | #N/A                 | error error_value                   |       |
    | 相關服務 | B      | 5                    | error allowed                       |       |
    | 相關服務 | B      | 2.兼任輔導教師       | error bare_code                     | 2     |
    | 相關服務 | C      | 0                    | error allowed                       |       |
    | 相關服務 | C      | 18                   | error allowed                       |       |
    | 相關服務 | C      | "1,2"                | error several_codes                 |       |
    | 相關服務 | C      | T02                  | error allowed                       |       |
    | 相關服務 | C      | P02                  | error bare_code                     | 2     |
    | 相關服務 | C      | P02.入班輔導         | error bare_code                     | 2     |
    | 相關服務 | C      | 入班輔導             | error bare_code                     | 2     |
    | 相關服務 | C      | ２                   | error full_width                    | 2     |
    | 相關服務 | D      | 校外參訪             | error placeholder_expected          |       |
    | 相關服務 | E      | 0                    | error allowed                       |       |
    | 相關服務 | E      | 16                   | error allowed                       |       |
    | 相關服務 | E      | "13,14"              | error several_codes                 |       |
    | 相關服務 | E      | 13、14               | error several_codes                 |       |
    | 相關服務 | E      | 家長                 | error bare_code                     | 14    |
    | 相關服務 | E      | 15.專業人員          | error bare_code                     | 15    |
    | 相關服務 | E      | 高三                 | error bare_code                     |       |
    | 相關服務 | F      | -1                   | error min                           |       |
    | 相關服務 | F      | 0.5                  | error whole_number                  |       |
    | 相關服務 | F      | 12人                 | error whole_number                  |       |
    | 相關服務 | F      | 無                   | error whole_number                  |       |
    | 相關服務 | G      | １５                 | error full_width                    | 15    |
    | 相關服務 | G      | -0.5                 | error whole_number                  |       |
""")


@pytest.mark.parametrize(("sheet", "column", "value", "expected", "fix"), WRONG_VALUES)
def test_wrong_values(sheet, column, value, expected, fix):
    report = findings(one_cell(sheet, column, value))
    place = f"{sheet} {column}{6 if sheet == '當月個案' else 5}"
    assert sorted(map(line, report)) == sorted(text.replace(" ", f" {place} ", 1) for text in lines(expected))
    assert {item.kind for item in report} == {"invalid"}
    understood = {"full_width", "bare_code", "separator"}
    assert [item.fix for item in report if item.code in understood and item.fix] == (
        [str(fix)] if fix is not None else []
    )


def test_several_ways_of_writing_wrong_in_one_cell_have_one_fix():
    report = findings(one_cell("當月個案", "L", "Ｔ０４、１０"))
    assert {item.severity for item in report} == {"error"}
    assert {item.fix for item in report} == {"4,10"}


@pytest.mark.parametrize(
    ("column", "row"),
    [
        *[("E", {"E": word}) for word in ("男生", "女生", "男性", "生理男")],
        *[("H", {"H": word}) for word in ("新案", "新")],
        *[("H", {"H": word, "G": 0}) for word in ("舊案", "舊")],
    ],
)
def test_words_of_other_forms_and_of_everyday_are_wrong(column, row):
    (finding,) = findings(workbook([case(**row)]))
    assert (finding.place.cell, finding.severity, finding.kind) == (f"{column}6", "error", "invalid")


@pytest.mark.parametrize("state", [1, 2])
def test_no_source_together_with_a_source_is_an_error(state):
    """0 is no source to choose: it is due where the case is not new, and there alone (P1 G5)."""
    report = findings(workbook([case(G="0,1", H=state)]))
    assert [item.place.cell for item in report if item.severity == "error"] == ["G6"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("王小明", ["person_name"]),
        ("陳○華", ["person_name"]),
    ],
)
def test_a_pupils_code_that_identifies_is_a_warning_and_is_not_repeated(code, expected):
    report = findings(one_cell("當月個案", "C", code))
    assert [(item.severity, item.place.cell, item.value) for item in report] == [("warning", "C6", None)]
    assert [item.code for item in report] == expected
    assert code not in validate(one_cell("當月個案", "C", code)).to_json()


def test_a_pupils_code_that_is_an_id_number_is_an_error_and_is_not_repeated():
    """C4: «請符合個人資料保護法相關規定，勿以學生個資、可辨識資料編碼»."""
    report = findings(one_cell("當月個案", "C", "A123456789"))
    assert [(item.severity, item.place.cell, item.value) for item in report] == [("error", "C6", None)]
    assert "A123456789" not in validate(one_cell("當月個案", "C", "A123456789")).to_json()


def test_a_pupils_code_of_class_and_seat_is_a_warning():
    """A9: «學生代號 looking like an ID number, a name, or class+seat» is worth a warning."""
    report = findings(one_cell("當月個案", "C", "八年1班15號"))
    assert [(item.severity, item.place.cell) for item in report] == [("warning", "C6")]


TYPED = {
    "a date in a code": ("當月個案", "D", datetime(2022, 10, 8), "error 當月個案 D6 became_date"),
    "a date made of 3-10": ("當月個案", "L", datetime(2022, 3, 10), "error 當月個案 L6 became_date"),
    "a date in a word": ("當月個案", "E", datetime(2022, 10, 8), "error 當月個案 E6 became_date"),
    "a date in a placeholder": ("當月個案", "K", datetime(2022, 10, 8), "error 當月個案 K6 placeholder_expected"),
    "a date in a count": ("當月個案", "N", datetime(2022, 10, 8), "warning 當月個案 N6 became_date"),
    "true in a code": ("當月個案", "H", True, "error 當月個案 H6 allowed"),
    "true in a word": ("當月個案", "E", True, "error 當月個案 E6 allowed"),
    "false in a placeholder": ("相關服務", "D", False, "error 相關服務 D5 placeholder_expected"),
    "true in a count": ("相關服務", "F", True, "error 相關服務 F5 whole_number"),
}


@pytest.mark.parametrize(("sheet", "column", "value", "expected"), TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_typed_values(sheet, column, value, expected, write):
    cases = [case(**({column: value} if sheet == "當月個案" else {}))]
    services = [service(**({column: value} if sheet == "相關服務" else {}))]
    assert found(workbook(cases, services, write=write)) == [expected]


@pytest.mark.parametrize(
    ("column", "value", "number_format"),
    [
        ("D", 8, "0.0"),
        ("J", 3, "0.00"),
        ("N", 3, '0"次"'),
        ("N", 12, "#,##0"),
        ("N", 3, "0.0"),
        ("N", 3, "00"),
        ("L", 10, "@"),
        ("C", 7, "0000"),
    ],
)
def test_number_formats_make_no_right_cell_wrong(column, value, number_format):
    def style(book):
        book.worksheets[0][f"{column}6"].number_format = number_format

    assert found(workbook([case(**{column: value})], edit=style)) == []


@pytest.mark.parametrize("written", ["8.0", "8.", "0.8E1", "8e0", "+8", "8.000000000000000"])
def test_the_same_number_written_otherwise_in_the_file(written):
    data = replaced(workbook([case()]), "xl/worksheets/sheet1.xml", "<v>8</v>", f"<v>{written}</v>")
    assert found(data) == []


# --- Formulas -------------------------------------------------------------------------------------------------------


def with_formula(cached: str, kind: str = "") -> bytes:
    """Return a workbook with a formula in D6, saved with that result."""
    data = workbook([case(D="=4+4")], [service()])
    attribute = f' t="{kind}"' if kind else ""
    old, new = '<c r="D6"><f>4+4</f><v></v>', f'<c r="D6"{attribute}><f>4+4</f>{cached}'
    return replaced(data, "xl/worksheets/sheet1.xml", old, new)


@pytest.mark.parametrize(
    ("cached", "kind", "expected"),
    [
        ("<v>8</v>", "", "warning 當月個案 D6 formula"),
        ("<v>8</v>", "str", "warning 當月個案 D6 formula"),
        ("<v>13</v>", "", "warning 當月個案 D6 formula; error 當月個案 D6 allowed"),
        ("<v>1</v>", "b", "warning 當月個案 D6 formula; error 當月個案 D6 allowed"),
        ("<v>#N/A</v>", "e", "error 當月個案 D6 error_value"),
        ("<v>#SPILL!</v>", "e", "error 當月個案 D6 error_value"),
        ("<v></v>", "str", "error 當月個案 D6 required"),
        ("<v> </v>", "str", "error 當月個案 D6 required"),
        ("", "", "error 當月個案 D6 formula_without_value"),
        ("<v/>", "", "error 當月個案 D6 formula_without_value"),
    ],
)
def test_a_formula_is_checked_by_the_result_saved_with_it(cached, kind, expected):
    assert found(with_formula(cached, kind)) == lines(expected)


def test_a_formula_without_a_result_is_never_blank():
    row = [None] * 14
    row[:8] = [f"={letter}6" for letter in CASE_COLUMNS[:8]]
    report = found(workbook([case(), row]))
    assert report == sorted(
        [f"error 當月個案 {letter}7 formula_without_value" for letter in CASE_COLUMNS[:8]]
        + [f"error 當月個案 {letter}7 required" for letter in CASE_COLUMNS[8:]]
    )


def test_formulas_that_show_nothing_are_blank_rows():
    """Sheets with formulas filled down over rows that are not used yet."""
    data = workbook([case(), *[["=X1", *[None] * 13] for _ in range(20)]])
    for row in range(7, 27):
        old, new = f'<c r="A{row}"><f>X1</f><v></v>', f'<c r="A{row}" t="str"><f>X1</f><v></v>'
        data = replaced(data, "xl/worksheets/sheet1.xml", old, new)
    assert found(data) == []


def test_text_that_begins_like_a_formula_is_text():
    assert found(workbook([case(J=19, K="=家人生病")], write=by_xlsxwriter)) == []


# --- Rows whose cells belong together -------------------------------------------------------------------------------

ROWS = table("""
    | sheet    | row                          | found                                       |
    |----------|------------------------------|---------------------------------------------|
    | 當月個案 | H=1 G=1                      |                                             |
    | 當月個案 | H=1 G=1,2,7                  |                                             |
    | 當月個案 | H=2 G=0                      |                                             |
    | 當月個案 | H=2 G="0"                    |                                             |
    | 當月個案 | H=1 G=0                      | error G6 answer_expected                    |
    | 當月個案 | H=2 G=1                      | error G6 placeholder_expected               |
    | 當月個案 | H=2 G=1,3                    | error G6 placeholder_expected               |
    | 當月個案 | H=1 G=                       | error G6 required                           |
    | 當月個案 | H=2 G=                       | error G6 required                           |
    | 當月個案 | H= G=0                       | error H6 required                           |
    | 當月個案 | H= G=1                       | error H6 required                           |
    | 當月個案 | H=3 G=0                      | error H6 allowed                            |
    | 當月個案 | H=3 G=1                      | error H6 allowed                            |
    | 當月個案 | H=２ G=0                     | error H6 full_width                         |
    | 當月個案 | H=２ G=1                     | error H6 full_width; error G6 placeholder_expected |
    | 當月個案 | D=10 G=6                     |                                             |
    | 當月個案 | D=12 G=1,6                   |                                             |
    | 當月個案 | D=11 G=6                     |                                             |
    | 當月個案 | D=9 G=6                      | error G6 codes_only_when                    |
    | 當月個案 | D=1 G=5,6                    | error G6 codes_only_when                    |
    | 當月個案 | D= G=6                       | error D6 required                           |
    | 當月個案 | D=99 G=6                     | error D6 allowed                            |
    | 當月個案 | D=高一 G=6                   | error D6 bare_code                          |
    | 當月個案 | J=19 K=家人生病              |                                             |
    | 當月個案 | J=19 K=0                     | error K6 answer_expected                    |
    | 當月個案 | J=19 K="0"                   | error K6 answer_expected                    |
    | 當月個案 | J=19 K=                      | error K6 required                           |
    | 當月個案 | J=18 K=0                     |                                             |
    | 當月個案 | J=18 K=家人生病              | error K6 placeholder_expected               |
    | 當月個案 | J=18 K=                      | error K6 required                           |
    | 當月個案 | J= K=家人生病                | error J6 required                           |
    | 當月個案 | J= K=0                       | error J6 required                           |
    | 當月個案 | J=20 K=家人生病              | error J6 allowed                            |
    | 當月個案 | J=20 K=0                     | error J6 allowed                            |
    | 當月個案 | J=T19 K=家人生病             | error J6 bare_code                          |
    | 當月個案 | J=其他 K=0                   | error J6 bare_code; error K6 answer_expected |
    | 當月個案 | J=T03 K=0                    | error J6 bare_code                          |
    | 當月個案 | L=19 M=親友來訪              |                                             |
    | 當月個案 | L=10,19 M=親友來訪           |                                             |
    | 當月個案 | L=19,10 M=親友來訪           |                                             |
    | 當月個案 | L=10,19 M=0                  | error M6 answer_expected                    |
    | 當月個案 | L=19 M=                      | error M6 required                           |
    | 當月個案 | L=10,12 M=0                  |                                             |
    | 當月個案 | L=10,12 M=親友來訪           | error M6 placeholder_expected               |
    | 當月個案 | L=0 M=0                      |                                             |
    | 當月個案 | L=0 M=親友來訪               | error M6 placeholder_expected               |
    | 當月個案 | L=0 M=                       | error M6 required                           |
    | 當月個案 | L= M=親友來訪                | error L6 required                           |
    | 當月個案 | L= M=0                       | error L6 required                           |
    | 當月個案 | L=10、19 M=親友來訪          | error L6 separator                          |
    | 當月個案 | L=10、19 M=0                 | error L6 separator; error M6 answer_expected |
    | 當月個案 | J=10 L=10                    | warning L6 same_as                          |
    | 當月個案 | J=10 L=4,10                  | warning L6 same_as                          |
    | 當月個案 | J=1 L=10                     |                                             |
    | 當月個案 | J=19 K=家人生病 L=19 M=親友來訪 | warning L6 same_as                       |
    | 相關服務 | C=17 D=校外參訪              |                                             |
    | 相關服務 | C=17 D=0                     | error D5 answer_expected                    |
    | 相關服務 | C=17 D=                      | error D5 required                           |
    | 相關服務 | C=16 D=0                     |                                             |
    | 相關服務 | C=16 D=校外參訪              | error D5 placeholder_expected               |
    | 相關服務 | C=16 D=                      | error D5 required                           |
    | 相關服務 | C= D=校外參訪                | error C5 required                           |
    | 相關服務 | C=18 D=校外參訪              | error C5 allowed                            |
    | 相關服務 | C=P17 D=校外參訪             | error C5 bare_code                          |
    | 相關服務 | F=0 G=1                      |                                             |
    | 相關服務 | F=1 G=0                      |                                             |
    | 相關服務 | F=0 G=0                      | warning F5 not_all_zero                     |
    | 相關服務 | F= G=0                       | error F5 required                           |
    | 相關服務 | C=3 E=14                     |                                             |
    | 相關服務 | C=3 E=13                     | warning E5 unlikely                         |
    | 相關服務 | C=4 E=13                     |                                             |
    | 相關服務 | C=4 E=14                     | warning E5 unlikely                         |
    | 相關服務 | C=3 E=8                      | warning E5 unlikely                         |
    | 相關服務 | C=11 E=8                     |                                             |
    | 相關服務 | C=11 E=14                    | warning E5 unlikely                         |
""")


@pytest.mark.parametrize(("sheet", "row", "expected"), ROWS)
def test_cells_that_belong_together(sheet, row, expected):
    changes = {part[0]: table(f"|{part[2:]}|")[0][0] for part in row.split()}
    rows = ([case(**changes)], [service()]) if sheet == "當月個案" else ([case()], [service(**changes)])
    assert found(workbook(*rows)) == sorted(text.replace(" ", f" {sheet} ", 1) for text in lines(expected or ""))


# --- What a finding does --------------------------------------------------------------------------------------------


def test_errors_block_the_upload_and_mark_a_cell_and_warnings_do_neither():
    warned = validate(workbook([case(N=45)]), spec="cgs/111")
    assert (warned.ok, warned.annotations, warned.counts) == (
        True,
        (),
        {"missing": 0, "invalid": 0, "warning": 1, "probable": 0},
    )
    wrong = validate(workbook([case(D=13, G=None)]), spec="cgs/111")
    assert not wrong.ok
    assert [(item.place.cell, item.kind) for item in wrong.annotations] == [("D6", "invalid"), ("G6", "missing")]


def test_a_finding_has_the_value_that_the_cell_shows():
    (finding,) = findings(workbook([case(L="4、10")]))
    assert (finding.value, finding.label, finding.place.row, finding.place.column) == ("4、10", "個案類別(副)", 6, 12)
