"""Where a unit stands, by what is stored."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from cgs_validate.months import Month

from .. import clock
from ..accounts.models import Unit
from .models import Report
from .windows import Standing, standing


def standing_of(unit: Unit, today: date | None = None) -> Standing:
    """Return what a school may report and what it has missed, by default today."""
    reported = set(unit.reports.values_list("month", flat=True))
    corrections = set(unit.corrections.filter(done_at__isnull=True).values_list("month", flat=True))
    return standing(today or clock.today(), unit.first_month, reported, corrections)


def overdue_of(schools: QuerySet[Unit], today: date) -> dict[Unit, tuple[Month, ...]]:
    """Return what each of many schools has missed."""
    reported = defaultdict(set)
    for unit, month in Report.objects.filter(unit__in=schools).values_list("unit", "month"):
        reported[unit].add(month)
    return {school: standing(today, school.first_month, reported[school.pk]).overdue for school in schools}
