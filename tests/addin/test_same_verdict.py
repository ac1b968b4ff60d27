"""The open workbook gets the same findings as the file, here and in the portal's worker."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import OpenInLibreOffice
from looks import dress
from mistakes import PAGES
from open_books import PROGRAMS
from pane_books import OPENED, WITH_PANE
from workbooks import CASES, SERVICES, by_openpyxl, by_xlsxwriter, case, form_page, plain_page, service, workbook

from cgs_validate import list_specs, load_spec, validate
from cgs_validate.checking.engine import check
from cgs_validate.checking.report import Report
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template
from cgs_validate_addin.open_book import OpenBook
from cgs_validate_addin.reading import read_book
from cgs_validate_addin.same_answers import same_answers

EXAMPLES = Path(__file__).parents[2] / "examples"


def verdict(report: Any) -> dict[str, Any]:
    return {key: value for key, value in report.to_dict("zh-TW").items() if key != "workbook"}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    """Return the differences between two reports."""
    lines = [
        {
            *map(
                str,
                [*report["findings"], *report["annotations"], *report["skipped"], report["counts"], report["month"]],
            )
        }
        for report in (one, other)
    ]
    return sorted(lines[0] ^ lines[1])


def on_the_portal(source: Path | bytes, **options: Any) -> dict[str, Any]:
    """Return the report of a worker without network and with little memory."""
    return verdict(validate(source, isolate=True, **options))


def of_file(source: Any, program: Any, **options: Any) -> dict[str, Any]:
    """Return the report on a file; on the one that LibreOffice saves if it calculates formulas that Excel has not."""
    found = verdict(validate(source, **options))
    if program is OpenInLibreOffice and any(item["code"] == "formula_without_value" for item in found["findings"]):
        data = source if isinstance(source, bytes) else source.read_bytes()
        return verdict(validate(OpenInLibreOffice(data).saved(), **options))
    return found


def of_open(book: OpenBook, **options: Any) -> dict[str, Any]:
    return verdict(check(read_book(book), **options))


LIBREOFFICE = [pytest.mark.program, pytest.mark.xdist_group("libreoffice")]
ALL = [*WITH_PANE, pytest.param("LibreOffice", marks=LIBREOFFICE)]


@pytest.fixture(params=ALL)
def program(request: pytest.FixtureRequest) -> Any:
    return {**OPENED, "LibreOffice": OpenInLibreOffice}[request.param]


@pytest.mark.parametrize("example", [None, "clean", "errors"])
@pytest.mark.parametrize("spec_id", list_specs())
def test_examples_of_every_year(spec_id: str, example: str | None, program: Any, tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    path.write_bytes(build_template(load_spec(spec_id), load_example(spec_id, example) if example else None))
    assert of_open(program(path.read_bytes(), path)) == of_file(path, program)
    assert verdict(validate(path)) == on_the_portal(path)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xlsx")), ids=lambda path: path.name)
def test_the_examples_folder(path: Path, program: Any) -> None:
    book = program(path.read_bytes(), path)
    report = check(read_book(book))
    assert verdict(report) == of_file(path, program)
    assert same_answers(report, validate(book.saved()))
    assert verdict(validate(path)) == on_the_portal(path)


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_mistakes_of_many_kinds(write: Any, program: Any) -> None:
    data = write(PAGES)
    options = {"spec": "cgs/111", "month": "111-10", "stage": "junior"}
    assert of_open(program(data), **options) == verdict(validate(data, **options))


def formulas(book: Any) -> None:
    sheet = book.worksheets()[0]
    sheet.write_formula("D6", "=6+7", None, 13)
    sheet.write_formula("E6", '="女"', None, "女")
    sheet.write_formula("N6", "=NA()", None, "#N/A")
    sheet.write_boolean("I6", True)
    sheet.write_number("C6", 7, book.add_format({"num_format": "000"}))
    sheet.write_datetime("K6", datetime(2024, 9, 1), book.add_format({"num_format": "e/m/d"}))
    sheet.write_number("N7", 4, book.add_format({"num_format": '"NT$"#,##0'}))
    sheet.write_number("M6", 0.25, book.add_format({"num_format": "h:mm"}))


def test_formulas_formats_and_days(program: Any) -> None:
    data = workbook([case(), case(C="S2")], write=by_xlsxwriter, edit=formulas)
    assert of_open(program(data), spec="cgs/111") == of_file(data, program, spec="cgs/111")


def test_a_formula_that_gives_nothing(program: Any) -> None:
    """In LibreOffice its cell is blank; files do not distinguish such a formula from one without a result."""
    data = workbook(
        [case(H=None)], write=by_xlsxwriter, edit=lambda book: book.worksheets()[0].write("H6", '=""', None, "")
    )
    (found,) = of_open(program(data), spec="cgs/111")["findings"]
    assert found["code"] == ("required" if program is OpenInLibreOffice else "formula_without_value")


def test_a_formula_without_a_result(program: Any) -> None:
    data = workbook([case(D="=1+7")])
    found = of_open(program(data), spec="cgs/111")
    assert found == of_file(data, program, spec="cgs/111")
    calculated = program is OpenInLibreOffice
    assert [item["code"] for item in found["findings"]] == ["formula" if calculated else "formula_without_value"]


LOOKS: dict[str, dict[str, Any]] = {
    "hidden rows": {"hide": {"rows": [7, 9, 10]}},
    "filtered rows": {"hide": {"rows": [7, 8], "filter": "A3:N10"}},
    "collapsed rows": {"hide": {"outline": [6, 7]}},
    "hidden columns": {"hide": {"columns": ["B", "N"]}},
    "rows and columns": {"hide": {"rows": [6], "columns": ["A"]}},
    "a struck cell": {"struck": ["N7"]},
    "a struck row": {"struck": [f"{column}8" for column in "ABCDEFGHIJKLMN"]},
    "a raised text": {"raised": ["C7"]},
    "a struck run": {"runs": {"K7": ["strike", "轉學", "plain", "生"], "N8": ["own", "1", "strike", "2"]}},
    "a raised run": {"runs": {"N7": ["own", "3", "superscript", "1"]}},
}


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS)
def test_what_cannot_be_seen_and_what_is_struck_out(looks: dict[str, Any], program: Any) -> None:
    rows = [case(C=f"S00{number}", D=99 if number == 1 else 8) for number in range(5)]
    data = workbook(rows, edit=lambda book: dress(book.worksheets[0], looks))
    found = of_open(program(data), spec="cgs/111")
    assert {finding["code"] for finding in found["findings"]} - {"allowed"}
    assert found == verdict(validate(data, spec="cgs/111")) == on_the_portal(data, spec="cgs/111")


WRITTEN = ("3", "３", "3、10", "3,10", "T03", "=1", "王小明", "19", "男", "3.家庭困擾", "1130901", "113/9/1")
BLANK = (" ", "\u3000", "\u200b", " 女 ", "a\x0bb", "第一行\n第二行", "長" * 400)
TEXTS = st.sampled_from([*WRITTEN, *BLANK])
NUMBERS = st.one_of(st.integers(-3, 30), st.floats(-5, 60_000).map(lambda number: round(number, 4) + 0.0))
COUNTS = ("General", "0", "000", "0.00", "#,##0", '"NT$"#,##0', "0%", "@", "000-0000", "0;(0);-", "0.00E+00")
CALENDARS = ("yyyy/m/d", "[$-404]e/m/d", "h:mm", "yyyy-mm-dd hh:mm", 'm"月"d"日"')
FORMATS = st.sampled_from([*COUNTS, *CALENDARS])
DAYS = st.datetimes(datetime(1905, 1, 1), datetime(2100, 1, 1)).map(lambda day: day.replace(microsecond=0))
ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?")
BELIEVED = st.one_of(NUMBERS, st.sampled_from(WRITTEN))  # by LibreOffice, which calculates the others anew
RESULTS = st.one_of(BELIEVED, st.booleans(), st.sampled_from([*ERRORS, "", " "]))
MERGES = st.sampled_from([(), ("D6:D7",), ("A6:B6", "E7:E8")])


def any_rows(results: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Generated rows. results: of formulas."""
    cells = st.one_of(
        st.tuples(st.just("blank"), st.none()),
        st.tuples(st.just("string"), TEXTS),
        st.tuples(st.just("number"), NUMBERS),
        st.tuples(st.just("datetime"), DAYS),
        st.tuples(st.just("boolean"), st.booleans()),
        st.tuples(st.just("formula"), results),
    )
    row = st.dictionaries(st.sampled_from("ABCDEFGHIJKLMN"), st.tuples(cells, FORMATS))
    return st.lists(row, min_size=1, max_size=5)


