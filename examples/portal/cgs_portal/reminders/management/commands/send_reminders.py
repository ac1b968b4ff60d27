"""Sends the mails that are due today; to be run each morning. A second run sends only those that failed before."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError

from .... import clock
from ....accounts.models import Account
from ....mails import MAIL_ERRORS
from ...calendar import Occasion, month_of, occasions
from ...models import Reminder
from ...writing import mails, unreached


class Command(BaseCommand):
    """Exits with 1 where a mail could not be sent."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the day."""
        parser.add_argument("--day", type=date.fromisoformat, help="of a morning that was missed: 2022-11-11")

    def handle(self, *_: Any, day: date | None, **__: Any) -> None:
        """Send the mails and print how many, without names and addresses."""
        today = day or clock.today()
        failed = 0
        for occasion in occasions(today):
            sent = [_send_once(occasion, today, *mail) for mail in mails(occasion, today)]
            self.stdout.write(f"{occasion.label}：寄出 {sent.count(True)} 封")
            failed += sent.count(None)
            if occasion == Occasion.OVERDUE and (missing := unreached(today)):
                self.stdout.write(f"還有 {missing} 所逾期的學校沒有可以通知的 Email。")
        if failed:
            raise CommandError(f"有 {failed} 封寄不出去，請稍後再執行一次。")


def _send_once(occasion: Occasion, today: date, account: Account, mail: EmailMessage) -> bool | None:
    """Send a mail unless it was sent before; None where that failed. A run that is killed may leave out one mail."""
    sent, is_new = Reminder.objects.get_or_create(
        occasion=occasion, month=month_of(occasion, today), account=account, defaults={"sent_at": clock.now()}
    )
    if not is_new:
        return False
    try:
        mail.send()
    except MAIL_ERRORS:
        sent.delete()
        return None
    return True
