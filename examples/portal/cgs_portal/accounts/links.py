"""Links by mail, which prove that an Email belongs to the account. Each works once, for a day."""

from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from .. import clock
from ..mails import compose
from .models import Account


class _Links(PasswordResetTokenGenerator):
    """Tokens for a purpose, which a change of password, Email or confirmation makes invalid."""

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.key_salt = f"portal.accounts.links.{purpose}"

    def _make_hash_value(self, user: Account, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_confirmed}"

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)


def send_link(account: Account, purpose: str) -> None:
    """Mail a link to the page ``purpose``: ``confirm`` or ``new_password``. Raises MAIL_ERRORS.

    It works for the account as given, saved or not. No transaction should be open, since mail servers are slow.
    """
    path = reverse(purpose, kwargs={"number": account.pk, "token": _Links(purpose).make_token(account)})
    context = {"link": urljoin(settings.PORTAL_URL, path), "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    compose(f"accounts/{purpose}.txt", account.email, account=account, **context).send()


def owner_of_link(number: int, token: str, purpose: str) -> Account | None:
    """Return the account that a link was sent to for a purpose, while it works."""
    account = Account.objects.select_related("unit").filter(pk=number, is_active=True).first()
    return account if account and _Links(purpose).check_token(account, token) else None
