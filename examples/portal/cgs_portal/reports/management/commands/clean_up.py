"""Deletes files and requests that are no longer needed; to be run every hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from .... import clock
from ....offices.renewals import forget_old as forget_old_renewals
from ... import files, refused
from ...models import KeyedRequest, Report
from ...once import REMEMBERED

_AN_HOUR = 3600.0  # no request takes so long from writing its file to entering it
_A_WEEK = 7 * 24 * _AN_HOUR


class Command(BaseCommand):
    """Deletes refused workbooks, and requests that are too old to be sent again.

    Workbooks that a crash has left behind are set aside for a week, as those that were replaced are. Of these, what a
    database names that was restored from a backup comes back.
    """

    help = __doc__

    def handle(self, *_: Any, **__: Any) -> None:
        """Delete them and print how many."""
        old = [path for path, age in files.ages() if age > _AN_HOUR]
        known = set(Report.objects.exclude(file="").values_list("file", flat=True))
        if old and not known:
            raise CommandError("資料庫裡沒有任何上傳的報表，資料夾裡卻有檔案：是不是連到別的資料庫了？檔案都沒有動。")
        orphans = [path for path in old if path.name not in known]
        for path in orphans:
            files.set_aside(path.name)
        back = files.bring_back(known)
        gone = refused.forget_old() + files.remove_all(
            [path for path, age in files.ages(files.aside()) if age > _A_WEEK]
        )
        forget_old_renewals()
        forgotten = KeyedRequest.objects.filter(started_at__lt=clock.now() - REMEMBERED).delete()[0]
        self.stdout.write(f"{gone} files, {forgotten} requests; {len(orphans)} files set aside, {back} brought back")