@st.composite
def any_workbook(draw: st.DrawFn, results: st.SearchStrategy[Any]) -> bytes:
    """A generated workbook of the form, with variations around its rows."""
    rows, merges = draw(any_rows(results)), draw(MERGES)
    form = form_page(CASES, [case()] * len(rows), columns=draw(st.sampled_from(["ABCDEFGHIJKLMN", "BACDEFGIHJKLM"])))
    form.hidden, epoch, row_hidden = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    services = form_page(SERVICES, [service(), None, service(F=draw(NUMBERS))], title_row=draw(st.booleans()))
    helper = plain_page("工作表1", [["教師編碼", "身分"], [None, 99]], hidden=True)

    def fill_in(book: Any) -> None:
        sheet = book.worksheets()[0]
        for row, cells in enumerate(rows):
            for column in cells.keys() & form.letters.keys():
                (kind, value), code = cells[column]
                if kind in ("number", "formula") and type(value) in (int, float) and code in CALENDARS:
                    value = abs(value) + 1  # openpyxl has no date for day 0 of 1904
                if kind == "boolean" and results is BELIEVED:
                    code = "General"  # LibreOffice saves one with another format as a formula that gives a number
                look = book.add_format({"num_format": code})
                written = ("=1+1", look, value) if kind == "formula" else (value, look)
                getattr(sheet, f"write_{kind}")(form.at(column, row), *written)
        for area in merges:  # only the first of them keeps its value
            sheet.merge_range(area, "", book.add_format({}))
            sheet.write_number(area.partition(":")[0], 8)
        sheet.set_row(form.first_row - 1, None, None, {"hidden": row_hidden})

    return by_xlsxwriter([form, services, helper], fill_in, {"date_1904": epoch})


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_workbook(RESULTS))
@pytest.mark.parametrize("program", PROGRAMS.values())
def test_generated_workbooks(program: Any, data: bytes) -> None:
    found, expected = of_open(program(data), spec="cgs/111"), verdict(validate(data, "cgs/111"))
    assert not (message := differences(found, expected)), "\n".join(message)
    assert found == expected == on_the_portal(data, spec="cgs/111")


