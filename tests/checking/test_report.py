"""The report's form: the published schema, the same in both languages, nothing that may name a person."""

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from workbooks import CASES, SERVICES, by_openpyxl, case, form_page

import cgs_validate
from cgs_validate import Report, load_spec, validate
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.reports.html import render_html
from cgs_validate.reports.text import render_text
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
SPEC = load_spec("cgs/111")
HEADS = {
    ("certain", "missing"): "【未填寫】",
    ("certain", "invalid"): "【資料有誤】",
    ("probable", "missing"): "【可能未填寫】",
    ("probable", "invalid"): "【可能有誤】",
}


@pytest.fixture(scope="module", params=["blank", "clean", "errors"])
def report(request: pytest.FixtureRequest) -> Report:
    example = None if request.param == "blank" else load_example("cgs/111", request.param)
    return validate(build_template(SPEC, example), stage="senior", name="example.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("values", [True, False])
def test_report_follows_its_schema(report: Report, language: str, values: bool) -> None:
    jsonschema.validate(json.loads(report.to_json(language, values=values)), SCHEMA)


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_that_were_not_searched_for_names_are_withheld_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    data = by_openpyxl([form_page(CASES, [case(J="雨天備案")]), form_page(SERVICES, [])])
    said = catalog(language).skipped("too_many_answers", {})
    for most, value in ((300_000, "雨天備案"), (3, None)):
        monkeypatch.setattr("cgs_validate.formats.personal._MOST_CHARACTERS", most)
        report = validate(data, "cgs/111", language=language)
        assert [finding.value for finding in report.findings if finding.place.cell == "J6"] == [value]
        assert (said in render_text(report, language, width=200)) == (value is None)


def test_counts_are_those_of_the_findings(report: Report) -> None:
    data = report.to_dict()
    errors = [finding["kind"] for finding in data["findings"] if finding["severity"] == "error"]
    assert errors == [finding["kind"] for finding in data["findings"] if finding["certainty"] == "certain"]
    assert data["counts"]["probable"] == [finding["certainty"] for finding in data["findings"]].count("probable")
    assert data["counts"]["missing"] == errors.count("missing")
    assert data["counts"]["invalid"] == errors.count("invalid")
    assert data["counts"]["warning"] == len(data["findings"]) - len(errors)
    assert data["ok"] == (errors == [])


def test_one_annotation_a_cell_and_red_wins(report: Report) -> None:
    places = [note.place for note in report.annotations]
    assert len(places) == len(set(places))
    for note in report.annotations:
        as_sure = [finding for finding in note.findings if finding.certainty == note.certainty]
        assert (note.kind == "invalid") == any(finding.kind == "invalid" for finding in as_sure)
        assert (note.certainty == "certain") == any(finding.severity == "error" for finding in note.findings)


def test_notes_begin_with_their_kind(report: Report) -> None:
    for note in report.to_dict("zh-TW")["annotations"]:
        assert note["note"].split("\n")[0] == HEADS[note["certainty"], note["kind"]]


def test_personal_data_is_shown_nowhere() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(build_template(SPEC, load_example("cgs/111", "clean"))))
    workbook.worksheets[0]["C6"] = "A123456789"
    workbook.worksheets[0]["C7"] = "A123456789"
    workbook.worksheets[0]["A7"] = workbook.worksheets[0]["A6"].value
    buffer = io.BytesIO()
    workbook.save(buffer)
    report = validate(buffer.getvalue())
    assert {"national_id", "unique"} <= {finding.code for finding in report.findings}
    for language in LANGUAGES:
        assert "A123456789" not in report.to_json(language)


def test_the_api_takes_paths_bytes_and_files(tmp_path: Path) -> None:
    data = build_template(SPEC, load_example("cgs/111", "errors"))
    path = tmp_path / "111-10.xlsx"
    path.write_bytes(data)
    with path.open("rb") as file:
        reports: list[dict[str, Any]] = [validate(source).to_dict() for source in (path, str(path), file)]
    assert reports[0] == reports[1] == reports[2]
    assert reports[0]["workbook"]["name"] == "111-10.xlsx"
    assert validate(data, name="111-10.xlsx").to_dict() == reports[0]


