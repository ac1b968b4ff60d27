"""The requests that wait for a thread: addresses take turns, and none has all the threads."""

from collections import Counter, deque
from typing import Any

from django.conf import settings
from waitress.task import ThreadedTaskDispatcher

from ..accounts.addresses import last_forwarded, network_of


class FairQueue:
    """Tasks by address. It is true while there is one that may begin: an address has only so many at once."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._waiting: dict[str, deque[Any]] = {}  # the address whose turn it is first
        self._begun = Counter[str]()

    def __bool__(self) -> bool:
        return self._ready() is not None

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, address: str, task: Any) -> None:
        """Add a task."""
        self._waiting.setdefault(address, deque()).append(task)

    def next(self) -> tuple[str, Any]:
        """Return the next task that may begin, and its address."""
        address = self._ready()
        if address is None:
            raise LookupError("no task may begin")
        tasks = self._waiting.pop(address)
        task = tasks.popleft()
        if tasks:
            self._waiting[address] = tasks  # behind the others
        self._begun[address] += 1
        return address, task

    def done(self, address: str) -> None:
        """End a task of an address."""
        self._begun[address] -= 1
        self._begun += Counter()  # drops what is zero

    def _ready(self) -> str | None:
        return next((address for address in self._waiting if self._begun[address] < self._at_once), None)


class FairDispatcher(ThreadedTaskDispatcher):
    """Waitress's threads, which take their tasks, the channels with a request, from a ``FairQueue``."""

    def __init__(self) -> None:
        super().__init__()
        self._tasks = FairQueue(settings.PORTAL_ADDRESS_AT_ONCE)
        self.queue = _Queue(self._tasks, self._end)

    def _end(self, address: str) -> None:
        with self.lock:
            self._tasks.done(address)
            self.queue_cv.notify()


class _Queue:
    """The queue as Waitress uses it, always under its lock."""

    def __init__(self, tasks: FairQueue, end: Any) -> None:
        self._tasks = tasks
        self._end = end

    def __bool__(self) -> bool:
        return bool(self._tasks)

    def __len__(self) -> int:
        return len(self._tasks)

    def append(self, channel: Any) -> None:
        self._tasks.add(_address_of(channel), channel)

    def popleft(self) -> "_Task":
        return _Task(*self._tasks.next(), self._end)


class _Task:
    """A channel's next request; its address is free for another once it is answered."""

    def __init__(self, address: str, channel: Any, end: Any) -> None:
        self._address = address
        self._channel = channel
        self._end = end

    def service(self) -> None:
        try:
            self._channel.service()
        finally:
            self._end(self._address)

    def cancel(self) -> None:
        self._channel.cancel()


def _address_of(channel: Any) -> str:
    headers = channel.requests[0].headers if settings.PORTAL_BEHIND_PROXY else {}
    return network_of(last_forwarded(headers.get("X_FORWARDED_FOR", "")) or str(channel.addr[0]))
