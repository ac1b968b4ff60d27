"""Turns at the workers: one for an account at a time, and no endless wait, so that no account stops the others."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from ..refusals import Refused

_SLOW = 2.0  # seconds; nearly every workbook is checked in a hundredth of it
_REMEMBERED = 600.0  # seconds
_RETRY_AFTER = 5  # seconds


class Turns:
    """Gives so many turns at once, in the order of the requests, but no account a second one meanwhile.

    An account whose turn lasted long shares one turn with all such accounts for the next ten minutes, so that even
    several of them leave the others room.
    """

    def __init__(self, turns: int) -> None:
        self._turns = turns
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, object]] = []
        self._at_work = Counter[int]()
        self._slow_until: dict[int, float] = {}

    @contextmanager
    def turn(self, account: int, longest_wait: float) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the ``with``. Raises Refused(``busy``) after the longest wait."""
        self._wait(account, longest_wait)
        began = time.monotonic()
        try:
            yield
        finally:
            self._end(account, began)

    def _wait(self, account: int, longest_wait: float) -> None:
        me = (account, object())
        with self._changed:
            self._waiting.append(me)
            try:
                if not self._changed.wait_for(lambda: self._next() is me, longest_wait):
                    raise Refused("busy", retry_after=_RETRY_AFTER)
                self._at_work[account] += 1
            finally:
                self._waiting.remove(me)
                self._changed.notify_all()  # it may be the turn of the one behind

    def _next(self) -> tuple[int, object] | None:
        if self._at_work.total() >= self._turns:
            return None
        slow_at_work = any(map(self._is_slow, self._at_work))
        return next((one for one in self._waiting if self._may_begin(one[0], slow_at_work=slow_at_work)), None)

    def _may_begin(self, account: int, *, slow_at_work: bool) -> bool:
        return account not in self._at_work and not (slow_at_work and self._is_slow(account))

    def _is_slow(self, account: int) -> bool:
        return self._slow_until.get(account, 0) > time.monotonic()

    def _end(self, account: int, began: float) -> None:
        now = time.monotonic()
        with self._changed:
            del self._at_work[account]
            self._slow_until = {whose: until for whose, until in self._slow_until.items() if until > now}
            if now - began > _SLOW:
                self._slow_until[account] = now + _REMEMBERED
            self._changed.notify_all()
