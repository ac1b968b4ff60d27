"""The reporting status of units, from the database."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from cgs_validate.spec.months import Month

from .. import clock
from ..accounts.models import Role, Unit
from .models import Report
from .windows import ReportingStatus, correctable, reporting_status


def status_of(unit: Unit, today: date | None = None) -> ReportingStatus:
    """Return the months that a school may report and has missed, by default today."""
    today = today or clock.today()
    reported = set(unit.reports.values_list("month", flat=True))
    asked = unit.corrections.filter(done_at__isnull=True).values_list("month", "requested_by__role")
    of_now = correctable(today, reported)  # a unit's own request lapses with the semester
    corrections = {month for month, role in asked if role == Role.SERVICE_DESK or month in of_now}
    return reporting_status(today, unit.first_month, reported, corrections)


def overdue_of(schools: QuerySet[Unit], today: date) -> dict[Unit, tuple[Month, ...]]:
    """Return the months that each of many schools has missed."""
    reported = defaultdict(set)
    for unit, month in Report.objects.filter(unit__in=schools).values_list("unit", "month"):
        reported[unit].add(month)
    return {school: reporting_status(today, school.first_month, reported[school.pk]).overdue for school in schools}
