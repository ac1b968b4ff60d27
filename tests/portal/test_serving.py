"""The server behind a proxy: the proxy's headers reach the portal, those of others do not."""

import http.client
from collections.abc import Iterable
from contextlib import closing
from threading import Thread
from typing import Any

import pytest

from cgs_portal.serving import make_server

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@pytest.mark.parametrize("behind", [True, False])
def test_headers_of_a_proxy(settings: Any, behind: bool) -> None:
    settings.PORTAL_BEHIND_PROXY = behind
    seen: dict[str, str] = {}

    def application(environment: dict[str, Any], start: Any) -> Iterable[bytes]:
        seen.update({name: value for name, value in environment.items() if "FORWARDED" in name})
        start("204 No Content", [])
        return []

    server = make_server(application, "127.0.0.1", 0)
    thread = Thread(target=server.run)
    thread.start()
    with closing(http.client.HTTPConnection("127.0.0.1", server.effective_port)) as client:
        client.request("GET", "/", headers=FORWARDED)
        client.getresponse().read()
    server.trigger.pull_trigger(server.close)  # in the server's own thread
    thread.join(10)
    server.task_dispatcher.shutdown()
    assert seen == ({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.1"} if behind else {})
