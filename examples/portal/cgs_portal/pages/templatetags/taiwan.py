"""Days and times as they are written in Taiwan: 民國111年11月5日."""

from datetime import date, datetime

from django import template

from ... import clock

register = template.Library()

_WEEKDAYS = "一二三四五六日"


@register.filter
def roc_day(day: date) -> str:
    """Return a day: ``111年11月10日（星期四）``."""
    return f"{day.year - 1911}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


@register.filter
def roc_time(moment: datetime) -> str:
    """Return a moment in Taiwan's time: ``111年11月5日 09:30``."""
    there = moment.astimezone(clock.TAIPEI)
    return f"{there.year - 1911}年{there.month}月{there.day}日 {there:%H:%M}"
