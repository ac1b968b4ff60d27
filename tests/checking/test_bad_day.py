"""A counsellor's bad day: each mistake is named in its cell, with what to type, and no other cell is coloured."""

import re
from typing import Any

import pytest
from bad_day import places, workbook

from cgs_validate import validate

PLACES = places()
_LISTED = re.compile(r"\b[0-9]{1,2}\.\w")


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return validate(workbook(), month="111-10", stage="junior", language="zh-TW").to_dict()


@pytest.mark.parametrize(("sheet", "cell", "line"), PLACES, ids=[f"{cell} {line['says']}" for _, cell, line in PLACES])
def test_a_mistake_is_named(report: dict[str, Any], sheet: str, cell: str, line: dict[str, Any]) -> None:
    found = [finding for finding in report["findings"] if (finding["sheet"], finding["cell"]) == (sheet, cell)]
    said = "\n".join(f"{finding['message']}{finding['hint']}" for finding in found)
    assert line["says"] in said
    assert "fix" not in line or line["fix"] in [finding["fix"] for finding in found]
    assert len(_LISTED.findall(said)) <= line.get("listed", 3)


def test_no_other_cell_is_coloured(report: dict[str, Any]) -> None:
    coloured = {(note["sheet"], note["cell"]) for note in report["annotations"]}
    assert coloured <= {(sheet, cell) for sheet, cell, _ in PLACES}
