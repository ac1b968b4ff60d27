"""Which rows below the headers are records: rows added to the clean examples of the forms."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cgs_validate import Report, load_spec
from cgs_validate.checking.engine import check, read_needed
from cgs_validate.checking.findings import Finding
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.spec.examples import load_example
from cgs_validate.spec.model import SheetSpec
from cgs_validate.templates.workbook import build_template
from cgs_validate.workbook import (
    Cell,
    CellKind,
    Column,
    Grid,
    OpenedWorkbook,
    Sheet,
    Workbook,
    address,
    column_letters,
    column_number,
)

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "no-records.yaml").read_text("utf-8"))
Cells = dict[str, Any]


def no_records() -> Iterator[Any]:
    for form, groups in CASES["none"].items():
        for name, group in groups.items():
            for reason, rows in group.items():
                for number, cells in enumerate(() if reason == "gap" else rows):
                    below = 1 + group.get("gap", False)
                    yield pytest.param(form, below, cells, reason, id=f"{form}-{name}-{reason}-{number}")


@pytest.mark.parametrize(("form", "below", "cells", "reason"), [*no_records()])
def test_a_row_that_is_no_record_gets_one_finding(form: str, below: int, cells: Cells, reason: str) -> None:
    row = last_row(form) + below
    right, report = checked(form, {}), checked(form, {row: cells})
    (found,) = added(report, right)
    first = f"{min(cells)}{row}"
    assert (found.code, found.params, found.place.cell) == ("not_a_record", {"row": reason}, first)
    assert [note.place.cell for note in report.annotations] == [first]
    assert report.rows == right.rows
    assert not report.ok


@pytest.mark.parametrize(
    ("form", "cells"), [(form, cells) for form, rows in CASES["records"].items() for cells in rows]
)
def test_a_record_with_blanks_or_mistakes_gets_its_marks(form: str, cells: Cells) -> None:
    row, sheet = last_row(form) + 1, sheet_of(form)
    report = checked(form, {row: cells})
    assert not any(found.code == "not_a_record" for found in report.findings)
    assert report.rows[sheet.name] == checked(form, {}).rows[sheet.name] + 1
    due = {address(row, number) for number, field in enumerate(sheet.fields.values(), 1) if field.required}
    assert {note.place.cell for note in report.annotations} >= due - {f"{letters}{row}" for letters in cells}


UNKNOWN, ZERO = Cell("", CellKind.UNCALCULATED, formula=True), Cell("0", CellKind.NUMBER, 0, formula=True)


@pytest.mark.parametrize(
    ("form", "cells"),
    [
        ("cgs/111 cases", {"A": "T01", "F": ZERO, "N": ZERO}),
        ("cgs/111 cases", {"A": UNKNOWN, "N": ZERO}),
        ("cgs/111 cases", {"A": UNKNOWN, "H": UNKNOWN, "N": UNKNOWN}),
        ("cgs/111 services", {"A": "T01", "B": 1, "D": UNKNOWN, "F": UNKNOWN, "G": UNKNOWN}),
        ("cgs/111 cases", {"A": "T01", "C": Cell("S021", formula=True), "N": ZERO}),
        ("cgs/111 cases", {"C": Cell("20", CellKind.NUMBER, 20, formula=True), "N": 45}),  # a table's totals
    ],
)
def test_what_formulas_give_makes_no_record(form: str, cells: Cells) -> None:
    report = checked(form, {last_row(form) + 1: cells})
    assert [found.code for found in added(report, checked(form, {}))] == ["not_a_record"]


@pytest.mark.parametrize("total", [UNKNOWN, ZERO])
def test_sums_alone_are_a_total_without_its_name(total: Cell) -> None:
    form = "cgs/111 services"
    (found,) = added(checked(form, {last_row(form) + 1: {"F": total, "G": total}}), checked(form, {}))
    assert (found.code, found.params) == ("not_a_record", {"row": "other"})


def test_rows_of_formulas_without_results_are_records() -> None:
    """They are blank to no one; Excel has to calculate them first."""
    form = "cgs/111 cases"
    report = checked(form, {last_row(form) + 1: dict.fromkeys("ABCDEFGHIJKLMN", UNKNOWN)})
    codes = {found.code for found in added(report, checked(form, {}))}
    assert "formula_without_value" in codes
    assert "not_a_record" not in codes


def test_rows_that_are_no_records_take_no_part_in_other_rules() -> None:
    """Twice the same 合計 is no student twice, and what is between two records is no gap."""
    form, row = "cgs/111 cases", last_row("cgs/111 cases") + 1
    right = {letters: cell_at(form, row - 1, letters) for letters in "ABDEFGHIJKLMN"} | {"C": "S099"}
    total = {"A": "合計", "C": "20人", "N": 45}
    report = checked(form, {row: total, row + 1: total, row + 2: right})
    assert [found.place.cell for found in added(report, checked(form, {}))] == [f"A{row}", f"A{row + 1}"]
    assert report.rows["cases"] == 21


def test_a_name_alone_begins_a_record_where_others_are_names() -> None:
    form, row = "cgs/111 cases", last_row("cgs/111 cases") + 1
    named = {letters: cell_at(form, row - 1, letters) for letters in "ABDEFGHIJKLMN"} | {"C": "石頭"}
    reports = [checked(form, rows) for rows in ({row: named, row + 1: {"C": "小樹"}}, {row: {"C": "小樹"}})]
    assert [report.rows["cases"] for report in reports] == [22, 20]


@pytest.mark.parametrize(
    ("form", "cells"),
    [
        ("cgs/111 cases", {"A": "T01", "B": 1, "F": 0, "I": 2, "K": 0, "M": 0}),
        ("cgs/111 cases", {"A": "T01", "B": 1, "D": 10, "G": 0, "H": 2, "K": 0, "M": 0, "N": 0}),
        ("cgs/111 cases", {"B": 1, "E": "女", "I": 2}),
        ("cgs/114 cases", {"A": "T01", "B": 1, "G": 0, "J": 2, "L": 0, "N": 0}),
    ],
)
def test_rows_with_the_same_answers_and_no_student_are_spare(form: str, cells: Cells) -> None:
    row, right = last_row(form) + 1, checked(form, {})
    found = added(checked(form, dict.fromkeys(range(row, row + 3), cells)), right)
    assert [(item.code, item.params) for item in found] == [("not_a_record", {"row": "spare"})] * 3
    other = checked(form, {row: cells, row + 1: {**cells, "C": "S099"}})
    assert other.rows["cases"] == right.rows["cases"] + 2


def added(report: Report, right: Report) -> list[Finding]:
    known = {(found.code, found.place) for found in right.findings}
    return [found for found in report.findings if (found.code, found.place) not in known]


def checked(form: str, rows: dict[int, Cells]) -> Report:
    """Return the report on a form's clean example with more rows on one of its sheets, by their numbers."""
    spec, whole = form.split()[0], example(form)
    sheets = [Sheet(sheet.name, sheet.visible, sheet.cells and copied(sheet.cells)) for sheet in whole]
    grid = next(sheet.grid for sheet in sheets if sheet.name == sheet_of(form).sheet_name)
    for row, cells in rows.items():
        for letters, value in cells.items():
            grid.columns.setdefault(column_number(letters), Column()).append(row, as_cell(value))
    opened = OpenedWorkbook(Workbook("", "", sheets), lambda _: Grid())
    return check(opened, spec, stage=load_example(spec, "clean").stage)


