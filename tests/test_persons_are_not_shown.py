"""Planted persons occur in no output but in their own cells: whatever column they are in, whatever is wrong there."""

import io
import logging

import openpyxl
import pytest
from click.testing import CliRunner
from workbooks import RIGHT_SERVICES, case, service, workbook

from cgs_validate import Report, fix, mark, migrate, next_month, unmark, validate
from cgs_validate.checking.fixes import probable_fixes, safe_fixes
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.commands.cli import group
from cgs_validate.migration.review import render_review
from cgs_validate.reports.csv import render_csv
from cgs_validate.reports.html import render_data, render_html
from cgs_validate.reports.text import render_text

PLANTED = {
    "C": ["吳怡萱", "A123456789", "王Ｏ明", "0912-345-678", "三年二班黃佳慧", " 林家豪", "Wang Xiao-Ming", "張簡○○"],
    "A": ["溫美玲", "A223456781", "０912-345-678"],
    "B": ["周大福", "𠮷田明"],
    "D": ["歐陽小白", "張三豐"],
    "E": ["陳大文", "李小花"],
    "F": ["瓦歷斯", "1.卓木火"],
    "H": ["龐土水"],
    "I": ["阿美"],
    "J": ["Mary", "已和曾阿嬌談過"],
    "G": ["李佳穎", "1,李佳穎"],
    "K": ["轉介自彭淑芬老師", "喻小明的家長 0922-333-444", "Ａ123456789"],
    "L": ["吳小胖", "3,司徒一", "3、馬小胖"],
    "N": ["呂志明", "林阿水", "小胖3次", "teacher@example.com"],
}
CASES = [case(**{"B": 9, column: text}) for column, texts in PLANTED.items() for text in texts]
CASES += [case(C="吳怡萱", A="T09"), case(C="吳怡萱"), case(C="吳怡萱", B=2)]
SERVICES = [
    *RIGHT_SERVICES,
    service(A="溫美玲", B=3),
    service(A="溫美玲", B=4),
    service(D="周小明的團體"),
    service(F="鄭雅文"),
]
TEXTS = [text.strip() for texts in PLANTED.values() for text in texts] + [
    "周小明",
    "鄭雅文",
    "許曉玲",
    "陳美美",
    "阿嬌",
    "彭淑芬",
    "喻小明",
    "0922-333-444",
]


AROUND = {
    "P7": "吳怡萱的媽媽來電",
    "A40": "填表人：彭淑芬",
    "C42": "周小明",
    "O3": "許曉玲備註",
    "E3": "學生性別（陳美美）",
    "B43": "王Ｏ明",
    "A44": "合計",
    "N44": "鄭雅文",
}


def remark(book: openpyxl.Workbook) -> None:
    for place, text in AROUND.items():
        book.worksheets[0][place] = text


@pytest.fixture(scope="module")
def planted() -> bytes:
    return workbook(CASES, SERVICES, edit=remark)


@pytest.fixture(scope="module")
def report(planted: bytes) -> Report:
    return validate(planted, "cgs/111", name="a.xlsx")


def shown(output: str) -> list[str]:
    return [text for text in TEXTS if text in output]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_report_shows_a_person(report: Report, language: str) -> None:
    for render in (render_text, render_html, render_csv, Report.to_json):
        assert shown(render(report, language)) == []
    assert shown(str(render_data(report))) == []


def test_a_finding_where_a_person_may_be_named_has_no_value(report: Report) -> None:
    found = {finding.place.cell: finding.value for finding in report.findings if finding.value}
    assert shown(" ".join(found.values())) == []
    assert {finding["value"] for finding in report.to_dict()["findings"] if finding["field"] == "student_code"} == {
        None
    }


def test_what_names_no_one_is_shown(report: Report) -> None:
    assert "9" in {finding.value for finding in report.findings if finding.field == "identity"}


def test_notes_and_summary_of_a_marked_copy_name_no_one(planted: bytes, report: Report) -> None:
    mark(planted, report, marked := io.BytesIO())
    book = openpyxl.load_workbook(marked)
    notes = [cell.comment.text for sheet in book for row in sheet for cell in row if cell.comment]
    added = [str(cell.value) for sheet in book.worksheets[2:] for row in sheet for cell in row]
    assert notes
    assert added
    assert shown("\n".join((*notes, *added))) == []


def test_no_listed_fix_names_a_person(planted: bytes, report: Report, tmp_path) -> None:
    changes = safe_fixes(report) + probable_fixes(report)
    assert any(change.personal for change in changes)
    assert shown(" ".join(text for change in changes for text in change.shown("…"))) == []
    (file := tmp_path / "a.xlsx").write_bytes(planted)
    said = CliRunner().invoke(group, ["fix", str(file), "--spec", "cgs/111", "--dry-run", "--probable"])
    assert said.exit_code in (0, 1)
    assert shown(said.output) == []


def test_no_review_of_a_migration_names_a_person(planted: bytes) -> None:
    moved = migrate(planted, "cgs/114", io.BytesIO(), spec="cgs/111")
    for language in LANGUAGES:
        assert shown(render_review(moved.review, language)) == []
        assert shown(moved.result.to_json(language)) == []


def test_no_review_of_the_next_month_names_a_person(planted: bytes) -> None:
    done = next_month(planted, io.BytesIO(), spec="cgs/111")
    for language in LANGUAGES:
        assert shown(render_review(done.review, language)) == []
        assert shown(done.result.to_json(language)) == []


def test_no_log_names_a_person(planted: bytes, report: Report, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mark(planted, report, marked := io.BytesIO())
    fix(planted, report, io.BytesIO())
    unmark(marked, io.BytesIO())
    assert shown(caplog.text) == []
