"""What is said to each thing that people type where a code or a count is due (tests/cases/did-you-mean.yaml)."""

import re
from pathlib import Path
from typing import Any

import pytest
from test_rules import SPEC, checked

from cgs_validate.checking.fixes import probable_fixes, safe_fixes
from cgs_validate.spec import yaml_reader

CASES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "did-you-mean.yaml").data
SHEET = {field: sheet for sheet, spec in SPEC.sheets.items() for field in spec.fields}
A_CODE = re.compile(r"[0-9]+\.\w")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['field']}-{case['typed']}")
def test_what_is_said(case: dict[str, Any]) -> None:
    field, typed = case["field"], case["typed"]
    report = checked({"sheet": SHEET[field], "rows": [{field: f"'{typed}"}], "titles": "[111-10]"})
    here = [finding for finding in report.to_dict("zh-TW")["findings"] if finding["field"] == field]
    said = "".join(finding["message"] + finding["hint"] for finding in here)
    written = [str(fix.after) for fix in (*safe_fixes(report), *probable_fixes(report)) if fix.before == typed]
    assert written == ([case["fix"]] if "fix" in case else [])
    assert (f"請改成「{case['fix']}」" if "fix" in case else case["says"]) in said
    assert case.get("lists") or len(A_CODE.findall(said)) <= 3


@pytest.mark.parametrize(
    ("row", "stage", "written"),
    [
        ({"category_main_note": "無"}, None, [("K6", 0)]),
        ({"category_main_note": "無", "category_main": "19"}, None, []),
        ({"category_main_note": "-"}, None, []),
        ({"case_source": "無", "counselling_state": "2"}, None, [("G6", "0")]),
        ({"case_source": "無", "counselling_state": "1"}, None, []),
        ({"student_grade": "國二"}, "junior", [("D6", 8)]),
        ({"student_grade": "國二"}, None, [("D6", 8)]),
        ({"student_grade": "國二"}, "senior", []),
        ({"student_grade": "7年級"}, "elementary", []),
        ({"student_grade": "二年級"}, "elementary", []),
        ({"student_grade": "８"}, "senior", [("D6", 8)]),
    ],
)
def test_words_are_written_as_codes_only_where_no_other_column_is_against_it(
    row: dict[str, str], stage: str | None, written: list[tuple[str, int | str]]
) -> None:
    report = checked({"rows": [row], "stage": stage, "titles": "[111-10]"})
    fixes = [(fix.place.cell, fix.after) for fix in (*safe_fixes(report), *probable_fixes(report))]
    assert [fix for fix in fixes if fix[0] in ("D6", "G6", "K6")] == written


@pytest.mark.parametrize("typed", ["導師轉介", "家長", "沒有人轉介", "-"])
@pytest.mark.parametrize("state", ["1", "2"])
def test_nothing_is_0_only_in_rows_where_a_column_does_not_apply(typed: str, state: str) -> None:
    report = checked({"rows": [{"case_source": typed, "counselling_state": state}], "titles": "[111-10]"})
    hints = [finding["hint"] for finding in report.to_dict("zh-TW")["findings"]]
    assert ["填 0" in hint for hint in hints] == [state == "2"]


@pytest.mark.parametrize(
    ("typed", "stage", "said"),
    [
        ("二年級", "elementary", "請填代碼數字：國小（二年級）填 2。"),
        ("一", "elementary", "請填代碼數字：國小（一年級）填 1。"),
        ("3年級", "elementary", "請填代碼數字：國小（三年級）填 3。"),
        ("三年級", "junior", "請填代碼數字：國中（九年級）填 9。"),
        ("二", "senior", "請填代碼數字：高中職（高二）填 11。"),
        ("高二", "junior", "如果真的是 11.高二，請只填前面的數字。"),
        ("高一", "junior", "如果真的是 10.高一，請只填前面的數字。"),
        ("國二", "senior", "如果真的是 8.八年級，請只填前面的數字。"),
    ],
)
def test_of_several_grades_that_of_the_stage_is_named(typed: str, stage: str, said: str) -> None:
    report = checked({"rows": [{"student_grade": typed}], "stage": stage, "titles": "[111-10]"})
    assert said in [finding["hint"] for finding in report.to_dict("zh-TW")["findings"]]
    assert not [*safe_fixes(report), *probable_fixes(report)]


def test_of_a_whole_school_the_grades_of_its_stage_are_named() -> None:
    case = {"sheet": "services", "rows": [{"service_target": "全校"}], "stage": "junior", "titles": "[111-10]"}
    findings = checked(case).to_dict("zh-TW")["findings"]
    hints = [finding["hint"] for finding in findings if finding["field"] == "service_target"]
    assert hints == ["請每個年級各填一列：7.七年級、8.八年級、9.九年級；也有教職員、家長的話，另外填一列。"]
