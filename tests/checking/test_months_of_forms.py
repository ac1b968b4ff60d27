"""Where the months of a form end: an error where a document says so, else a warning (docs/facts.md A1)."""

import pytest

from cgs_validate import load_spec, validate
from cgs_validate.templates.workbook import build_template


@pytest.mark.parametrize(
    ("spec", "month", "severity"),
    [
        ("cgs/108", "109-08", "warning"),
        ("cgs/109", "109-07", "error"),
        ("cgs/109", "111-10", "error"),
        ("cgs/111", "111-07", "error"),
        ("cgs/111", "111-08", None),
        ("cgs/111", "112-08", "warning"),
        ("cgs/112", "112-07", "warning"),
        ("cgs/112", "113-08", "warning"),
        ("cgs/113", "114-08", "warning"),
        ("cgs/114", "114-07", "warning"),
        ("cgs/114", "115-09", None),
    ],
)
def test_the_end_that_is_passed_decides(spec: str, month: str, severity: str | None) -> None:
    findings = validate(build_template(load_spec(spec)), spec, month).findings
    assert [finding.severity for finding in findings if finding.code == "month_outside"] == [severity] * bool(severity)


@pytest.mark.parametrize("spec", ["cgs/108", "cgs/109", "cgs/111", "cgs/112", "cgs/113", "cgs/114"])
def test_what_must_be_filled_in_is_stated_by_the_portal(spec: str) -> None:
    declared = {field.name: field for sheet in load_spec(spec).sheets.values() for field in sheet.fields.values()}
    stated = {
        name
        for name, field in declared.items()
        if "required" in field.backing and not field.backing["required"].doubtful
    }
    asked = {name for name, field in declared.items() if field.required}
    assert asked - stated <= {"count_other"}
    assert declared.keys() - asked <= {"category_secondary", "sex_note"}