def copied(grid: Grid) -> Grid:
    columns = (
        (number, Column(column.rows[:], column.codes[:], [*column.distinct])) for number, column in grid.columns.items()
    )
    return Grid(dict(columns), grid.merges)


def as_cell(value: Any) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(value) if isinstance(value, str) else Cell(str(value), CellKind.NUMBER, value)


def cell_at(form: str, row: int, letters: str) -> Cell:
    sheet = next(sheet for sheet in example(form) if sheet.name == sheet_of(form).sheet_name)
    cell = sheet.grid.get(row, column_number(letters))
    assert cell
    return cell


@cache
def example(form: str) -> Any:
    spec = form.split()[0]
    opened = open_workbook(build_template(load_spec(spec), load_example(spec, "clean")))
    return read_needed(opened, spec).workbook


def sheet_of(form: str) -> SheetSpec:
    spec, name = form.split()
    return load_spec(spec).sheets[name]


def last_row(form: str) -> int:
    spec, name = form.split()
    return sheet_of(form).layout.first_row + len(load_example(spec, "clean").sheets[name].rows) - 1


RIGHT_TEXTS = st.sampled_from(
    ["T01", "王老師", "輔導主任", "A1", "0501", "合計1", "S-007", "114-0133", "高關懷1", "石頭", "方案一"]
)


@pytest.mark.parametrize("form", CASES["records"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_row_that_lacks_less_than_half_is_a_record(form: str, data: st.DataObject) -> None:
    sheet, row = sheet_of(form), last_row(form) + 1
    cells: Cells = {}
    for number, item in enumerate(sheet.fields.values(), 1):
        answers = RIGHT_TEXTS
        if item.codes:
            answers = st.sampled_from([code for code in item.codes.codes if code != "0"])
        elif item.type == "integer":
            answers = st.integers(0, 30)
        cells[column_letters(number)] = data.draw(answers)
    asked = [column_letters(n) for n, item in enumerate(sheet.fields.values(), 1) if item.codes and item.required]
    for letters in data.draw(st.lists(st.sampled_from(asked), max_size=(len(asked) - 2) // 2, unique=True)):
        del cells[letters]
    report = checked(form, {row: cells})
    assert not any(found.code == "not_a_record" for found in report.findings)
