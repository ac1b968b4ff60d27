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
    "無 in many ways": (8_000, lambda row: {"G": f"無{bits(row, '-.')[:11]}", "H": "2"}),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_takes_no_longer_than_its_cells(name: str) -> None:
    count, answers = COLUMNS[name]
    data = workbook([case(**answers(row)) for row in range(count)], write=by_xlsxwriter)
    start = time.process_time()
    validate(data, "cgs/111")
    assert time.process_time() - start < 2
