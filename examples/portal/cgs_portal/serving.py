"""A threaded server in one process, for the demo and for a small portal behind a proxy."""

from typing import Any

from django.conf import settings
from waitress.adjustments import Adjustments

from .load import connections
from .load.connections import BoundedServer
from .load.queues import FairDispatcher

_CONNECTIONS = 1_000


def make_server(application: Any, host: str, port: int) -> Any:
    """Return a server that listens; ``run()`` serves until it is interrupted.

    It reads a whole request before it gives it to a thread, so that slow clients occupy none. A body that is a little
    too large still reaches the application, which answers in its own words. Headers of a proxy reach it only with
    ``PORTAL_BEHIND_PROXY``; then only the proxy may reach the port.
    """
    adjustments = Adjustments(
        host=host,
        port=port,
        threads=settings.PORTAL_THREADS,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,  # select ends the server where there are more than 1,024 files
        max_request_body_size=2 * settings.PORTAL_LARGEST,
        channel_timeout=60,
        cleanup_interval=connections.LOOK_EVERY,
        clear_untrusted_proxy_headers=not settings.PORTAL_BEHIND_PROXY,
        ident=None,
    )
    dispatcher = FairDispatcher()
    dispatcher.set_thread_count(adjustments.threads)
    return BoundedServer(application, dispatcher=dispatcher, adj=adjustments)
