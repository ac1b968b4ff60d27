"""When a month may be reported: the rules of the ministry's system (FACTS B1, B2), without a database.

A month is reported from its own 11th (early) to the 10th of the next month. Then it is closed; unreported it is
overdue, which keeps the current month shut until it is made up for. A month that was reported can be corrected on
request, in its semester: 8–1 and 2–7.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cgs_validate.spec.months import Month

LAST_DAY = 10  # of the next month


@dataclass(frozen=True)
class ReportingStatus:
    """The months that a unit may report on a day, and those it has missed."""

    current: Month
    deadline: date
    overdue: tuple[Month, ...]
    open: tuple[Month, ...]


def reporting_status(
    today: date, first: Month, reported: Collection[Month], corrections: Collection[Month] = ()
) -> ReportingStatus:
    """Return the reporting status of a unit.

    first: its first due month; reported: the months that it has reported or declared to be without cases; corrections:
    the months that were opened again.
    """
    current = current_month(today)
    overdue = tuple(month for month in _months(first, current) if month not in reported)
    may_go_on = first <= current and not overdue
    again = [month for month in corrections if month < current]
    return ReportingStatus(
        current, deadline(current), overdue, tuple(sorted({*overdue, *again, *([current] if may_go_on else [])}))
    )


def current_month(today: date) -> Month:
    """Return the month that is reported now: until the 10th the last one, then already the running one."""
    month = Month(today.year - 1911, today.month)
    return previous(month) if today.day <= LAST_DAY else month


def deadline(month: Month) -> date:
    """Return the last day on which a month is reported."""
    return date(month.next.year + 1911, month.next.month, LAST_DAY)


def school_year(month: Month) -> int:
    """Return the school year of a month: 111 is 111-08 to 112-07."""
    return month.year if month.month >= 8 else month.year - 1


def semester(month: Month) -> tuple[int, int]:
    """Return the school year and its half: 上學期 8–1, 下學期 2–7."""
    return school_year(month), 1 if month.month >= 8 or month.month == 1 else 2


def months_of(year: int, today: date) -> list[Month]:
    """Return the months of a school year, up to the one that is reported now."""
    return _months(Month(year, 8), min(Month(year + 1, 8), current_month(today).next))


def correctable(today: date, reported: Collection[Month]) -> tuple[Month, ...]:
    """Return the reported months that a unit itself may ask to correct: those before the current one, of its semester.

    No source says on which day the semester begins for that; we go by the month that is reported now.
    """
    current = current_month(today)
    return tuple(sorted(month for month in reported if month < current and semester(month) == semester(current)))


def previous(month: Month) -> Month:
    """Return the month before."""
    return Month(month.year, month.month - 1) if month.month > 1 else Month(month.year - 1, 12)


def _months(first: Month, end: Month) -> list[Month]:
    """Return the months from the first up to, and without, the end."""
    months = []
    while first < end:
        months.append(first)
        first = first.next
    return months
