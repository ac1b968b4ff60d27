"""The portal's only clock, in Taiwan's time. A demo or a test may set it; it runs on from there."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")


def now() -> datetime:
    """Return the time in Taiwan, by the portal's clock."""
    return (datetime.now(UTC) + _ahead).astimezone(TAIPEI)


def today() -> date:
    """Return the day in Taiwan."""
    return now().date()


def set_to(moment: datetime | None) -> None:
    """Let the clock run on from a moment, in Taiwan's time by default; None sets the true time."""
    global _ahead
    if moment is None:
        _ahead = timedelta()
    else:
        given = moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)
        _ahead = given.astimezone(UTC) - datetime.now(UTC)


_ahead = timedelta()
if "PORTAL_CLOCK" in os.environ:
    set_to(datetime.fromisoformat(os.environ["PORTAL_CLOCK"]))
