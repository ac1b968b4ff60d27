"""What is said to each thing that people type where a code or a count is due (tests/cases/did-you-mean.yaml)."""

import re
from pathlib import Path
from typing import Any

import pytest
from test_rules import SPEC, checked

from cgs_validate.marking.fix import probable_fixes, safe_fixes
from cgs_validate.spec import yaml_reader

CASES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "did-you-mean.yaml").data
SHEET = {field: sheet for sheet, spec in SPEC.sheets.items() for field in spec.fields}
A_CODE = re.compile(r"[0-9]+\.\w")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['field']}-{case['typed']}")
def test_what_is_said(case: dict[str, Any]) -> None:
    field, typed = case["field"], case["typed"]
    report = checked({"sheet": SHEET[field], "rows": [{field: f"'{typed}"}]})
    here = [finding for finding in report.to_dict("zh-TW")["findings"] if finding["field"] == field]
    said = "".join(finding["message"] + finding["hint"] for finding in here)
    written = [str(fix.after) for fix in (*safe_fixes(report), *probable_fixes(report)) if fix.before == typed]
    assert written == ([case["fix"]] if "fix" in case else [])
    assert (f"請改成「{case['fix']}」" if "fix" in case else case["says"]) in said
    assert case.get("lists") or len(A_CODE.findall(said)) <= 3
