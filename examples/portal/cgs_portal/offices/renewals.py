"""帳號重置: closes an account and makes another for the successor.

A school's is done by one of the service desk, as it is the desk's daily work. The account of an office sees all
schools, or opens and unlocks: two do it, and the address of the old account is mailed before.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction

from .. import clock
from ..accounts.models import Account, Role
from ..audit.log import note
from ..audit.models import Deed
from ..refusals import Refused
from .models import Renewal

LIFETIME = timedelta(days=7)


def needs_two(account: Account) -> bool:
    """Return whether two of the service desk renew an account."""
    return account.role != Role.SCHOOL


@transaction.atomic
def renew(desk: Account, account: Account, own_name: str, **person: str) -> Account:
    """Close an account for good and make another, still without a password.

    own_name: 個人帳號; person: name, phone, email. Raises ValidationError.
    """
    account.is_active = False
    account.save()
    account.tokens.all().delete()
    new = Account.objects.create_user(password=None, **_successor(account, own_name), **person)
    note(Deed.RENEWED, desk, unit=new.unit, whose=new.pk)
    return new


def check(account: Account, own_name: str, **person: str) -> None:
    """Raise ValidationError where ``renew`` would."""
    new = Account(**_successor(account, own_name), **person)
    new.set_password(None)
    new.full_clean()


@transaction.atomic
def ask(desk: Account, account: Account, own_name: str, **person: str) -> Renewal:
    """Ask for the renewal of an office's account."""
    asked = Renewal.objects.create(account=account, own_name=own_name, asked_by=desk, asked_at=clock.now(), **person)
    note(Deed.RENEWAL_ASKED, desk, unit=account.unit, whose=account.pk)
    return asked


@transaction.atomic
def confirm(desk: Account, asked: Renewal) -> Account:
    """Renew an account for which another had asked.

    Raises ValidationError, and Refused: ``second_person`` for the one who asked, ``renewal_over`` after a week, or
    where the account of the one who asked is shut: with another account, it could be the same person.
    """
    if asked.asked_by_id == desk.pk:
        raise Refused("second_person")
    is_there = Renewal.objects.select_for_update().filter(pk=asked.pk).exists()
    if not is_there or is_over(asked) or not (asked.asked_by.is_active and asked.account.is_active):
        raise Refused("renewal_over")
    asked.delete()
    return renew(desk, asked.account, asked.own_name, name=asked.name, phone=asked.phone, email=asked.email)


@transaction.atomic
def reject(desk: Account, asked: Renewal) -> None:
    """Decide that an account stays as it is; the one who asked may do so, too."""
    asked.delete()
    note(Deed.RENEWAL_REJECTED, desk, unit=asked.account.unit, whose=asked.account.pk)


def is_over(asked: Renewal) -> bool:
    """Return whether it is too late to confirm."""
    return abs(clock.now() - asked.asked_at) > LIFETIME


def forget_old() -> int:
    """Delete those that no one has decided in time; return how many they were."""
    over = [asked.pk for asked in Renewal.objects.all() if is_over(asked)]
    return Renewal.objects.filter(pk__in=over).delete()[0]


def _successor(account: Account, own_name: str) -> dict[str, Any]:
    name = f"{account.unit.code}_{own_name}"
    return {"username": name, "unit": account.unit, "role": account.role, "is_confirmed": False}
