"""Counts the requests of each account and address: so many a minute, and so many that are answered at once.

Each process counts its own. Time is that since the machine started, so that no one who sets the clock changes it.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.http import HttpRequest

from ..accounts.addresses import address_of, network_of
from ..accounts.models import Account
from ..refusals import Refused

_A_MINUTE = 60
_SOON = 1  # seconds, until one of those that are answered is done


class Shares:
    """The requests of this minute, and those that are being answered, by subject."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._requests = Counter[str]()
        self._answered = Counter[str]()

    @contextmanager
    def request(self, subject: str, *, a_minute: int, at_once: int) -> Iterator[None]:
        """Count a request, which is answered in the ``with``. Raises Refused(``too_many_requests``)."""
        with self._lock:
            self._count(subject, a_minute)
            if self._answered[subject] >= at_once:
                raise Refused("too_many_requests", retry_after=_SOON)
            self._answered[subject] += 1
        try:
            yield
        finally:
            with self._lock:
                self._answered[subject] -= 1
                self._answered += Counter()  # drops what is zero

    def _count(self, subject: str, most: int) -> None:
        minute, second = divmod(int(time.monotonic()), _A_MINUTE)
        if minute != self._minute:
            self._minute, self._requests = minute, Counter()
        self._requests[subject] += 1
        if self._requests[subject] > most:
            raise Refused("too_many_requests", retry_after=_A_MINUTE - second)


class Share:
    """The share of one request: what it is counted for, until it is answered."""

    def __init__(self, held: ExitStack) -> None:
        self._held = held

    def of_address(self, request: HttpRequest) -> None:
        """Count it for the address that it comes from. Raises Refused."""
        network = network_of(address_of(request))
        self._count(f"address {network}", settings.PORTAL_ADDRESS_RATE, settings.PORTAL_ADDRESS_AT_ONCE)

    def of_account(self, account: Account) -> None:
        """Count it for the account that sends it. Raises Refused."""
        self._count(f"account {account.pk}", settings.PORTAL_RATE, settings.PORTAL_AT_ONCE)

    def _count(self, subject: str, a_minute: int, at_once: int) -> None:
        self._held.enter_context(SHARES.request(subject, a_minute=a_minute, at_once=at_once))


SHARES = Shares()
