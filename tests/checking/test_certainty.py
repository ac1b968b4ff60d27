"""How sure a finding is, by what it rests on: certain, probable, or a hint, which colours nothing."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sorts import HEADS, found_as

from cgs_validate import Report, load_spec, probable_fixes, safe_fixes, validate
from cgs_validate.checking.findings import Finding, Kind, Place, Severity, annotate
from cgs_validate.checking.messages import catalog
from cgs_validate.checking.rules import HINTS_IF_DOUBTFUL, RULES, certainty_of
from cgs_validate.spec import yaml_reader
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template

CASES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "certainty.yaml").data
AT = Place("當月個案", 6, 4)
HINT = Finding("unusual", Kind.INVALID, Severity.WARNING, AT)


def report_of(case: dict[str, Any]) -> Report:
    spec = str(case["spec"])
    book = openpyxl.load_workbook(io.BytesIO(build_template(load_spec(spec), load_example(spec, "clean"))))
    typed = str(case["typed"])
    book.worksheets[int(case.get("sheet", 0))][case["cell"]] = int(typed) if typed in ("0", "25") else typed or None
    book.save(target := io.BytesIO())
    return validate(target.getvalue(), spec, case.get("month", f"{spec[-3:]}-10"), stage="senior")


@pytest.mark.parametrize("name", CASES)
def test_what_a_cell_gets(name: str) -> None:
    case = CASES[name]
    report = report_of(case)
    found = [(finding.code, str(finding.certainty).lower()) for finding in report.findings]
    assert found == ([(case["code"], case["certainty"])] if "code" in case else [])
    gets = {note.place.cell: str(note.sort) for note in report.annotations}
    assert gets == ({case["cell"]: case["gets"]} if "gets" in case else {})
    assert [str(fix.after) for fix in safe_fixes(report)] == ([case["fixes"]] if "fixes" in case else [])
    assert [str(fix.after) for fix in probable_fixes(report)] == ([case["probably"]] if "probably" in case else [])


@pytest.mark.parametrize(
    ("here", "gets"),
    [
        ([], None),
        (["missing"], "missing"),
        (["probably_invalid", "missing"], "missing"),
        (["missing", "invalid"], "invalid"),
        (["probably_missing", "probably_invalid"], "probably_invalid"),
        (["probably_missing"], "probably_missing"),
        (["probably_invalid", "invalid", "probably_missing"], "invalid"),
    ],
)
def test_certain_wins_over_probable_then_invalid_over_missing(here: list[str], gets: str | None) -> None:
    found = [found_as(sort, AT) for sort in here]
    notes = annotate([HINT, *found, HINT])
    assert [note.sort for note in notes] == ([gets] if gets else [])
    for note in notes:
        assert sorted(map(id, note.findings)) == sorted(map(id, found))
        assert [finding.probable for finding in note.findings] == sorted(finding.probable for finding in found)
        assert catalog("zh-TW").note(note).startswith(f"{HEADS[note.sort]}\n")


@pytest.mark.parametrize("form", ["108", "109", "111", "112", "113", "114"])
def test_a_warning_is_probable_only_by_its_rule(form: str) -> None:
    spec = load_spec(f"cgs/{form}")
    report = validate(build_template(spec, load_example(spec.id, "errors")), spec, stage="senior")
    for finding in report.findings:
        if finding.severity is Severity.WARNING and finding.code not in HINTS_IF_DOUBTFUL:
            assert finding.probable == (certainty_of(RULES[finding.code]) is not None), finding.code
    data = report.to_dict("zh-TW")
    assert sum(report.tally.values()) == len(report.findings)
    assert data["counts"]["probable"] == len(report.probable)
    sure = {finding["cell"] for finding in data["findings"] if finding["certainty"] and finding["cell"]}
    assert sure == {note["cell"] for note in data["annotations"]}
