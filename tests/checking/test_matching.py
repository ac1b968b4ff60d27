"""Which sheets are found for a spec, and which are read for that."""

from collections.abc import Iterator
from zipfile import ZIP_DEFLATED

import pytest
from marking_corpus import packed, parts_of
from workbooks import CASES, SERVICES, by_openpyxl, case, form_page, plain_page, service

from cgs_validate import ReadError, validate
from cgs_validate.checking.column_matching import _ratio
from cgs_validate.checking.recognition import recognise
from cgs_validate.workbook import Cell, Column, Grid, Sheet, Workbook, numbers

NOT_A_NUMBER = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>zz</v></c></row></sheetData></worksheet>'  # fmt: skip # noqa: E501


class Long(str):
    """A text that must not be walked through."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("the text is walked through")


def test_a_long_text_is_not_compared_with_a_short_header() -> None:
    assert _ratio(Long("個" * 32_000), "個案類別") == 0
    assert _ratio("個案類別主", "個案類別") > 0.8


def with_a_damaged_sheet(cases: str, services: str) -> bytes:
    pages = [form_page(CASES, [case()], name=cases), form_page(SERVICES, [service()], name=services)]
    parts = parts_of(by_openpyxl([*pages, plain_page("其他", [["備忘"]])]))
    return packed({**parts, "xl/worksheets/sheet3.xml": NOT_A_NUMBER}, ZIP_DEFLATED)


@pytest.mark.parametrize("spec", ["cgs/111", None])
@pytest.mark.parametrize("names", [("當月個案", "相關服務"), ("個案", "服務")])
def test_another_sheet_is_not_read_where_all_are_found_by_their_names(names: tuple[str, str], spec: str | None) -> None:
    assert validate(with_a_damaged_sheet(*names), spec).ok


def test_every_sheet_is_read_where_one_has_another_name() -> None:
    with pytest.raises(ReadError) as raised:
        validate(with_a_damaged_sheet("十月", "相關服務"), "cgs/111")
    assert raised.value.code == "damaged"


def test_a_text_is_compared_and_stored_once_for_all_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 490 sheets with 480 texts at the top these were most of the memory."""
    texts = [f"第{row}列" for row in range(1, 41)]
    grid = Grid({1: Column(numbers(range(1, 41)), numbers(range(1, 41)), [Cell(""), *map(Cell, texts)])})
    compared: list[str] = []
    monkeypatch.setattr("cgs_validate.workbook.key", lambda text: compared.append(text) or text)
    with pytest.raises(ReadError):
        recognise(Workbook("", "", [Sheet("", True, grid)]))
    assert sorted(filter(None, compared)) == sorted(texts)


@pytest.mark.parametrize("form", [CASES, SERVICES])
def test_one_sheet_with_the_names_of_both_is_checked_once(form: object) -> None:
    rows = [case(A=None)] if form is CASES else [service(A=None)]
    report = validate(by_openpyxl([form_page(form, rows, name="當月個案相關服務")]), "cgs/111")
    assert "required" in {finding.code for finding in report.findings}
