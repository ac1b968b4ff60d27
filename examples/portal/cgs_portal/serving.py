"""A threaded server in one process, for the demo and for a small portal behind a proxy."""

from typing import Any

from django.conf import settings
from waitress import create_server


def make_server(application: Any, host: str, port: int) -> Any:
    """Return a server that listens; ``run()`` serves until it is interrupted.

    It reads a whole request before it gives it to a thread, so that slow clients occupy none. A body that is a little
    too large still reaches the application, which answers in its own words. Headers of a proxy reach it only with
    ``PORTAL_BEHIND_PROXY``; then only the proxy may reach the port.
    """
    return create_server(
        application,
        host=host,
        port=port,
        threads=8,
        connection_limit=1_000,
        max_request_body_size=2 * settings.PORTAL_LARGEST,
        channel_timeout=60,
        clear_untrusted_proxy_headers=not settings.PORTAL_BEHIND_PROXY,
        ident=None,
    )
