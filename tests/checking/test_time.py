"""No rule takes more time than there is to check: hostile columns, each of which was looked at again for each cell."""

import time
from collections.abc import Callable

import pytest
from workbooks import by_xlsxwriter, case, workbook

from cgs_validate import validate


def bits(number: int, signs: str) -> str:
    return "".join(signs[number >> bit & 1] for bit in range(13))


COLUMNS: dict[str, tuple[int, Callable[[int], dict[str, str]]]] = {
    "a code in many ways": (12_000, lambda row: {"C": bits(row, "Aa")}),
    "long codes that look alike": (400, lambda row: {"C": 20_000 * "A" + bits(row, "Aa")}),
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