@pytest.mark.parametrize(
    "arguments", [{"month": "October"}, {"month": "111-13"}, {"stage": "university"}, {"language": "fr"}]
)
def test_wrong_arguments_are_value_errors(arguments: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(arguments.values()))):
        validate(build_template(SPEC), **arguments)


def test_public_names() -> None:
    assert {"validate", "load_spec", "list_specs", "SpecError", "ReadError"} <= set(cgs_validate.__all__)


def of_114(**cells: Any) -> Report:
    """The clean example of a provisional form without an end, a few of its cells overwritten."""
    book = openpyxl.load_workbook(io.BytesIO(build_template(load_spec("cgs/114"), load_example("cgs/114", "clean"))))
    for cell, value in cells.items():
        book["表A-1-輔導教師-個案"][cell] = value
    target = io.BytesIO()
    book.save(target)
    return validate(target.getvalue(), stage="senior")


def test_where_words_are_due_no_code_is_asked_for() -> None:
    (finding,) = of_114(E4="男").findings
    assert (finding.code, finding.fix, finding.certainty) == ("allowed", None, "probable")
    assert "代碼" not in catalog("zh-TW").message(finding)
    assert (
        catalog("zh-TW").hint(finding) == "「男」如果是「生理男」，請改填「生理男」；可以填的有：生理男、生理女、其他。"
    )


def test_a_provisional_form_is_not_called_ready() -> None:
    assert "可以上傳" not in of_114().verdict("zh-TW")
    assert "可以上傳" not in (doubtful := of_114(E4="男")).verdict("zh-TW")
    assert doubtful.ok
    assert ">✓<" not in render_html(doubtful, "zh-TW")


def test_a_form_without_an_end_serves_from_its_first_month() -> None:
    data = build_template(load_spec("cgs/114"), load_example("cgs/114", "clean"))
    found = {finding.code: finding for finding in validate(data, month="113-10", spec="cgs/114").findings}
    assert "這份表格從 114-08 起適用" in catalog("zh-TW").hint(found["month_outside"])


def test_why_rules_were_skipped_is_said_once() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_template(SPEC, load_example("cgs/111", "clean"))))
    book["表A-1-輔導教師-1_當月個案"].delete_cols(3)
    book.save(target := io.BytesIO())
    report = validate(target.getvalue(), stage="senior")
    sentence = catalog("zh-TW").skipped(
        "no_column", {"sheet": "當月個案", "columns": [{"field": "student_code", "label": "學生代號"}]}
    )
    assert [item.reason for item in report.skipped].count("no_column") > 1
    for text in (render_text(report, "zh-TW", width=200), render_html(report, "zh-TW")):
        assert text.count(sentence) == 1


@pytest.mark.parametrize(
    ("school", "grades", "stage"),
    [
        ("虛構高級中學", [7, 8, 9], "junior"),
        ("虛構高級中學", [7, 8, 10], "senior"),
        ("虛構高級中學", [10, 11], "senior"),
        ("虛構高級中學", [3], "senior"),
        ("虛構完全中學", [7, 8, 9], "junior"),
        ("虛構完全中學", [7, 10], None),
        ("虛構高職", [7, 8, 9], "senior"),
    ],
)
def test_the_stage_of_a_school_that_may_have_two_is_that_of_all_its_grades(
    school: str, grades: list[int], stage: str | None
) -> None:
    cases = [case(C=f"S{grade}", D=grade, G=1) for grade in grades]
    title = f"[111-10] {school}輔導教師工作成果"
    data = by_openpyxl([form_page(CASES, cases, title=title), form_page(SERVICES, [], title=title)])
    assert validate(data).stage == stage
