"""系統客服: what one of the service desk may do alone; see also ``reports.corrections`` and ``renewals``."""

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
