"""The form of 114 in many wordings (tests/cases/form-114.yaml): right rows are right in each, wrong ones are found."""

from typing import Any

import openpyxl
import pytest
from form_114 import CASES, NAMES, WRONG, first_row, found, ministry, workbook

from cgs_validate import probable_fixes, safe_fixes, validate


@pytest.fixture(params=CASES["wordings"].values(), ids=CASES["wordings"].keys())
def wording(request: pytest.FixtureRequest) -> dict[str, Any]:
    chosen: dict[str, Any] = request.param
    return chosen


@pytest.mark.parametrize("month", ["115-03", None])
def test_right_rows_get_no_finding_in_any_wording(wording: dict[str, Any], month: str | None) -> None:
    report = validate(workbook(wording), month=month, stage="junior")
    assert (report.spec.id, found(report)) == ("cgs/114", wording.get("finds", []))
    assert not report.annotations
    assert report.recognised_by


def test_wrong_rows_are_found_in_any_wording(wording: dict[str, Any]) -> None:
    report = validate(workbook(wording, **WRONG), month="115-03")
    row = first_row(wording)
    expected = {f"{item['code']} {item['cell']}{row}" for items in CASES["wrong"].values() for item in items}
    assert report.spec.id == "cgs/114"
    assert expected <= set(found(report))


def test_only_blank_cells_are_certain_without_the_words_of_the_ministry(wording: dict[str, Any]) -> None:
    """The portal itself says that what is not filled in is yellow (S0 L257-259); all else of 114 is not stated."""
    report = validate(workbook({**wording, "below": 0}, **WRONG), month="115-03")
    assert {finding.code for finding in report.findings if finding.severity == "error"} == {"required"}
    row = first_row({**wording, "below": 0})
    wrong = {f"{item['cell']}{row}" for items in CASES["wrong"].values() for item in items}
    assert {note.sort for note in report.annotations} == {"missing", "probably_invalid"}
    assert wrong <= {note.place.cell for note in report.annotations}


def test_right_rows_get_no_finding_below_the_words_of_the_ministry(wording: dict[str, Any]) -> None:
    report = validate(workbook(wording, ministry()), month="115-03", stage="junior")
    assert (report.spec.id, found(report)) == ("cgs/114", wording.get("finds", []))


def test_wrong_rows_are_certain_below_the_words_of_the_ministry(wording: dict[str, Any]) -> None:
    """But for what no word of the ministry's says: that 次數 is a whole number."""
    wording = {**wording, "below": max(1, wording.get("below", 1))}
    report = validate(workbook(wording, ministry(), **WRONG), month="115-03", stage="junior")
    row = first_row(wording)
    expected = {(item["code"], f"{item['cell']}{row}") for items in CASES["wrong"].values() for item in items}
    certain = {(item.code, item.place.cell) for item in report.findings if item.certainty == "certain"}
    assert expected - certain == {("whole_number", f"O{row}")}
    assert certain <= expected | {("sheet_renamed", None)}


def test_a_fix_is_sure_where_the_form_in_hand_has_the_list() -> None:
    of_111 = CASES["wordings"]["words of 111"]
    report = validate(workbook(of_111, cases={"D": "８", "E": " 生理男 "}), month="115-03")
    assert [fix.place.cell for fix in safe_fixes(report)] == ["E4"]
    assert [fix.place.cell for fix in probable_fixes(report)] == ["D4"]  # its instructions list three of twelve grades


def split_headers(book: openpyxl.Workbook) -> None:
    """Most headers are merged over two rows, those of the categories and of their explanations are split."""
    page = book[NAMES[0]]
    page.insert_rows(3)
    for letter in "ABCDEFGHIJO":
        page.merge_cells(f"{letter}2:{letter}3")
    for first, second, header in (("K", "L", "個案類別(主)"), ("M", "N", "個案類別(副)")):
        page[f"{first}2"], page[f"{second}2"] = header, None
        page.merge_cells(f"{first}2:{second}2")
        page[f"{first}3"], page[f"{second}3"] = "代號", "其他說明"


@pytest.mark.parametrize("below", [0, 1])
def test_headers_in_two_rows(below: int) -> None:
    wording = {**CASES["wordings"]["words of 111"], "below": below}
    report = validate(workbook(wording, ministry(), split_headers), month="115-03", stage="junior")
    assert (found(report), report.rows) == ([], {"cases": 4, "services": 2})
