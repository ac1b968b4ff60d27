"""Makes an account, and its unit where that is new; a link to set its password is mailed."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cgs_validate.spec.months import Month, parse_month

from ....audit.log import note
from ....audit.models import Deed
from ....mails import MAIL_ERRORS
from ...links import send_link
from ...models import Account, Role, Stage, Unit


class Command(BaseCommand):
    """Exits with 1 where the account is not made, or its link not sent."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the account, and the unit where it is new."""
        parser.add_argument("username", help="單位代碼_個人帳號, such as 990003_a001")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("email")
        parser.add_argument("--unit", default="", metavar="NAME", help="the name of a unit that is new")
        parser.add_argument("--county", default="", help="of a school, or of the county's office")
        parser.add_argument("--stage", default="", choices=Stage.values, help="of a school")
        parser.add_argument("--first-month", type=parse_month, help="the first that a school reports: 111-10")

    def handle(self, username: str, role: str, email: str, *_: Any, unit: str, **new: Any) -> None:
        """Make the account and mail the link."""
        new_unit = {"name": unit, **{name: new[name] for name in ("county", "stage", "first_month")}}
        try:
            account = _made(username, role, email, new_unit)
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from None
        try:
            send_link(account, "new_password")
        except MAIL_ERRORS:
            raise CommandError("帳號建立了，但是信寄不出去；請在網頁上用「忘記密碼」再寄一次。") from None
        self.stdout.write(f"{account.username}：設定密碼的連結寄出了。")


@transaction.atomic
def _made(username: str, role: str, email: str, new_unit: dict[str, str | Month | None]) -> Account:
    code = username.partition("_")[0]
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        unit = Unit(code=code, **new_unit)
        unit.full_clean()
        unit.save()
    account = Account.objects.create_user(username, None, unit=unit, role=role, email=email, is_confirmed=False)
    note(Deed.ACCOUNT_MADE, None, unit=unit, whose=account.pk)
    return account
