"""The portal's clock, and the only one: Taiwan's time. A demo or a test may set it; it goes on from there."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")


def now() -> datetime:
    """Return the time in Taiwan, as far as the portal knows."""
    return (datetime.now(UTC) + _ahead).astimezone(TAIPEI)


def today() -> date:
    """Return the day in Taiwan."""
    return now().date()


def set_to(moment: datetime | None) -> None:
    """Let the clock go on from a moment, in Taiwan's time unless it says another; None is the true time."""
    global _ahead
    if moment is None:
        _ahead = timedelta()
    else:
        told = moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)
        _ahead = told.astimezone(UTC) - datetime.now(UTC)


_ahead = timedelta()
if "PORTAL_CLOCK" in os.environ:
    set_to(datetime.fromisoformat(os.environ["PORTAL_CLOCK"]))
