"""The rows of answers: the later ones are as openpyxl would write them, at a fraction of its memory."""

import tracemalloc
from collections.abc import Sequence
from datetime import date

import pytest

from cgs_validate.spec.examples import Answer, Filled, FilledSheet
from cgs_validate.spec.library import load_spec
from cgs_validate.templates import answers
from cgs_validate.templates.workbook import build_template
from cgs_validate.workbook import Cell, CellKind

SPEC = load_spec("cgs/114")
WIDTH = len(SPEC.sheets["cases"].fields)

TYPED = ["", "0", "3,10", "007", "-1.50", "=1+1", "#N/A", "男", "<&>\"'", "說明" * 40]
# None of blanks alone, which openpyxl writes otherwise where lxml is installed.
TEXTS = ["", " a ", "a\n", "\r\na\t", "=1+1", "#N/A", "_x000D_", "\x1b", "]]>", "字" * 400]
CELLS = [
    *map(Cell, TEXTS),
    *(Cell(f"{number:g}", CellKind.NUMBER, number) for number in (0.0, -0.5, 3.0, 1e300, 0.1 + 0.2)),
    Cell("007", CellKind.NUMBER, 7.0),
    Cell("113/9/1", CellKind.DATE, 45536.0, date(2024, 9, 1)),
    Cell("2024/9/1 13:30", CellKind.DATE, 45536.5625, date(2024, 9, 1)),
    Cell("TRUE", CellKind.BOOLEAN),
    Cell("FALSE", CellKind.BOOLEAN),
    Cell("#DIV/0!", CellKind.ERROR),
]


def built(rows: Sequence[tuple[Answer, ...]]) -> bytes:
    sheets = {
        sheet.name: FilledSheet(tuple(row[: len(sheet.fields)] for row in rows)) for sheet in SPEC.sheets.values()
    }
    return build_template(SPEC, Filled(school=None, month=None, sheets=sheets))


def test_later_rows_are_written_as_the_first_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    each = [*TYPED, *CELLS]
    rows = [(), *(tuple((each[start:] + each)[:WIDTH]) for start in range(len(each))), ("T01",)]
    monkeypatch.setattr(answers, "_RULED_ROWS", len(rows))
    by_openpyxl = built(rows)
    monkeypatch.setattr(answers, "_RULED_ROWS", 1)

    assert built(rows) == by_openpyxl


def test_each_row_takes_the_memory_of_its_xml_alone() -> None:
    peaks = []
    for count in (100, 1_100):
        tracemalloc.start()
        built([("T01",) * WIDTH] * count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 300 * 1_000 * WIDTH
