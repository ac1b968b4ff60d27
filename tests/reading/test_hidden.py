"""Each case of ``cases/hidden.yaml`` is read as it says, whichever of the two readers gets the sheet."""

from pathlib import Path
from typing import Any

import pytest
from hostile_making import MAIN, SHEET, changed

from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec import yaml_reader
from cgs_validate.workbook import LAST_COLUMN

CASES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "hidden.yaml").data
MORE = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(5, 1_000))


@pytest.mark.parametrize("slowly", ["", "<!-- -->"], ids=["quickly", "slowly"])
@pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))
def test_hidden_rows_and_columns(case: dict[str, Any], slowly: str) -> None:
    attributes = case.get("rows", [""] * 4)
    rows = "".join(f'<row r="{row}" {more}><c r="A{row}"><v>1</v></c></row>' for row, more in enumerate(attributes, 1))
    sheet = (
        f"{case.get('before', '')}<sheetData>{rows.replace(' >', '>')}{MORE}{slowly}</sheetData>{case.get('after', '')}"
    )
    grid = read(sheet)
    assert list(grid.hidden_rows) == list(map(int, case.get("hidden", [])))
    assert list(grid.hidden_columns) == list(map(int, case.get("columns", [])))
    assert grid.filtered == (case.get("filtered") == "true")


def test_a_hidden_row_that_is_written_oddly() -> None:
    grid = read(
        f'<sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row hidden="1" r="2"/>{MORE}</sheetData>'
    )
    assert list(grid.hidden_rows) == [1, 2]


def test_many_hidden_columns_cost_no_more_than_a_sheet_has() -> None:
    columns = '<col min="1" max="99999" hidden="1"/>' * 1_000
    assert len(read(f"<cols>{columns}</cols><sheetData/>").hidden_columns) == LAST_COLUMN


def read(sheet: str) -> Any:
    opened = open_workbook(changed({SHEET: f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'.encode()}))
    return opened.read(opened.workbook.sheets[:1]).sheets[0].grid
