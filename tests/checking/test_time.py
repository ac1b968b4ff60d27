"""No rule takes more time than there is to check: hostile columns, each of which was looked at again for each cell."""

import time
from collections.abc import Callable

import pytest
from hostile_making import SHEET
from marking_corpus import packed, parts_of
from workbooks import by_xlsxwriter, case, workbook

from cgs_validate import validate
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.reports.html import render_html


def bits(number: int, signs: str) -> str:
    return "".join(signs[number >> bit & 1] for bit in range(13))


COLUMNS: dict[str, tuple[int, Callable[[int], dict[str, str]]]] = {
    "a code in many ways": (12_000, lambda row: {"C": bits(row, "Aa")}),
    "long codes that look alike": (400, lambda row: {"C": 20_000 * "A" + bits(row, "Aa")}),
    "words that are like many labels": (12_000, lambda row: {"J": f"庭困緒擾情習學業{row}"}),
    "instructions without end": (4_000, lambda _: dict.fromkeys("ABCDEFGHIJKLMN", "請填寫")),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_takes_no_longer_than_its_cells(name: str) -> None:
    count, answers = COLUMNS[name]
    data = workbook([case(**answers(row)) for row in range(count)], write=by_xlsxwriter)
    start = time.process_time()
    validate(data, "cgs/111")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("title", [32_000 * "○", f"[111-10] 某{30_000 * ' '}校"], ids=["rings", "blanks"])
def test_a_title_takes_no_longer_than_its_characters(title: str) -> None:
    data = workbook(write=by_xlsxwriter, title=title)
    start = time.process_time()
    validate(data, "cgs/111")
    assert time.process_time() - start < 1


@pytest.mark.parametrize("written", [b"<c ", b'<c r="A1" ', b"<c" + b" " * 20])
def test_fills_take_no_longer_than_the_beginning_of_a_sheet(written: bytes) -> None:
    data = workbook()
    parts = parts_of(data)
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", b"<!--%b--><sheetData>" % (written * 40_000), 1)
    opened = open_workbook(packed(parts))
    start = time.process_time()
    opened.fills(opened.workbook.sheets[0].name, [(row, column) for row in range(1, 4) for column in range(1, 15)])
    assert time.process_time() - start < 1


def test_a_report_takes_no_longer_than_its_rows() -> None:
    data = workbook([case(C=f"S{row:05}", N="x" if row % 4 == 0 else 1) for row in range(20_000)], write=by_xlsxwriter)
    report = validate(data, "cgs/111")
    start = time.process_time()
    render_html(report)
    assert time.process_time() - start < 3
