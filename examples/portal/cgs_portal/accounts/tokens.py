"""Personal tokens: made and revoked by their owner, shown once, known by their hash."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from .. import clock
from ..audit.log import note
from ..audit.models import Deed
from .models import Account, PersonalToken

_PREFIX = "cgs_"  # by which scanners for leaked secrets know it
_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(account: Account, label: str) -> str:
    """Make a token and return it; it cannot be read again."""
    token = _PREFIX + secrets.token_urlsafe(32)
    made = account.tokens.create(label=label, sha256=_hash(token), created_at=clock.now())
    note(Deed.TOKEN_MADE, account, token=made.pk)
    return token


@transaction.atomic
def revoke_token(account: Account, number: int) -> bool:
    """Revoke one of an account's tokens; return whether it had it."""
    had_it = account.tokens.filter(pk=number).delete()[0] > 0
    if had_it:
        note(Deed.TOKEN_REVOKED, account, token=number)
    return had_it


@transaction.atomic
def revoke_all(account: Account) -> bool:
    """Revoke all of an account's tokens; return whether there were any."""
    numbers = list(account.tokens.values_list("pk", flat=True))
    for number in numbers:
        revoke_token(account, number)
    return bool(numbers)


def owner_of(token: str) -> Account | None:
    """Return the account of a token, if it may log in, and store the time of use."""
    known = PersonalToken.objects.select_related("account__unit").filter(sha256=_hash(token)).first()
    if known is None or not (known.account.is_active and known.account.is_confirmed):
        return None
    now = clock.now()
    if known.last_used_at is None or abs(now - known.last_used_at) > _NOTED_EVERY:
        PersonalToken.objects.filter(pk=known.pk).update(last_used_at=now)
    return known.account


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
