"""Work that no request waits for: it is done a little later, in a thread of this process.

What still waits when the process ends is not done.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connections

MOST = 100  # that wait at once
DELAY = 1.0  # seconds; by then the request is answered, and its time says nothing of the work
_log = logging.getLogger(__name__)


class Background:
    """A thread, begun when it is needed, also in a process that was forked, and the work that waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = 0
        self._waiting: queue.Queue[tuple[float, Callable[[], object]]] = queue.Queue(MOST)

    def later(self, work: Callable[..., object], *arguments: Any) -> None:
        """Do something later; it is left out where too much is waiting already."""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._waiting = os.getpid(), queue.Queue(MOST)
                threading.Thread(target=self._work, args=[self._waiting], daemon=True).start()
        try:
            self._waiting.put_nowait((time.monotonic() + DELAY, partial(work, *arguments)))
        except queue.Full:
            _log.error("something was left out: too much is waiting")

    def _work(self, waiting: "queue.Queue[tuple[float, Callable[[], object]]]") -> None:
        while True:
            due, work = waiting.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                work()
            except Exception as error:
                _log.error("something failed: %s", type(error).__name__)  # its text may name a person
            finally:
                connections.close_all()


BACKGROUND = Background()


def later(work: Callable[..., object], *arguments: Any) -> None:
    """Do something later."""
    BACKGROUND.later(work, *arguments)
