"""When a month may be reported; the cases are data."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cgs_portal.reports.windows import correctable, current_month, deadline, reporting_status, semester
from cgs_validate.spec.months import Month, parse_month

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/portal/windows.yaml").read_text("utf-8"))


def months(case: dict[str, Any], name: str) -> tuple[Month, ...]:
    return tuple(month for text in case.get(name, ()) if (month := parse_month(text)))


@pytest.mark.parametrize("case", CASES["statuses"].values(), ids=CASES["statuses"])
def test_reporting_status(case: dict[str, Any]) -> None:
    first = parse_month(case["first"])
    assert first
    found = reporting_status(case["today"], first, months(case, "reported"), months(case, "again"))
    assert str(found.current) == case["current"]
    assert found.deadline == case["deadline"]
    assert found.overdue == months(case, "overdue")
    assert found.open == months(case, "open")


@pytest.mark.parametrize("case", CASES["corrections"].values(), ids=CASES["corrections"])
def test_correctable(case: dict[str, Any]) -> None:
    assert correctable(case["today"], months(case, "reported")) == months(case, "correctable")


@given(st.dates(date(2018, 1, 1), date(2090, 12, 31)))
def test_every_day_has_one_month_whose_deadline_is_near(today: date) -> None:
    month = current_month(today)
    assert today <= deadline(month) < today + timedelta(days=31)
    assert current_month(today + timedelta(days=1)) in (month, month.next)


def test_a_year_has_two_semesters() -> None:
    month, found = Month(111, 8), []
    for _ in range(12):
        found.append(semester(month))
        month = month.next
    assert found == [(111, 1)] * 6 + [(111, 2)] * 6
