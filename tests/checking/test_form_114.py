"""The form of 114 in many wordings (tests/cases/form-114.yaml): right rows are right in each, wrong ones are found."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl.utils import column_index_from_string

from cgs_validate import Report, validate

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "form-114.yaml").read_text("utf-8"))
NAMES = ("表A-1-輔導教師-個案", "表A-2-輔導教師-服務")


def replaced(cells: list[Any], by_letter: dict[str, Any]) -> list[Any]:
    changed = {column_index_from_string(letter): value for letter, value in by_letter.items()}
    whole = {**dict(enumerate(cells, 1)), **changed}
    return [whole.get(column) for column in range(1, max(whole) + 1)]


def sheet_rows(wording: dict[str, Any], sheet: str, rows: list[list[Any]]) -> list[list[Any]]:
    """The rows of one sheet, from its title to its data."""
    headers = replaced(CASES["words"][wording["like"]][sheet], wording.get(sheet, {}))
    title = wording.get("title", "[115-03] 虛構國中輔導教師工作成果")
    below = [CASES["instructions"][sheet]] * wording.get("below", 1)
    return [[title], *wording.get("above", []), headers, *below, *rows]


def first_row(wording: dict[str, Any]) -> int:
    return 3 + len(wording.get("above", [])) + wording.get("below", 1)


def workbook(wording: dict[str, Any], **wrong: dict[str, Any]) -> bytes:
    """A workbook in a wording. wrong: what is typed by letter into the first row of a sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, (sheet, right) in zip(wording.get("names", NAMES), CASES["right"].items(), strict=True):
        rows = [replaced(row, wording.get("filled", {}) if sheet == "cases" else {}) for row in right]
        rows[0] = replaced(rows[0], wrong.get(sheet, {}))
        page = book.create_sheet(name)
        for row in sheet_rows(wording, sheet, rows):
            page.append(row)
    book.save(target := io.BytesIO())
    return target.getvalue()


def found(report: Report) -> list[str]:
    return [f"{finding.code} {finding.place.cell}" for finding in report.findings]


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
    wrong = {sheet: {item["cell"]: item["typed"] for item in items} for sheet, items in CASES["wrong"].items()}
    report = validate(workbook(wording, **wrong), month="115-03")
    row = first_row(wording)
    expected = {f"{item['code']} {item['cell']}{row}" for items in CASES["wrong"].values() for item in items}
    assert report.spec.id == "cgs/114"
    assert expected <= set(found(report))


def test_only_blank_cells_are_certain(wording: dict[str, Any]) -> None:
    """The portal itself says that what is not filled in is yellow (S0 L257-259); all else of 114 is not stated."""
    wrong = {sheet: {item["cell"]: item["typed"] for item in items} for sheet, items in CASES["wrong"].items()}
    report = validate(workbook(wording, **wrong), month="115-03")
    assert {finding.code for finding in report.findings if finding.severity == "error"} == {"required"}
    assert {note.sort for note in report.annotations} == {"missing", "probably_invalid"}
    row = first_row(wording)
    cells = {f"{item['cell']}{row}" for items in CASES["wrong"].values() for item in items}
    assert cells <= {note.place.cell for note in report.annotations}


def test_the_columns_that_are_new_may_be_left_blank() -> None:
    of_111 = CASES["wordings"]["words of 111"]
    report = validate(workbook(of_111, cases={"F": None, "E": "其他"}, services={"H": None}), month="115-03")
    assert (report.ok, found(report)) == (True, ["required H4"])


def test_headers_may_have_two_rows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(CASES["wordings"]["words of 111"], services={"H": "三"})))
    page = book.worksheets[1]
    page.insert_rows(3)
    for column, header, below in (("F", "服務人次", "生理男"), ("G", None, "生理女"), ("H", None, "其他")):
        page[f"{column}2"], page[f"{column}3"] = header, below
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:H2"):
        page.merge_cells(area)
    book.save(target := io.BytesIO())
    assert found(validate(target.getvalue(), month="115-03")) == ["whole_number H5"]
