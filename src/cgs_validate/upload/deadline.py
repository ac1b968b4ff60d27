"""The end of a request's time, which breaks its connection, whatever the reading or writing waits for.

The limits of single reads are not enough: a portal that sends a byte now and then, or one 1xx answer after the other,
would never meet them.
"""

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self

_SHORTEST = 0.01  # seconds


class Deadline:
    """Breaks connections when its time has come, a value of ``time.monotonic``; ``over``: whether it has."""

    def __init__(self, at: float) -> None:
        self.over = False
        self._at = at
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(at - time.monotonic(), 0), self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._socket = None

    def shorten(self, seconds: Mapping[str, float]) -> dict[str, float]:
        """Return limits of single steps, none longer than the time that is left: a handshake cannot be broken."""
        left = max(self._at - time.monotonic(), _SHORTEST)
        return {name: min(limit, left) for name, limit in seconds.items()}

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the connection of a request: httpcore calls this at each of its steps."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                self._break()

    def _end(self) -> None:
        with self._lock:
            self.over = True
            self._break()

    def _break(self) -> None:
        if self.over and self._socket:
            with suppress(OSError):  # that of TLS would go on without it
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
