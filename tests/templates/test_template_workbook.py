import os
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from cgs_validate import SpecError, load_spec, validate
from cgs_validate.checking import rules
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.validations import ERROR, FORMULA, PROMPT, ROWS, TITLE, offered
from cgs_validate.templates.workbook import LIST_SHEET, build_template

# What a filled-in 111 form cannot show: undeclared rules, the wrong month or school, a formula that Excel saved,
# and what Excel makes of what is typed, for these columns of our own form are formatted as text.
NOT_SHOWN = {
    "age",
    "became_date",
    "became_number",
    "blank_expected",
    "date",
    "date_format",
    "days_between",
    "example_sent",
    "formula",
    "look_alike",
    "mangled_code",
    "max",
    "maxlength",
    "minlength",
    "missing_reference",
    "month_mismatch",
    "month_outside",
    "months_between",
    "no_answer",
    "not_a_record",
    "raised_text",
    "record_every",
    "regex",
    "rows_hidden",
    "same_file",
    "school_mismatch",
    "several_codes",
    "sheet_empty",
    "shown_otherwise",
    "stored_otherwise",
    "struck_out",
    "title_blank",
}


@pytest.fixture(scope="module")
def spec():
    return load_spec("cgs/111")


@pytest.fixture(scope="module")
def blank(spec):
    return build_template(spec)


@pytest.fixture(scope="module")
def book(blank):
    return openpyxl.load_workbook(BytesIO(blank))


def guards(spec, book):
    """Yield each field with the validation of its column."""
    for sheet in spec.sheets.values():
        found = book[sheet.sheet_name].data_validations.dataValidation
        yield from ((sheet, *pair) for pair in zip(sheet.fields.values(), found, strict=True))


def test_blank_is_recognised_and_has_no_findings(blank):
    report = validate(blank)

    assert report.spec.id == "cgs/111"
    assert report.findings == ()
    assert report.month is None
    assert report.rows == {"cases": 0, "services": 0}


def test_the_data_begins_where_the_spec_says(spec):
    report = validate(build_template(spec, load_example("cgs/111", "clean")))

    assert [table.rows[0] for table in report.tables] == [sheet.layout.first_row for sheet in spec.sheets.values()]


def test_clean_example_has_no_findings(spec):
    example = load_example("cgs/111", "clean")
    report = validate(build_template(spec, example), stage=example.stage)

    assert report.findings == ()
    assert report.skipped == ()
    assert report.month == example.month
    assert report.rows == {"cases": 20, "services": 8}


def test_errors_example_shows_every_finding_that_it_can(spec):
    example = load_example("cgs/111", "errors")
    report = validate(build_template(spec, example), stage=example.stage)
    families = (rules.WORKBOOK_RULES, rules.TABLE_RULES, rules.VALUE_RULES)

    assert {finding.code for finding in report.findings} == {
        rule.CODE for family in families for rule in family
    } - NOT_SHOWN


@pytest.mark.parametrize("name", ["clean", "errors"])
def test_example_differs_from_the_published_one(name):
    assert "範例" not in load_example("cgs/111", name).school


@pytest.mark.parametrize(("spec_id", "name"), [("cgs/111", "nonesuch"), ("cgs/nonesuch", "clean")])
def test_unknown_example_is_an_error(spec_id, name):
    with pytest.raises(SpecError):
        load_example(spec_id, name)


def test_same_input_gives_same_bytes(spec, blank):
    assert build_template(spec) == blank


@pytest.mark.parametrize("without_lxml", [True, False])
@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_process_gives_the_same_bytes(without_lxml, seed):
    pytest.importorskip("lxml")
    program = f"""
import sys
if {without_lxml}:
    sys.modules["lxml"] = None
import openpyxl
assert openpyxl.LXML is not {without_lxml}
from cgs_validate import load_spec
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template
sys.stdout.buffer.write(build_template(load_spec("cgs/111"), load_example("cgs/111", "errors")))
"""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    built = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment).stdout

    assert built == build_template(load_spec("cgs/111"), load_example("cgs/111", "errors"))


def test_dropdowns_offer_the_codes_of_the_spec(spec, book):
    lists = [(field, guard) for _, field, guard in guards(spec, book) if guard.type == "list"]

    assert [field.name for field, _ in lists] == [
        field.name for sheet in spec.sheets.values() for field in sheet.fields.values() if offered(field)
    ]
    for field, guard in lists:
        [(sheet, area)] = book.defined_names[guard.formula1].destinations
        assert [str(cell.value) for (cell,) in book[sheet][area]] == list(field.codes.codes)


def test_list_sheet_is_hidden_and_no_sheet_of_the_form(spec, book):
    assert book[LIST_SHEET].sheet_state == "hidden"
    assert not any(part in LIST_SHEET for sheet in spec.sheets.values() for part in sheet.matches)


def test_every_column_is_guarded_within_the_limits_of_excel(spec, book):
    for sheet, _, guard in guards(spec, book):
        [area] = guard.sqref.ranges
        assert (area.min_row, area.size["rows"]) == (sheet.layout.first_row, ROWS)
        assert 0 < len(guard.promptTitle) <= TITLE
        assert 0 < len(guard.prompt) <= PROMPT
        assert len(guard.error or "") <= ERROR
        assert len(guard.formula1 or "") <= FORMULA


def test_prompts_name_every_code(spec, book):
    for _, field, guard in guards(spec, book):
        assert field.codes is None or all(str(code) in guard.prompt for code in field.codes.codes.values())


def test_only_what_is_stated_is_refused(spec, book):
    asking = {field.name for _, field, guard in guards(spec, book) if guard.type and guard.errorStyle == "warning"}

    assert asking == {"sessions", "student_status", "case_source", "category_secondary"}


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("J3", "個案類別(主)"), ("K3", "個案類別(主)\n其他說明"), ("N3", "當月晤談累積次數\n（人次)"), ("B3", "身分")],
)
def test_headers_break_as_the_form_does(book, cell, shown):
    assert book.worksheets[0][cell].value == shown


AS_TYPED = ("A6", "C6", "G6", "L6", "A400", "G400", "L400")  # codes of the school's own, and several codes


@pytest.mark.parametrize(("cell", "number_format"), [*((cell, "@") for cell in AS_TYPED), ("B6", "General")])
def test_codes_stay_as_they_are_typed(book, cell, number_format):
    paper = book.worksheets[0]
    written = paper[cell] if cell.endswith("6") else paper.column_dimensions[cell[0]]

    assert written.number_format == number_format


def test_areas_of_the_form_are_merged(spec, book):
    for sheet in spec.sheets.values():
        merged = {str(area) for area in book[sheet.sheet_name].merged_cells.ranges}
        areas = {*sheet.layout.groups, *sheet.layout.instructions}
        assert {area for area in areas if len(set(area.split(":"))) == 2} <= merged


def test_colours_are_not_those_of_marks(book):
    fills = {cell.fill.fgColor.rgb for paper in book.worksheets for row in paper.iter_rows() for cell in row}

    assert fills.isdisjoint({"FFFFFF00", "FFFF6666"})


@pytest.mark.program
def test_libreoffice_prints_it(blank, tmp_path):
    office = shutil.which("soffice")
    assert office, "LibreOffice (soffice) is not installed"
    (tmp_path / "blank.xlsx").write_bytes(blank)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "blank.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert (tmp_path / "blank.pdf").read_bytes().startswith(b"%PDF")


def test_words_that_are_allowed_are_offered(spec):
    field = replace(spec.sheets["cases"].fields["sessions"], type="string", constraints={"allowed": ["是", "否"]})
    assert offered(field) == ["是", "否"]
