"""The report for the terminal: what is shown, in which order, and where its lines break."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from workbooks import case, workbook

from cgs_validate import validate
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.checking.report import Report
from cgs_validate.reports.console import Paper, breakable
from cgs_validate.reports.text import render_text
from cgs_validate.spec.examples import load_example
from cgs_validate.spec.library import load_spec
from cgs_validate.templates.workbook import build_template

NO_LINE_BEGINS_WITH = "、。，：；！？）」』”’)]},.:;!?"


@pytest.fixture(scope="module")
def report() -> Report:
    data = build_template(load_spec("cgs/111"), load_example("cgs/111", "errors"))
    return validate(data, month="111-10", stage="senior", name="111-10.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 81, 99, 120])
def test_no_line_begins_with_a_sign_that_ends_a_sentence(report: Report, language: str, width: int) -> None:
    for rows in (False, True):
        lines = render_text(report, language, width=width, rows=rows).splitlines()
        assert [line for line in lines if line.strip()[:1] in tuple(NO_LINE_BEGINS_WITH)] == []


@given(st.text("中文、。「」（）(1.5)a ，", max_size=60), st.integers(10, 30))
def test_a_broken_text_has_all_its_signs(text: str, width: int) -> None:
    paper = Paper(colour=False, width=width)
    paper.print(Text(breakable(text)))
    assert "".join(paper.text.split()) == "".join(text.split())


def test_what_was_typed_is_next_to_its_cell(report: Report) -> None:
    shown = render_text(report, "zh-TW", width=100)
    assert "個案類別(副)  L8「4、13」" in shown
    assert "身分  B9「１」" in shown
    assert "個案類別(主)  J9 “T09”" in render_text(report, "en", width=100)
    assert "T09" not in render_text(report, "zh-TW", width=100, values=False)


def test_a_long_value_is_cut_and_many_cells_are_counted() -> None:
    cases = [case(C=f"A{number:02}", F="QR"[number % 2] * 40) for number in range(30)]
    shown = render_text(validate(workbook(cases), "cgs/111", name="a.xlsx"), "zh-TW", width=300)
    [line] = [line for line in shown.splitlines() if "學生身分" in line]
    assert f"F6、F8、F10、F12、F14、F16、F18、F20「{'Q' * 20}…」　還有 22 處  共 30 處" in line


def test_errors_come_as_the_eye_goes(report: Report) -> None:
    shown = render_text(report, "zh-TW", width=100)
    assert shown.index("E7") < shown.index("L7") < shown.index("G8「") < shown.index("L8「") < shown.index("B9「")


def test_codes_are_aligned(report: Report) -> None:
    lines = render_text(report, "zh-TW", width=100).splitlines()
    first = next(index for index, line in enumerate(lines) if line.strip().startswith("1.人際困擾"))
    assert [line.split()[0] for line in lines[first : first + 4]] == [
        "1.人際困擾", "6.生活壓力", "11.兒少保議題", "16.中離(輟)拒學",
    ]  # fmt: skip
    assert {line.index(".") for line in lines[first : first + 4]} == {10}


def test_the_findings_of_a_row_come_together(report: Report) -> None:
    shown = render_text(report, "zh-TW", width=100, rows=True)
    ninth = shown[shown.index("\n  第 9 列\n") : shown.index("\n  第 10 列\n")]
    assert [part in ninth for part in ("B9「１」", "F9「以下皆非」", "J9「T09」")] == [True] * 3
    assert "要修改的地方" not in shown
    assert shown.count("第 9 列") == 2  # one of each sheet


def test_the_digest_is_for_those_who_ask(report: Report) -> None:
    assert "sha256:" not in render_text(report, "zh-TW", width=100)
    assert report.spec.digest in render_text(report, "zh-TW", width=100, verbose=True)


def test_what_may_name_a_person_is_not_quoted() -> None:
    data = workbook([case(C="王小明")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "王小明" in {cell.value for row in book.worksheets[0] for cell in row}
    for rows in (False, True):
        assert "王小明" not in render_text(validate(data, "cgs/111"), "zh-TW", rows=rows)
