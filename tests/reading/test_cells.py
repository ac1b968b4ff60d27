"""Each case of ``cases/cells.yaml`` is read as it says, whichever of the two readers gets the sheet."""

from pathlib import Path
from typing import Any

import pytest
from hostile_making import BOOK, GOOD, MAIN, SHEET, STRINGS, STYLES, changed

from cgs_validate import ReadError
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec import yaml_reader

CASES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "cells.yaml").data
MORE = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(2, 1_000))  # so the quick one


@pytest.mark.parametrize("more", ["", MORE], ids=["alone", "above many"])
@pytest.mark.parametrize("case", CASES, ids=[case["cell"] for case in CASES])
def test_a_cell_is_what_is_written(case: dict[str, Any], more: str) -> None:
    try:
        opened = open_workbook(workbook(case, more))
        cell = opened.read(opened.workbook.sheets[:1]).sheets[0].grid.get(1, 1)
    except ReadError as error:
        assert error.code == case["is"]
    else:
        look = f" {cell.look.value}" if cell and cell.look else ""
        assert (f"{cell.kind.value} {cell.text}{look}" if cell else "blank") == case["is"]


def workbook(case: dict[str, Any], more: str) -> bytes:
    """Return a workbook with the cell of a case, and rows below it."""
    codes = dict(enumerate(case.get("formats", ()), 164))
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in codes.items())
    fonts = "".join(f"<font>{font}</font>" for font in ("", *case.get("fonts", ())))
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in codes)
    styles += "".join(f'<xf fontId="{number}"/>' for number in range(1, 1 + len(case.get("fonts", ()))))
    cell_formats = f"<cellXfs><xf/>{case.get('before', '')}{styles}</cellXfs>{case.get('behind', '')}"
    styles = f"<numFmts>{formats}</numFmts><fonts>{fonts}</fonts>{cell_formats}"
    parts = {
        SHEET: f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{case["cell"]}</row>{more}</sheetData></worksheet>',
        STRINGS: f'<sst xmlns="{MAIN}">{case.get("strings", "")}</sst>',
        STYLES: f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    book = GOOD[BOOK].replace(b"<workbookPr", f'<workbookPr date1904="{case.get("epoch", 0)}"'.encode(), 1)
    return changed({BOOK: book, **{name: text.encode() for name, text in parts.items()}})
