"""Clients that are slow, or many: the server ends their connections, and serves the others meanwhile."""

import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from cgs_portal import serving
from cgs_portal.load import connections, queues

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
PUT = b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
two_addresses = pytest.mark.skipif(sys.platform == "darwin", reason="there is one loopback address")
PATIENCE = 10.0  # seconds until a test fails


@contextmanager
def serve(application: Any) -> Iterator[int]:
    """Run a server; give its port."""
    server = serving.make_server(application, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        server.trigger.pull_trigger(server.close)  # in the server's own thread
        thread.join(10)
        server.task_dispatcher.shutdown()


def hello(_: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "5")])
    return [b"hello"]


def connect(port: int, address: str = "127.0.0.1") -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10_000)  # so that an answer waits in the server
    client.settimeout(PATIENCE)
    client.bind((address, 0))
    client.connect(("127.0.0.1", port))
    return client


def is_answered(client: socket.socket) -> bool:
    """Whether the whole answer comes."""
    received = b""
    while not received.endswith(b"hello") and (piece := client.recv(1_000)):
        received += piece
    return received.startswith(b"HTTP/1.1 200")


def is_served(port: int, address: str = "127.0.0.1") -> bool:
    with connect(port, address) as client:
        try:
            client.sendall(GET + b"\r\n")
            return is_answered(client)
        except OSError:
            return False


def ends(client: socket.socket, piece: bytes) -> bool:
    """Whether the server ends a connection that sends a piece every now and then."""
    client.settimeout(0.05)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            client.sendall(piece)
            if not client.recv(1_000):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is less patient than the tests."""
    monkeypatch.setattr(connections, "HEADERS", 0.5)
    monkeypatch.setattr(connections, "ANSWER", 0.5)
    monkeypatch.setattr(connections, "LOOK_EVERY", 0)


@pytest.mark.parametrize(
    ("start", "piece"),
    [(b"", b"G"), (GET, b"X-A: b\r\n"), (GET + b"X-A: ", b"b"), (PUT, b"x")],
    ids=["first line", "headers", "a header", "body"],
)
def test_a_request_that_drips_is_ended(hasty: None, start: bytes, piece: bytes) -> None:
    with serve(hello) as port, connect(port) as client:
        client.sendall(start)
        assert ends(client, piece)
        assert is_served(port)


def test_a_body_may_last_as_long_as_its_length_needs(hasty: None) -> None:
    with serve(hello) as port, connect(port) as client:
        client.sendall(PUT)
        began = time.monotonic()
        for _ in range(20):
            client.sendall(bytes(50_000))
            time.sleep(0.05)
        assert time.monotonic() - began > connections.HEADERS
        assert is_answered(client)


def test_connections_that_wait_between_requests_are_not_slow(hasty: None) -> None:
    with serve(hello) as port, connect(port) as client:
        for _ in range(3):
            client.sendall(GET + b"\r\n")
            assert is_answered(client)
            time.sleep(connections.HEADERS)


def test_an_answer_that_is_not_read_is_ended(hasty: None) -> None:
    def much(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "10000000")])
        return [bytes(10_000_000)]

    with serve(much) as port, connect(port) as client:
        client.sendall(GET + b"\r\n")
        time.sleep(3.5)  # Waitress looks every second at the most
        received = 0
        while piece := client.recv(1_000_000):
            received += len(piece)
        assert received < 10_000_000


@two_addresses
def test_so_many_connections_of_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    with serve(hello) as port, ExitStack() as open_:
        for _ in range(3):
            open_.enter_context(connect(port)).sendall(GET)
        assert not is_served(port)
        assert is_served(port, "127.0.0.2")
    with serve(hello) as port:
        assert all(is_served(port) for _ in range(10))


def test_behind_a_proxy_connections_are_its_own(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PORTAL_BEHIND_PROXY = True
    monkeypatch.setattr(connections, "MOST", 3)
    with serve(hello) as port, ExitStack() as open_:
        for _ in range(10):
            open_.enter_context(connect(port)).sendall(GET)
        assert is_served(port)


@two_addresses
@pytest.mark.parametrize("behind", [False, True])
def test_an_address_never_has_all_threads(settings: Any, behind: bool) -> None:
    """Its requests wait for one another; those of another address are answered before them."""
    settings.PORTAL_BEHIND_PROXY, settings.PORTAL_ADDRESS_AT_ONCE = behind, 2
    go_on, begun = threading.Event(), []

    def wait(environment: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environment["PATH_INFO"] == "/wait":
            begun.append(environment["REMOTE_ADDR"])
            go_on.wait(PATIENCE)
        return hello(environment, start)

    def forwarded(address: str) -> bytes:
        return b"X-Forwarded-For: 127.0.0.9, " + address.encode() + b"\r\n\r\n" if behind else b"\r\n"

    with serve(wait) as port, ExitStack() as open_:
        flood = [open_.enter_context(connect(port)) for _ in range(20)]
        for client in flood:
            client.sendall(b"GET /wait HTTP/1.1\r\nHost: x\r\n" + forwarded("127.0.0.1"))
        with connect(port, "127.0.0.1" if behind else "127.0.0.2") as other:
            other.sendall(GET + forwarded("127.0.0.2"))
            assert is_answered(other)
        assert len(begun) == 2
        go_on.set()
        assert all(is_answered(client) for client in flood)


def test_addresses_take_turns() -> None:
    queue = queues.FairQueue(at_once=2)
    for address, task in (("a", 1), ("a", 2), ("a", 3), ("b", 4), ("a", 5), ("c", 6)):
        queue.add(address, task)
    order = []
    while queue:
        order.append(queue.next())
    assert order == [("a", 1), ("b", 4), ("c", 6), ("a", 2)]
    queue.done("a")
    assert queue.next() == ("a", 3)
    assert not queue
    queue.done("b")
    queue.done("a")
    assert queue.next() == ("a", 5)
    assert len(queue) == 0
