"""Connections that are not waited for without an end: slow requests, answers that no one reads, too many of an address.

Waitress itself ends a connection only after a minute without a single byte.
"""

import time
from typing import Any

from django.conf import settings
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

HEADERS = 20.0  # seconds for the headers of a request, and to begin its body
SLOWEST = 10_000  # bytes a second of a body
ANSWER = 120.0  # seconds to read an answer
MOST = 250  # connections of an address, a quarter of all
LOOK_EVERY = 2  # seconds


class BoundedChannel(HTTPChannel):
    """A connection that knows since when its client is sending a request, or reading an answer."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002 - Waitress's
        super().__init__(server, sock, addr, adj, map=map)
        self._sending_since = self._reading_since = 0.0
        mine = sum(1 for channel in server.active_channels.values() if channel.addr[0] == addr[0])
        if mine > MOST and not settings.PORTAL_BEHIND_PROXY:  # whose connections all have its address
            self.will_close = True

    def received(self, data: bytes) -> bool:
        """Receive a part of a request, or of several."""
        if self.request is None:
            self._sending_since = time.monotonic()
        return bool(super().received(data))

    def is_late(self) -> bool:
        """Return whether the client takes too long; while a thread is at work, it is not the client that does."""
        now = time.monotonic()
        if self.requests or not self.total_outbufs_len:
            self._reading_since = 0.0
        elif not self._reading_since:
            self._reading_since = now
        if self._reading_since:
            return now - self._reading_since > ANSWER
        request = self.request
        if self.requests or request is None:
            return False
        return now - self._sending_since > HEADERS + request.body_bytes_received / SLOWEST


class BoundedServer(TcpWSGIServer):
    """A server that ends connections whose clients take too long."""

    channel_class = BoundedChannel

    def maintenance(self, now: float) -> None:
        """End them; Waitress calls this now and then."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.is_late():
                channel.will_close = True
