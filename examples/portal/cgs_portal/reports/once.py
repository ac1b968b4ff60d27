"""Idempotency-Key: a request that is sent again is carried out once, and answered the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from .. import clock
from ..accounts.models import Account
from ..refusals import Refused
from .models import KeyedRequest

REMEMBERED = timedelta(days=7)
_GIVEN_UP = timedelta(seconds=30)  # after so long the holder has likely died; if not, ``settle`` stops it
_SOON = timedelta(seconds=5)  # nearly every workbook is checked by then; longer waits last until ``_GIVEN_UP``


class Claim:
    """The right to carry out a request. ``answer``: the earlier answer; with it there is nothing left to do."""

    def __init__(self, request: KeyedRequest, holder: UUID) -> None:
        self.answer: Any = request.answer
        self._mine = KeyedRequest.objects.filter(pk=request.pk, holder=holder, answer__isnull=True)

    def settle(self, answer: dict[str, Any]) -> None:
        """Store the answer, in the transaction that carries out the request."""
        if not self._mine.update(answer=answer):
            raise Refused("in_progress", retry_after=1)  # the claim was given up, and another holds it now

    def release(self) -> None:
        """Let the request be sent again, where nothing was done."""
        self._mine.delete()


class _NoKey:
    """In place of a claim: a request without a key is always carried out."""

    answer = None

    def settle(self, answer: dict[str, Any]) -> None:
        """Store nothing."""

    def release(self) -> None:
        """Do nothing: there is no claim."""


@contextmanager
def claimed(account: Account, key: str | None, sent: str) -> Iterator[Claim | _NoKey]:
    """Claim a request for the time of a ``with``; unless it was settled by then, the claim is released.

    key: the Idempotency-Key, if there is one; sent: the content that distinguishes this request. Raises Refused
    where the key came with another request (``key_reused``) or is being worked on (``in_progress``).
    """
    claim = _NoKey() if key is None else _claim(account, key, sent)
    try:
        yield claim
    finally:
        claim.release()


@transaction.atomic
def _claim(account: Account, key: str, sent: str) -> Claim:
    now, holder = clock.now(), uuid4()
    request, is_new = KeyedRequest.objects.select_for_update().get_or_create(
        account=account, key=key, defaults={"sent": sent, "holder": holder, "started_at": now}
    )
    if is_new:
        return Claim(request, holder)
    if request.sent != sent:
        raise Refused("key_reused")
    if request.answer is None:
        age = abs(now - request.started_at)  # the clock may have been set back
        if age < _GIVEN_UP:
            left = ceil((_GIVEN_UP - age).total_seconds())
            raise Refused("in_progress", retry_after=1 if age < _SOON else left)
        request.holder, request.started_at = holder, now
        request.save()
    return Claim(request, holder)
