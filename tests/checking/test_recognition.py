"""Which form a workbook is recognised as (docs/facts.md A1): names and number of columns first, wording last."""

import io

import openpyxl
import pytest

from cgs_validate import Report, validate
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.reports.html import render_html
from cgs_validate.reports.text import render_text

STUDENT = ["學生代號", "學生年級", "學生性別", "學生身分", "個案來源", "輔導概況", "轉介概況"]
CATEGORIES = ["個案類別(主)", "個案類別(主)其他說明", "個案類別(副)", "個案類別(副)其他說明"]
OLD = [
    ["教師編碼", "身分", *STUDENT, *CATEGORIES, "當月晤談累積次數（人次)"],
    ["教師編碼", "身分", "服務項目", "其他說明", "對象", "服務人次(男)", "服務人次(女)"],
]
NEW = [[*OLD[0][:5], "性別說明", OLD[0][5], OLD[0][7], OLD[0][6], *OLD[0][8:]], [*OLD[1], "服務人次(其他)"]]
WIDENED = [[*OLD[0][:5], "王小明", *OLD[0][5:]], [*OLD[1], "陳大文"]]
SHORT = [[*OLD[0][:3], "年級", "性別", "特教身分", *OLD[0][6:]], [*OLD[1][:5], "人次(生理男)", "人次(生理女)"]]
OF_109 = [
    ["教師編碼", "學生年級", "學生性別", "個案類別(主)", "個案類別(副)", "新案舊案", "晤談次數"],
    ["教師編碼", "服務項目", "對象", "服務人次(男)", "服務人次(女)"],
]
NAMES_109 = ("1.當月個案", "2.相關服務")
NAMES_111 = ("表A-1-輔導教師-1_當月個案", "表A-2-輔導教師-2_相關服務")
NAMES_112 = ("表A-1-輔導教師-1.當月個案", "表A-2-輔導教師-2.相關服務")
NAMES_114 = ("表A-1-輔導教師-個案", "表A-2-輔導教師-服務")
NAMELESS = ("十月", "十月服務")


def workbook(names: tuple[str, str], headers: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, row in zip(names, headers, strict=True):
        page = book.create_sheet(name)
        page.append(["輔導教師工作成果"])
        page.append(row)
    book.save(target := io.BytesIO())
    return target.getvalue()


@pytest.mark.parametrize(
    ("names", "headers", "month", "spec", "clues"),
    [
        (NAMES_109, OF_109, None, "cgs/109", "sheet_names columns"),
        (NAMES_111, OLD, None, "cgs/111", "sheet_names columns headers"),
        (NAMES_111, OLD, "111-10", "cgs/111", "sheet_names columns month"),
        (NAMES_111, OLD, "112-10", "cgs/112", "sheet_names columns month"),
        (NAMES_112, OLD, "113-10", "cgs/113", "sheet_names columns month"),
        (NAMES_112, OLD, "115-03", "cgs/112", "sheet_names columns headers"),
        (NAMES_109, OLD, "111-10", "cgs/111", "columns month"),
        (NAMELESS, OLD, "111-10", "cgs/111", "columns month"),
        (NAMELESS, [[*OLD[0], "備註"], [*OLD[1], "備註"]], "111-10", "cgs/111", "month"),
        (NAMES_112, SHORT, "112-10", "cgs/112", "sheet_names columns month"),
        (NAMES_114, NEW, None, "cgs/114", "sheet_names columns"),
        (NAMES_114, NEW, "111-10", "cgs/114", "sheet_names columns"),
        (NAMES_114, OLD, "115-03", "cgs/114", "sheet_names"),
        (NAMES_114, OLD, "113-10", "cgs/113", "columns month"),
        (NAMES_111, WIDENED, "111-10", "cgs/111", "sheet_names month"),
        (NAMES_111, OLD, "114-09", "cgs/111", "sheet_names columns headers"),
        (NAMES_112, NEW, "112-10", "cgs/114", "columns"),
        (NAMELESS, NEW, "115-03", "cgs/114", "columns"),
        (NAMELESS, [[*NEW[0], "備註"], NEW[1]], None, "cgs/114", "own_columns"),
        (NAMELESS, [NEW[0], OLD[1]], "115-03", "cgs/114", "own_columns month"),
    ],
)
def test_names_and_columns_come_before_month_and_wording(
    names: tuple[str, str], headers: list[list[str]], month: str | None, spec: str, clues: str
) -> None:
    report = validate(workbook(names, headers), month=month)
    assert (report.spec.id, " ".join(clue.code for clue in report.recognised_by)) == (spec, clues)
    assert "template_other_year" not in {f.code for f in report.findings}


def test_a_form_of_114_is_no_form_of_111() -> None:
    codes = {finding.code for finding in validate(workbook(NAMES_114, NEW), "cgs/111").findings}
    assert "template_other_year" in codes


def test_the_report_says_why_in_words() -> None:
    report = validate(workbook(NAMES_114, NEW), month="115-03")
    sentence = report.recognised("zh-TW")
    assert sentence == (
        "依工作表名稱「表A-1-輔導教師-個案」、「表A-2-輔導教師-服務」和「個案」15 個欄位、「服務」8 個欄位，"
        "判斷為「輔導教師工作成果（114學年度，暫定）」。"
    )
    assert sentence in render_text(report, "zh-TW", width=300)
    for language in LANGUAGES:
        assert report.to_dict(language)["recognised_by"][0]["code"] == "sheet_names"
        assert render_html(report, language).count(NAMES_114[0]) > 1


def test_no_header_of_the_workbook_is_printed() -> None:
    report = validate(workbook(NAMES_114, [WIDENED[0], NEW[1]]))
    assert "王小明" not in f"{report.to_json(values=False)}{report.recognised()}"


def test_a_form_that_was_given_was_not_recognised() -> None:
    report: Report = validate(workbook(NAMES_114, NEW), "cgs/114")
    assert (report.recognised(), report.to_dict()["recognised_by"]) == ("", [])
