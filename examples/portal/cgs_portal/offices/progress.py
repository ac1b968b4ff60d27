"""The progress of the schools: which months were reported, without any content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Count

from cgs_validate.spec.months import Month

from ..accounts.access import schools_of
from ..accounts.models import Account, Unit
from ..reports.models import Report
from ..reports.windows import current_month


class State(Enum):
    """Whether a school has reported a month."""

    REPORTED = "已填報"
    OVERDUE = "逾期未填報"
    DUE = "尚未填報"  # it may still be reported in time
    NOT_DUE = "－"


@dataclass(frozen=True)
class Part:
    """How many schools have reported a month, of those of which it is due."""

    reported: int
    due: int


def by_school(account: Account, months: list[Month], today: date) -> list[tuple[Unit, list[State]]]:
    """Return each of an account's schools with its state in each month."""
    schools = schools_of(account).order_by("code")
    done = set(Report.objects.filter(unit__in=schools, month__in=months).values_list("unit", "month"))
    current = current_month(today)

    def state(school: Unit, month: Month) -> State:
        if (school.pk, month) in done:
            return State.REPORTED
        if month < school.first_month:
            return State.NOT_DUE
        return State.OVERDUE if month < current else State.DUE

    return [(school, [state(school, month) for month in months]) for school in schools]


def by_county(account: Account, months: list[Month]) -> list[tuple[str, list[Part]]]:
    """Return each county with the part that has reported each month."""
    schools = schools_of(account)
    begun = list(schools.values_list("county", "first_month").annotate(Count("pk")))
    stored = Report.objects.filter(unit__in=schools, month__in=months)
    done = {
        (county, month): number
        for county, month, number in stored.values_list("unit__county", "month").annotate(Count("pk"))
    }

    def part(county: str, month: Month) -> Part:
        due = sum(number for where, first, number in begun if where == county and first <= month)
        return Part(done.get((county, month), 0), due)

    counties = dict.fromkeys(schools.order_by("code").values_list("county", flat=True))
    return [(county, [part(county, month) for month in months]) for county in counties]


def total(parts: Iterable[Part]) -> Part:
    """Return the parts of several counties as one."""
    parts = list(parts)
    return Part(sum(part.reported for part in parts), sum(part.due for part in parts))
