"""The same workbook has the same findings, whichever program saved it: openpyxl, XlsxWriter or LibreOffice.

Without formulas and booleans: openpyxl saves no results, and LibreOffice makes a boolean the formula =TRUE().
"""

from typing import Any

import pytest
from mistakes import PAGES
from workbooks import (
    CASES,
    SERVICES,
    by_openpyxl,
    by_xlsxwriter,
    case,
    convert,
    findings,
    form_page,
    service,
)

SAVED_BY = ["openpyxl", "xlsxwriter", "openpyxl and LibreOffice", "xlsxwriter and LibreOffice"]


def told(data: bytes) -> list[tuple[Any, ...]]:
    return [
        (item.code, item.place.sheet, item.place.cell, str(item.severity), item.value, item.fix)
        for item in findings(data, month="111-10", stage="junior")
    ]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    files = [folder / "openpyxl.xlsx", folder / "xlsxwriter.xlsx"]
    for file, write in zip(files, (by_openpyxl, by_xlsxwriter), strict=True):
        file.write_bytes(write(PAGES))
    again = convert(files, "xlsx", folder / "profile")
    return dict(zip(SAVED_BY, (file.read_bytes() for file in (*files, *again)), strict=True))


@pytest.mark.program
def test_the_workbook_holds_mistakes_of_many_kinds(saved):
    assert len({code for code, *_ in told(saved["openpyxl"])}) >= 25


@pytest.mark.program
@pytest.mark.parametrize("program", SAVED_BY[1:])
def test_same_findings(saved, program):
    assert told(saved[program]) == told(saved["openpyxl"])


@pytest.mark.program
def test_libreoffice_keeps_the_result_of_a_formula(tmp_path):
    file = tmp_path / "formula.xlsx"
    pages = [form_page(CASES, [case()]), form_page(SERVICES, [service()])]

    def formulas(book):
        sheet = book.worksheets()[0]
        sheet.write_formula("D6", "=6+7", None, 13)
        sheet.write_formula("E6", '="女"', None, "女")
        sheet.write_formula("N6", "=NA()", None, "#N/A")

    file.write_bytes(by_xlsxwriter(pages, formulas))
    (again,) = convert([file], "xlsx", tmp_path / "profile")
    before = told(file.read_bytes())
    assert [item[:4] for item in before] == [
        ("allowed", CASES.name, "D6", "error"),
        ("formula", CASES.name, "D6", "warning"),
        ("formula", CASES.name, "E6", "warning"),
        ("error_value", CASES.name, "N6", "error"),
    ]
    assert told(again.read_bytes()) == before
