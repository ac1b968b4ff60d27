"""What is said of findings in cells that cannot be seen, and of text of which a part may be struck out."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from looks import dress
from workbooks import CASES, case, workbook

from cgs_validate import Report, fix, mark, probable_fixes, safe_fixes, validate
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.reports.grouping import group

ROW, COLUMN, SHEET = "這一列被篩選或隱藏", "這一欄隱藏", "這張工作表隱藏"
RELATED = "另外那一格被篩選或隱藏"
SAID = (ROW, COLUMN, SHEET, RELATED)
WRONG = [case(D=99), case(C="S002", N=None), case(C="S003"), case(C="S003")]


def checked(rows: list[Any], looks: dict[str, Any]) -> tuple[bytes, Report]:
    data = workbook(rows, edit=lambda book: dress(book.worksheets[0], looks))
    return data, validate(data, "cgs/111", stage="junior")


@pytest.mark.parametrize(
    ("hide", "said"),
    [
        ({}, {}),
        ({"rows": [6]}, {"D6": ROW}),
        ({"rows": [6, 7], "filter": "A3:N9"}, {"D6": ROW, "N7": ROW}),
        ({"columns": ["N"]}, {"N7": COLUMN}),
        ({"rows": [7], "columns": ["D", "N"]}, {"D6": COLUMN, "N7": ROW}),
        ({"rows": [8]}, {"C9": RELATED}),
        ({"rows": [9]}, {"C9": ROW}),
        ({"sheet_state": "hidden"}, {"D6": SHEET, "N7": SHEET, "C9": SHEET}),
    ],
)
def test_findings_that_cannot_be_seen_say_so(hide: dict[str, Any], said: dict[str, str]) -> None:
    _, report = checked(WRONG, {"hide": hide})
    hints = {finding.place.cell: catalog("zh-TW").hint(finding) for finding in report.findings}
    found = {cell: part for cell, hint in hints.items() for part in SAID if part in hint}
    assert found == said


def test_notes_and_the_list_say_so_too() -> None:
    data, report = checked(WRONG, {"hide": {"rows": [6], "columns": ["N"]}})
    mark(BytesIO(data), report, target := BytesIO())
    book = openpyxl.load_workbook(target)
    assert ROW in book[CASES.name]["D6"].comment.text
    assert COLUMN in book[CASES.name]["N7"].comment.text
    listed = {row[2].value: row[6].value for row in book["檢核結果"].iter_rows(min_row=5) if row[2].value}
    assert ROW in listed["D6"]
    assert ROW not in listed["A6"]


def test_a_mistake_that_can_be_seen_is_not_listed_as_hidden() -> None:
    _, report = checked([case(N=None), case(C="S002", N=None), case(C="S003", N=None)], {"hide": {"rows": [6]}})
    groups = [item for item in group(report.findings) if item.first.code == "required"]
    listed = {ROW in catalog("zh-TW").hint(item.common): [str(spot.runs[0]) for spot in item.spots] for item in groups}
    assert listed == {True: ["N6"], False: ["N7:N8"]}


@pytest.mark.parametrize(
    ("rows", "chinese", "english"),
    [
        ([7], "第 7 列", "Row 7 "),
        ([7, 9, 10, 11], "第 7、9–11 列", "Row 7, 9–11 "),
        (list(range(6, 66, 2)), "…列，共 30 列，", "… (30 in all)"),
    ],
)
def test_rows_are_named_in_groups(rows: list[int], chinese: str, english: str) -> None:
    _, report = checked([case(C=f"S{number:03}") for number in range(70)], {"hide": {"rows": rows}})
    (found,) = [finding for finding in report.findings if finding.code == "rows_hidden"]
    for language, part in zip(LANGUAGES, (chinese, english), strict=True):
        assert part in catalog(language).message(found)


@pytest.mark.parametrize(
    ("row", "looks"),
    [
        (case(L="3、10"), {"runs": {"L6": ["strike", "3、", "plain", "10"]}}),
        (case(J="T03"), {"struck": ["J6"]}),
        (case(D="８"), {"raised": ["D6"]}),
        (case(N="３"), {"runs": {"N6": ["own", "３", "superscript", "１"]}}),
        (case(C=" S001 "), {"runs": {"C6": ["strike", " S00", "plain", "1 "]}}),
    ],
)
def test_no_fix_is_offered_of_text_that_may_be_no_part_of_the_answer(row: list[Any], looks: dict[str, Any]) -> None:
    data, report = checked([row], looks)
    assert {"struck_out", "raised_text"} & {finding.code for finding in report.findings}
    assert not any(finding.fix for finding in report.findings)
    assert not safe_fixes(report) + probable_fixes(report)
    target = BytesIO()
    assert not fix(BytesIO(data), report, target)
    _, plain = checked([row], {})
    assert safe_fixes(plain) or looks.get("runs"), "it is the look that forbids it"


def test_a_wrong_answer_says_that_all_of_its_text_was_read() -> None:
    _, report = checked([case(D=8)], {"runs": {"D6": ["own", "8", "subscript", "9"]}})
    hints = {finding.code: catalog("zh-TW").hint(finding) for finding in report.findings}
    assert "也都算在裡面" in hints["allowed"]
    assert "也都算在裡面" not in hints["raised_text"]


@pytest.mark.parametrize("cell", ["C6", "E6", "K6", "N6"])
def test_what_may_be_a_name_is_not_quoted(cell: str) -> None:
    _, report = checked([case()], {"runs": {cell: ["strike", "王小", "plain", "明"]}})
    (found,) = [finding for finding in report.findings if finding.code == "struck_out"]
    assert "王小明" not in str(found.params)