@pytest.mark.program
@pytest.mark.xdist_group("libreoffice")
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_workbook(BELIEVED))
def test_generated_workbooks_in_libreoffice(data: bytes) -> None:
    book = OpenInLibreOffice(data)
    report = check(read_book(book), "cgs/111")
    found, expected = verdict(report), verdict(validate(data, "cgs/111"))
    assert not (message := differences(found, expected)), "\n".join(message)
    assert found == expected
    assert same_answers(report, validate(book.saved(), "cgs/111"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([case(D=8)], [case(D=8.0000000000001)], True),
        ([case(D=8)], [case(D=9)], False),
        ([case(D=8)], [case(D="８")], False),
        ([case(M="第一行\n第二行")], [case(M="第一行\r\n第二行 ")], True),
        ([case(M="第一行")], [case(M="第二行")], False),
        ([case(D=8)], [case(D="=1+7")], True),
        ([case(D=8)], [case(D=None)], False),
        ([case()], [case(), case(C="S2")], False),
        ([case(), None, case(C="S2")], [case(), case(C="S2")], False),
    ],
)
def test_what_the_same_answers_are(one: Any, other: Any, same: bool) -> None:
    reports = [validate(workbook(rows)) for rows in (one, other)]
    assert same_answers(*reports) == same_answers(*reversed(reports)) == same


def test_the_same_day_otherwise_written_is_the_same_answer() -> None:
    def of(code: str, from_1904: bool) -> Report:
        def put(book: Any) -> None:
            book.worksheets()[0].write_datetime("M6", datetime(2024, 9, 1), book.add_format({"num_format": code}))

        return validate(workbook(write=partial(by_xlsxwriter, options={"date_1904": from_1904}), edit=put))

    assert same_answers(of("yyyy/m/d", True), of("[$-404]e/m/d", False))


def test_equal_cells_are_one_object(program: Any) -> None:
    data = workbook([case(C=f"S{number}") for number in range(50)])
    sheet = read_book(program(data)).workbook.sheets[0]
    assert [cell.text for cell in sheet.grid.columns[5].distinct].count("女") == 1
