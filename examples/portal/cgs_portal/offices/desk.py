"""系統客服: the actions of the service desk; ``reports.corrections`` opens months for correction."""

from django.db import transaction

from ..accounts import lockout
from ..accounts.models import Account
from ..audit.log import note
from ..audit.models import Deed


@transaction.atomic
def unlock(desk: Account, account: Account) -> None:
    """Let an account try again at once."""
    lockout.unlock(account.username)
    note(Deed.UNLOCKED, desk, unit=account.unit, whose=account.pk)


@transaction.atomic
def unlock_address(desk: Account, address: str) -> None:
    """Let all accounts try again that share an address; the log does not say which."""
    lockout.unlock_address(address)
    note(Deed.ADDRESS_UNLOCKED, desk)


@transaction.atomic
def renew(desk: Account, account: Account, own_name: str, **person: str) -> Account:
    """帳號重置: close an account for good and make another for the successor, still without a password.

    own_name: 個人帳號; person: name, phone, email. Raises ValidationError.
    """
    account.is_active = False
    account.save()
    account.tokens.all().delete()
    new = Account.objects.create_user(
        f"{account.unit.code}_{own_name}", None, unit=account.unit, role=account.role, is_confirmed=False, **person
    )
    note(Deed.RENEWED, desk, unit=new.unit, whose=new.pk)
    return new
