"""A budget of processor time and memory for a command that reads a workbook in its own process.

A worker would make the check of a form of 30 rows half as slow again (``docs/decisions/0005-workers.md``). Signals and
limits are set for the whole process, so nothing of this is for one that is not ours.
"""

import signal
import sys
import threading
import time
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from ..errors import ReadError

SECONDS = 60.0  # of processor time
MEMORY = 1_000_000_000  # bytes of address space, besides what is in use

_GRACE = 10.0  # seconds, after which the process ends, should Python not come to heed a signal
_SIGNAL = getattr(signal, "SIGPROF", signal.SIGTERM)


class _OutOfTime(BaseException):
    """Goes past those who take an Exception for the workbook's fault."""


@contextmanager
def limited() -> Iterator[None]:
    """Raise ReadError where what is done meanwhile, by the main thread, takes more than the budget."""
    try:
        with _limited_time(), _limited_memory():
            yield
    except _OutOfTime:
        raise ReadError("took_too_long", limit=f"{SECONDS:g}") from None
    except MemoryError:
        raise ReadError("too_much_memory", limit=MEMORY // 1_000_000) from None


@contextmanager
def _limited_time() -> Iterator[None]:
    handler = signal.signal(_SIGNAL, _stop)
    try:
        with _kernel_watching() if hasattr(signal, "setitimer") else _thread_watching():
            yield
    finally:
        signal.signal(_SIGNAL, handler)


def _stop(*_: object) -> NoReturn:
    raise _OutOfTime


@contextmanager
def _kernel_watching() -> Iterator[None]:
    """Also where Python's own C does not let another thread run, such as in regular expressions."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1.0)  # again each second, for Python may lose an exception
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS + _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@contextmanager
def _thread_watching() -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=_interrupt, args=[time.process_time() + SECONDS, ended], daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()  # then it interrupts no more


def _interrupt(end: float, ended: threading.Event) -> None:
    while (left := end - time.process_time()) > 0:
        if ended.wait(max(left, 0.1)):
            return
    interrupt_main(_SIGNAL)


@contextmanager
def _limited_memory() -> Iterator[None]:
    pages = _pages_in_use()
    if sys.platform == "win32" or not pages:
        yield
        return
    import resource

    old, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + MEMORY
    if old == resource.RLIM_INFINITY or old > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (old, hard))


def _pages_in_use() -> int:
    """Return how much address space the process has, 0 where that is not known: only Linux holds one to a limit."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
