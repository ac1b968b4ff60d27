"""The rules of the neighbouring reporting forms can be declared: small specs of them, with right and wrong rows.

The specs are in ``cases/specs/<family>/``, the rows in ``cases/neighbours/<family>.yaml``; neither is shipped.
"""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cgs_validate import Report, validate
from cgs_validate.authoring.lint import lint
from cgs_validate.spec import yaml_reader
from cgs_validate.spec.examples import Filled, FilledSheet
from cgs_validate.spec.library import load_file
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.templates.workbook import build_template

CASES = Path(__file__).parents[1] / "cases"
SPECS = {path.parent.name: path for path in sorted((CASES / "specs").glob("*/1*.yaml"))}
ROWS = {family: yaml_reader.read(CASES / "neighbours" / f"{family}.yaml").data for family in SPECS}


@pytest.mark.parametrize("family", SPECS)
def test_the_spec_is_right(family: str) -> None:
    assert lint([SPECS[family]]) == []


@pytest.mark.parametrize("family", SPECS)
def test_its_blank_has_no_findings(family: str) -> None:
    spec = load_file(SPECS[family])

    assert validate(build_template(spec), spec).findings == ()


def test_excel_refuses_what_is_to_stay_blank() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_template(load_file(SPECS["transition"]))))
    note = book["2.通報表"].data_validations.dataValidation[-1]

    assert note.formula1 == 'OR($D3="",ISNUMBER(FIND(",11,",","&$D3&",")))'
    assert note.errorStyle == "stop"
    assert "不是的話，這一格要空白" in note.prompt


@pytest.mark.parametrize(("family", "case"), [(family, case) for family in SPECS for case in ROWS[family]["cases"]])
def test_rows(family: str, case: str) -> None:
    spec = load_file(SPECS[family])
    rows = ROWS[family]["cases"][case]

    assert found(check(spec, filled_in(spec, ROWS[family]["right"], rows)), spec) == rows["finds"]


def test_a_rule_between_sheets_that_lacks_a_column_or_a_sheet_is_skipped() -> None:
    spec = load_file(SPECS["leaver"])
    book = openpyxl.load_workbook(io.BytesIO(filled_in(spec, ROWS["leaver"]["right"], {})))
    book["2.追蹤紀錄"]["A2"] = None

    assert ("missing_reference", "no_column") in skipped(check(spec, saved(book)))

    del book["2.追蹤紀錄"]

    assert ("missing_reference", "no_sheet") in skipped(check(spec, saved(book)))


def test_a_rule_of_dates_that_lacks_a_column_is_skipped() -> None:
    spec = load_file(SPECS["transition"])
    book = openpyxl.load_workbook(io.BytesIO(filled_in(spec, ROWS["transition"]["right"], {})))
    book["1.初評"]["B2"] = None

    lacking = [item.params["columns"] for item in check(spec, saved(book)).skipped if item.code == "required"]
    labels = [[column["label"] for column in columns] for columns in lacking]
    assert labels == [["出生年月日"]] * 2  # once for the column itself, once for what is due up to an age


def check(spec: TemplateSpec, workbook: bytes) -> Report:
    return validate(workbook, spec)


def found(report: Report, spec: TemplateSpec) -> list[str]:
    names = {sheet.sheet_name: sheet.name for sheet in spec.sheets.values()}
    return [f"{names[place.sheet or '']} {place.cell} {code}" for place, code in places(report)]


def places(report: Report) -> list[Any]:
    return [(finding.place, finding.code) for finding in report.findings]


def skipped(report: Report) -> list[tuple[str, str]]:
    return [(item.code, item.reason) for item in report.skipped]


def filled_in(spec: TemplateSpec, right: dict[str, Any], rows: dict[str, Any]) -> bytes:
    """Return the template with the right row of each sheet, or with rows that differ from it."""
    sheets = {
        name: FilledSheet(
            tuple(
                tuple(written({**right[name], **row}.get(field, "")) for field in sheet.fields)
                for row in rows.get(name, [{}])
            )
        )
        for name, sheet in spec.sheets.items()
    }
    return build_template(spec, Filled(school="虛構高中", month=None, sheets=sheets))


def written(text: str) -> str:
    """``字*301`` is a text of 301 characters."""
    times = re.fullmatch(r"(.)\*([0-9]+)", text)
    return times[1] * int(times[2]) if times else text


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
