"""The days of the mails: 1日, 11日, 16日; the latter two «若遇假日則順延» (FACTS B1)."""

from datetime import date, timedelta

import holidays
from django.db import models

from cgs_validate.spec.months import Month

from ..reports.windows import current_month, previous


class Occasion(models.TextChoices):
    """A kind of mail with its recipients."""

    BEGIN = "begin", "1 日，提醒填報窗口承辦人填報"
    OVERDUE = "overdue", "11 日，通知尚未填報的填報窗口承辦人和縣市政府承辦人"
    LIST = "list", "16 日，彙整尚未完成名單給國教署"


_DAYS = {Occasion.BEGIN: 1, Occasion.OVERDUE: 11, Occasion.LIST: 16}
_MOVED = {Occasion.OVERDUE, Occasion.LIST}  # the mail of the 1st is the system's own, and goes out on holidays too
_TAIWAN = holidays.country_holidays("TW")  # with the Saturdays that are worked


def occasions(today: date) -> list[Occasion]:
    """Return the kinds of mail that are due on a day."""
    return [occasion for occasion in Occasion if _day(occasion, today) == today]


def month_of(occasion: Occasion, today: date) -> Month:
    """Return the month that a mail is about: on the 1st the one that is open, later the one that was closed."""
    current = current_month(today)
    return current if occasion == Occasion.BEGIN else previous(current)


def _day(occasion: Occasion, today: date) -> date:
    """Return the day of an occasion in the month of a day."""
    day = today.replace(day=_DAYS[occasion])
    while occasion in _MOVED and not _TAIWAN.is_working_day(day):
        day += timedelta(days=1)
    return day
