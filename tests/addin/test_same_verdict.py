"""The open workbook gets the same findings as the file, whatever is in it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from open_books import PROGRAMS
from test_same_findings import PAGES
from workbooks import by_openpyxl, by_xlsxwriter, case, workbook

from cgs_validate import list_specs, load_spec, validate
from cgs_validate.engine import check
from cgs_validate.examples import load_example
from cgs_validate.writers.template_workbook import build_template
from cgs_validate_addin.open_book import OpenBook
from cgs_validate_addin.reading import read_book

EXAMPLES = Path(__file__).parents[2] / "examples"


def verdict(report: Any) -> dict[str, Any]:
    return {key: value for key, value in report.to_dict("zh-TW").items() if key != "workbook"}


def of_open(book: OpenBook, **options: Any) -> dict[str, Any]:
    return verdict(check(read_book(book), **options))


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> Any:
    return PROGRAMS[request.param]


@pytest.mark.parametrize("example", [None, "clean", "errors"])
@pytest.mark.parametrize("spec_id", list_specs())
def test_examples_of_every_year(spec_id: str, example: str | None, program: Any, tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    path.write_bytes(build_template(load_spec(spec_id), load_example(spec_id, example) if example else None))
    assert of_open(program(path.read_bytes(), path)) == verdict(validate(path))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xlsx")), ids=lambda path: path.name)
def test_the_examples_folder(path: Path, program: Any) -> None:
    assert of_open(program(path.read_bytes(), path)) == verdict(validate(path))


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_mistakes_of_many_kinds(write: Any, program: Any) -> None:
    data = write(PAGES)
    options = {"spec": "cgs/111", "month": "111-10", "stage": "junior"}
    assert of_open(program(data), **options) == verdict(validate(data, **options))


def formulas(book: Any) -> None:
    sheet = book.worksheets()[0]
    sheet.write_formula("D6", "=6+7", None, 13)
    sheet.write_formula("E6", '="女"', None, "女")
    sheet.write_formula("H6", '=""', None, "")
    sheet.write_formula("N6", "=NA()", None, "#N/A")
    sheet.write_boolean("I6", True)
    sheet.write_number("C6", 7, book.add_format({"num_format": "000"}))
    sheet.write_datetime("K6", datetime(2024, 9, 1), book.add_format({"num_format": "e/m/d"}))
    sheet.write_number("N7", 4, book.add_format({"num_format": '"NT$"#,##0'}))
    sheet.write_number("M6", 0.25, book.add_format({"num_format": "h:mm"}))


def test_formulas_formats_and_days(program: Any) -> None:
    data = workbook([case(), case(C="S2")], write=by_xlsxwriter, edit=formulas)
    assert of_open(program(data), spec="cgs/111") == verdict(validate(data, "cgs/111"))


def test_a_formula_without_a_result(program: Any) -> None:
    data = workbook([case(D="=1+7")])
    found = of_open(program(data), spec="cgs/111")
    assert found == verdict(validate(data, "cgs/111"))
    assert [item["code"] for item in found["findings"]] == ["formula_without_value"]


VALUES = st.one_of(
    st.none(),
    st.integers(-3, 30),
    st.floats(-5, 50).map(lambda number: round(number, 2) + 0.0),
    st.sampled_from(["３", "3、10", "T03", " 女 ", "\u200b", "=1", "#N/A", "a\x0bb", "\u3000", "王小明", "19", "男"]),
    st.booleans(),
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(st.sampled_from("ABCDEFGHIJKLMN"), VALUES), min_size=1, max_size=6))
def test_generated_workbooks(program: Any, rows: list[dict[str, Any]]) -> None:
    data = workbook([case(**changes) for changes in rows], write=by_xlsxwriter)
    assert of_open(program(data)) == verdict(validate(data))


def test_equal_cells_are_one_object(program: Any) -> None:
    data = workbook([case(C=f"S{number}") for number in range(50)])
    sheet = read_book(program(data)).sheets[0]
    assert len({id(cell) for cell in sheet.grid.columns[5].cells if cell.text == "女"}) == 1
