"""Locks logins for a while after five wrong passwords of an account, or fifty from one address.

Names count whether there is such an account or not, so that the answer does not reveal which exist. An attempt is
counted before its password is checked, so that many at once do not get around the limit. Five attempts and fifteen
minutes are those of the government's 資通系統防護基準; the ministry's manuals give no numbers.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from .. import clock
from ..audit.log import note
from ..audit.models import Deed
from .addresses import network_of
from .models import Account, Attempts

PAUSE = timedelta(minutes=15)
_MOST = {"name": 5, "address": 50, "mail": 3}  # a school may share an address


class TooMany(Exception):  # noqa: N818 - a refusal, as Django has PermissionDenied
    """There were too many attempts; try again after the pause."""


def attempt(**subjects: str) -> bool:
    """Count an attempt, such as ``name=…, address=…``; return whether it is the last one before the pause.

    Raises TooMany.
    """
    now = clock.now()
    Attempts.objects.filter(latest__lte=now - PAUSE).delete()
    Attempts.objects.filter(latest__gt=now).update(latest=now)  # the clock was set back: from now on, one pause
    return _count(subjects, now)


@transaction.atomic
def _count(subjects: dict[str, str], now: datetime) -> bool:
    counts = {kind: _attempts(kind, subject) for kind, subject in subjects.items()}
    if any(counted.count >= _MOST[kind] for kind, counted in counts.items()):
        raise TooMany
    for counted in counts.values():
        counted.count, counted.latest = counted.count + 1, now
        counted.save()
    return any(counted.count == _MOST[kind] for kind, counted in counts.items())


def check_password(account: Account, password: str) -> bool:
    """Check the password of an account that is logged in. Raises TooMany."""
    is_last = attempt(name=account.username)
    is_right = account.check_password(password)
    if is_right:
        unlock(account.username)
    else:
        failed(account, is_last=is_last)
    return is_right


def failed(account: Account | None, *, is_last: bool) -> None:
    """Log a wrong password; account: None where there is none of the name."""
    note(Deed.LOGIN_FAILED, account)
    if is_last:
        note(Deed.LOCKED, account)


def succeeded(*, name: str, address: str) -> None:
    """Reset the counts: for a name all, for an address this one attempt."""
    unlock(name)
    Attempts.objects.filter(key=_key("address", address), count__gt=0).update(count=F("count") - 1)


def unlock(name: str) -> None:
    """Forget the attempts of an account, and the mails that were asked for."""
    Attempts.objects.filter(key__in=[_key("name", name), _key("mail", name)]).delete()


def unlock_address(address: str) -> None:
    """Forget the attempts from an address."""
    Attempts.objects.filter(key=_key("address", address)).delete()


def is_locked(name: str) -> bool:
    """Return whether an account is locked."""
    since = clock.now() - PAUSE
    return Attempts.objects.filter(key=_key("name", name), count__gte=_MOST["name"], latest__gt=since).exists()


def _attempts(kind: str, subject: str) -> Attempts:
    defaults = {"count": 0, "latest": clock.now()}
    return Attempts.objects.select_for_update().get_or_create(key=_key(kind, subject), defaults=defaults)[0]


def _key(kind: str, subject: str) -> str:
    if kind == "address":
        subject = network_of(subject)
    return salted_hmac(f"portal.lockout.{kind}", subject, algorithm="sha256").hexdigest()
