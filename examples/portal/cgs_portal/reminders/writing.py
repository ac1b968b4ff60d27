"""Writes the mails of an occasion. They name schools and months, no person."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet

from cgs_validate.spec.months import Month

from ..accounts.access import schools_of
from ..accounts.models import Account, Role, Unit
from ..mails import compose
from ..reports.models import Report
from ..reports.unit_status import overdue_of
from ..reports.windows import current_month, deadline
from .calendar import Occasion, month_of

Mail = tuple[Account, EmailMessage]


def mails(occasion: Occasion, today: date) -> Iterator[Mail]:
    """Yield the mails of an occasion, each with its recipient."""
    match occasion:
        case Occasion.BEGIN:
            yield from _beginnings(today)
        case Occasion.OVERDUE:
            yield from _overdue(today)
            yield from _lists(Role.COUNTY, "county", today)
        case Occasion.LIST:
            yield from _lists(Role.MINISTRY, "ministry", today)


def _beginnings(today: date) -> Iterator[Mail]:
    """«系統自動寄送填報提醒信件至各「填報窗口承辦人」信箱»: to all, also those who have reported early."""
    month = month_of(Occasion.BEGIN, today)
    overdue = overdue_of(Unit.objects.exclude(stage=""), today)
    done = set(Report.objects.filter(month=month).values_list("unit", flat=True))
    for account in _accounts(Role.SCHOOL).filter(unit__first_month__lte=month):
        context = {"month": month, "deadline": deadline(month), "overdue": _written(overdue[account.unit])}
        yield _mail(account, "begin", **context, is_done=account.unit_id in done)


def _overdue(today: date) -> Iterator[Mail]:
    """«寄送提醒信件至尚未完成填報之「填報窗口承辦人」信箱»."""
    overdue = overdue_of(Unit.objects.exclude(stage=""), today)
    for account in _accounts(Role.SCHOOL):
        if overdue[account.unit]:
            yield _mail(account, "overdue", overdue=_written(overdue[account.unit]), current=current_month(today))


def unreached(today: date) -> int:
    """Return how many schools have missed a month and have no account with an Email."""
    reached = set(_accounts(Role.SCHOOL).values_list("unit", flat=True))
    overdue = overdue_of(Unit.objects.exclude(stage=""), today)
    return sum(1 for school, months in overdue.items() if months and school.pk not in reached)


def _lists(role: Role, template: str, today: date) -> Iterator[Mail]:
    """The schools that are missing, to the offices of a role, each its own; none is mailed where none is missing."""
    for account in _accounts(role):
        overdue = overdue_of(schools_of(account).order_by("county", "code"), today)
        if missing := [(school, _written(months)) for school, months in overdue.items() if months]:
            yield _mail(account, template, today=today, missing=missing)


def _written(months: tuple[Month, ...]) -> str:
    return "、".join(map(str, months))


def _accounts(role: Role) -> QuerySet[Account]:
    """Return the accounts in use that have an Email; also unconfirmed ones, since no person is named."""
    known = Account.objects.filter(role=role, is_active=True).exclude(email="")
    return known.select_related("unit").order_by("username")


def _mail(account: Account, template: str, **context: object) -> Mail:
    portal = settings.PORTAL_URL
    return account, compose(f"reminders/{template}.txt", account.email, unit=account.unit, portal=portal, **context)
