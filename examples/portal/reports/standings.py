"""Where a unit stands, by what is stored."""

from datetime import date

from .. import clock
from ..accounts.models import Unit
from .windows import Standing, standing


def standing_of(unit: Unit, today: date | None = None) -> Standing:
    """Return what a school may report and what it has missed, by default today."""
    reported = set(unit.reports.values_list("month", flat=True))
    corrections = set(unit.corrections.filter(done_at__isnull=True).values_list("month", flat=True))
    return standing(today or clock.today(), unit.first_month, reported, corrections)
