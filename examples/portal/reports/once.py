"""Idempotency-Key: a request that is sent again is done once, and answered the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from .. import clock
from ..accounts.models import Account
from ..refusals import Refused
from .models import KeyedRequest

REMEMBERED = timedelta(days=7)
_GIVEN_UP = timedelta(seconds=30)  # who is at it for so long is likely gone; if not, ``settle`` stops them


class Claim:
    """The right to do a request. ``answer``: what was answered before, then there is nothing left to do."""

    def __init__(self, request: KeyedRequest | None = None, holder: UUID | None = None) -> None:
        self.answer: Any = request.answer if request else None
        self._mine = KeyedRequest.objects.filter(pk=request.pk if request else None, holder=holder)
        self._keyed = request is not None

    def settle(self, answer: dict[str, Any]) -> None:
        """Remember the answer, in the transaction that does what was asked for."""
        if self._keyed and not self._mine.update(answer=answer):
            raise Refused("in_progress", retry_after=1)  # it was given up, and is another's now

    def release(self) -> None:
        """Let the request be made again, where nothing was done."""
        self._mine.filter(answer__isnull=True).delete()


@contextmanager
def claimed(account: Account, key: str | None, sent: str) -> Iterator[Claim]:
    """Claim a request for the time of a ``with``; unless it was settled by then, the claim is released.

    key: the Idempotency-Key, if there is one; sent: what tells this request from another. Raises Refused where the key
    came with another request (``key_reused``) or is being worked on (``in_progress``).
    """
    claim = Claim() if key is None else _take(account, key, sent)
    try:
        yield claim
    finally:
        claim.release()


@transaction.atomic
def _take(account: Account, key: str, sent: str) -> Claim:
    now, holder = clock.now(), uuid4()
    request, is_new = KeyedRequest.objects.select_for_update().get_or_create(
        account=account, key=key, defaults={"sent": sent, "holder": holder, "started_at": now}
    )
    if is_new:
        return Claim(request, holder)
    if request.sent != sent:
        raise Refused("key_reused")
    if request.answer is None:
        if now - request.started_at < _GIVEN_UP:
            raise Refused("in_progress", retry_after=1)
        request.holder, request.started_at = holder, now
        request.save()
    return Claim(request, holder)
