"""What could not be checked never reads as passed: text, HTML, JSON and the marked copy say what is missing."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cgs_validate import Report, load_spec, validate
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.marking.summary_sheet import Marked, summarise
from cgs_validate.reports.html import render_html
from cgs_validate.reports.text import render_text
from cgs_validate.spec import yaml_reader
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template

CASES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "verdicts.yaml").data


def report_of(case: dict[str, Any]) -> Report:
    spec = case.get("spec", "cgs/111")
    book = openpyxl.load_workbook(io.BytesIO(build_template(load_spec(spec), load_example(spec, "clean"))))
    cases, services = book.worksheets[0], book.worksheets[1]
    for cell, value in case.get("cells", {}).items():
        cases[cell] = value or None
    if "services" in case:
        services["A1"] = case["services"]
    if "remove" in case:
        cases.delete_cols(int(case["remove"]))
    if "rows" in case:
        for merged in list(cases.merged_cells.ranges):
            cases.unmerge_cells(str(merged))
        cases.delete_rows(1, int(case["rows"]))
    if "drop" in case:
        book.remove(cases)
    book.save(target := io.BytesIO())
    month = case.get("month", "111-10")
    return validate(target.getvalue(), spec, None if month == "none" else month, stage="senior")


@pytest.mark.parametrize("name", CASES)
def test_the_verdict(name: str) -> None:
    case, report = CASES[name], report_of(CASES[name])
    data, said = report.to_dict("zh-TW"), report.verdict("zh-TW")
    assert (report.ok, data["verdict"]) == (case.get("ok") != "false", {"code": case["verdict"], "message": said})
    assert [item["reason"] for item in data["unchecked"]] == case.get("unchecked", [])
    assert all(words in said for words in case.get("says", []))
    assert not any(words in said for words in case.get("never", []))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_it_is_the_same_everywhere(name: str, language: str) -> None:
    report = report_of(CASES[name])
    ready = {"zh-TW": "可以上傳", "en": "eady for upload"}[language]
    lines = report.verdict(language).splitlines()
    summary = [row[0] for row in summarise(report, catalog(language), Marked()).rows[2:]]
    assert summary[: len(lines)] == lines
    for page in (render_text(report, language, width=500), render_html(report, language)):
        assert all(line.removeprefix("✓ ") in page for line in lines[1:])
        if CASES[name]["verdict"] not in ("ready", "look"):
            assert "✓" not in page
            assert ready not in page.replace("Not ready for upload", "")


def test_a_grade_that_every_stage_calls_so_is_that_of_the_files_own_and_not_fixed() -> None:
    title = "[111-10]虛構高中輔導教師工作成果"
    (finding,) = report_of({"cells": {"D6": "二年級", "A1": title}, "services": title}).findings
    words = catalog("zh-TW")
    assert (finding.code, finding.fix) == ("allowed", None)
    assert words.message(finding) == "這一格只填代碼數字，不要寫名稱。"
    assert words.hint(finding) == "請填代碼數字：高中職（高二）填 11。"
