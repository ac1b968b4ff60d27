"""Deletes what nothing refers to any more; to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from .... import clock
from ... import files, refused
from ...models import KeyedRequest, Report
from ...once import REMEMBERED

_AN_HOUR = 3600.0  # no request takes so long from writing its file to entering it


class Command(BaseCommand):
    """Deletes workbooks that a crash has left behind or that were refused, and requests that nobody will send again."""

    help = __doc__

    def handle(self, *_: Any, **__: Any) -> None:
        """Delete them, and tell how many they were."""
        old = list(files.older_than(_AN_HOUR))
        known = set(Report.objects.values_list("file", flat=True))
        orphans = [path for path in old if path.name not in known]
        for path in orphans:
            path.unlink(missing_ok=True)
        gone = len(orphans) + refused.forget_old()
        forgotten = KeyedRequest.objects.filter(started_at__lt=clock.now() - REMEMBERED).delete()[0]
        self.stdout.write(f"{gone} files, {forgotten} requests")
