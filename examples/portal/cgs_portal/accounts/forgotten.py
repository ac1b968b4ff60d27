"""忘記密碼: the mail with the link, for the one who names an account and its Email."""

import logging

from ..audit.log import note
from ..audit.models import Deed
from ..mails import MAIL_ERRORS
from . import lockout
from .links import send_link
from .models import Account

_log = logging.getLogger(__name__)


def send_if_known(name: str, email: str) -> None:
    """Mail the link for a new password, if there is such an account."""
    known = Account.objects.select_related("unit").filter(username=name, email__iexact=email, is_active=True)
    account = known.first()
    if account is None:
        return
    try:
        lockout.attempt(mail=account.username)
        send_link(account, "new_password")
        note(Deed.LINK_SENT, account)
    except lockout.TooMany:
        _log.warning("no link was mailed: too many were asked for")
    except MAIL_ERRORS as error:
        _log.error("no link was mailed: %s", type(error).__name__)  # its text may contain the address
