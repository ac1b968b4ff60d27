"""What schools rightly hand in gets no colour, and hardly a hint: 300 rows of plausible answers at a time."""

from itertools import cycle

import pytest
from plausible import STUDENTS, TEACHERS, School
from workbooks import CASES, MONTH, SERVICES, by_xlsxwriter, form_page

from cgs_validate import Severity, validate

STAGES = ["elementary", "junior", "senior"]


@pytest.mark.parametrize(
    "school", [*map(School, cycle(STAGES), STUDENTS, cycle(TEACHERS), cycle([False, True]))], ids=STUDENTS
)
def test_right_answers_get_no_colour(school: School) -> None:
    pages = [form_page(CASES, school.case_rows(220)), form_page(SERVICES, school.service_rows(80))]
    report = validate(by_xlsxwriter(pages), month=MONTH, stage=school.stage)
    assert report.annotations == ()
    hints = [finding for finding in report.findings if finding.severity is Severity.WARNING]
    assert len(hints) <= 6, {(finding.code, finding.place.cell, finding.value) for finding in hints}
