"""Which rows below the headers explain the form, and where the data begin."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from open_books import PROGRAMS
from openpyxl.styles import PatternFill

from cgs_validate import load_spec
from cgs_validate.checking.engine import check, read_needed
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec.examples import load_example
from cgs_validate_addin.reading import read_book

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "instruction-rows.yaml").read_text("utf-8"))
SPEC = load_spec("cgs/111")
EXAMPLE = load_example("cgs/111", "clean")
GREY = PatternFill("solid", fgColor="FFD9D9D9")


def cases(verdict: str) -> list[Any]:
    sheets = CASES[verdict].items()
    return [pytest.param(sheet, case, id=f"{sheet}-{name}") for sheet, found in sheets for name, case in found.items()]


@pytest.mark.parametrize(("sheet", "case"), cases("instructions"))
def test_an_instruction_row_is_no_data(sheet: str, case: dict[str, Any]) -> None:
    report = check(read_needed(open_workbook(made(sheet, case)), SPEC), SPEC, stage="senior")
    assert [finding.code for finding in report.findings] == []
    assert report.rows == {name: len(filled.rows) for name, filled in EXAMPLE.sheets.items()}


@pytest.mark.parametrize(("sheet", "case"), cases("doubtful"))
def test_a_doubtful_row_gets_one_finding(sheet: str, case: dict[str, Any]) -> None:
    report = check(read_needed(open_workbook(made(sheet, case)), SPEC), SPEC, stage="senior")
    row = SPEC.sheets[sheet].layout.header_row + 1
    assert [(found.code, found.place.cell, found.probable) for found in report.findings] == [
        ("instruction_row", f"A{row}", True)
    ]
    assert report.rows == {name: len(filled.rows) for name, filled in EXAMPLE.sheets.items()}


@pytest.mark.parametrize(("sheet", "case"), cases("data"))
def test_a_first_row_that_is_wrong_throughout_is_data(sheet: str, case: dict[str, Any]) -> None:
    report = check(read_needed(open_workbook(made(sheet, case)), SPEC), SPEC, stage="senior")
    assert report.rows[sheet] == len(EXAMPLE.sheets[sheet].rows) + sum(map(any, case["rows"]))
    assert not {"instruction_row", "not_a_record"} & {finding.code for finding in report.findings}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("verdict", CASES)
def test_the_open_book_says_the_same(verdict: str, program: Any) -> None:
    for sheet, found in CASES[verdict].items():
        first, *others = found.values()
        for case in (first, *(case for case in others if "filled" in case)):
            data = made(sheet, case)
            file = check(read_needed(open_workbook(data), SPEC), SPEC)
            book = check(read_book(program(data)), SPEC)
            assert (file.findings, file.rows) == (book.findings, book.rows)


def made(name: str, case: dict[str, Any]) -> bytes:
    """Return the clean example as a workbook without the form's instructions, with the rows of a case instead."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in SPEC.sheets.values():
        fill(book.create_sheet(sheet.sheet_name), sheet.name, case if sheet.name == name else {"rows": []})
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def fill(page: Any, name: str, case: dict[str, Any]) -> None:
    page["A1"] = "[111-10] 虛構高中輔導教師工作成果"
    sheet, header = SPEC.sheets[name], SPEC.sheets[name].layout.header_row
    rows = [[field.header for field in sheet.fields.values()], *case["rows"], *EXAMPLE.sheets[name].rows]
    for number, values in enumerate(rows, header):
        for column, value in enumerate(values, 1):
            cell = page.cell(number, column, int(value) if str(value).isdecimal() else value or None)
            if case.get("filled") == "all" or (case.get("filled") and number <= header + len(case["rows"])):
                cell.fill = GREY
    for area in case.get("merged", []):
        page.merge_cells(area.format(header=header, row=header + 1, next=header + 2))
