"""A network on loopback between the client and a real portal, that fails as told, one upload after the other."""

import contextlib
import re
import socket
import struct
import threading
from typing import Self

_BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\nBad gateway"


class CuttingProxy:
    """Passes requests on. One that is to change something takes the next fate; the last one serves all further ones.

    ``pass``. ``502``: nothing is passed on. ``half request``: half of it is passed on, then both ends are cut. Where
    the portal gets it whole and answers: ``no answer``, ``half answer``, ``502 instead`` of the answer, and ``held``:
    the answer is kept back until the end, and ``holding`` is set.
    """

    def __init__(self, port: int, *fates: str) -> None:
        self.fates = list(fates)
        self.holding = threading.Event()
        self.tries = 0
        self._port = port
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        socket.create_connection(self._socket.getsockname(), 5).close()  # so that accept returns
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()
        self._socket.close()

    def _start(self, work: object, *arguments: socket.socket) -> None:
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))  # type: ignore[arg-type]
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            client, _ = self._socket.accept()
            if self._over.is_set():
                client.close()
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.settimeout(60)
            request = _message(client)
            fate = "pass" if request.startswith(b"GET ") else self._next_fate()
            if fate == "502":
                client.sendall(_BAD_GATEWAY)
                return
            with socket.create_connection(("127.0.0.1", self._port), 60) as portal:
                portal.sendall(request[: len(request) // 2] if fate == "half request" else request)
                if fate == "half request":
                    _reset(portal, client)
                    return
                answer = _message(portal)
            self._answer(client, answer, fate)

    def _answer(self, client: socket.socket, answer: bytes, fate: str) -> None:
        if fate == "held":
            self.holding.set()
            self._over.wait(60)
        elif fate == "no answer":
            _reset(client)
        else:
            half = answer[: len(answer) // 2]
            client.sendall({"half answer": half, "502 instead": _BAD_GATEWAY}.get(fate, answer))

    def _next_fate(self) -> str:
        with self._lock:
            self.tries += 1
            return self.fates[min(self.tries, len(self.fates)) - 1]


def _message(sender: socket.socket) -> bytes:
    """Read a request or an answer, to its end."""
    data, length = b"", None
    while length is None or len(data) < length:
        piece = sender.recv(65_536)
        if not piece:
            break
        data += piece
        head, separator, _ = data.partition(b"\r\n\r\n")
        if separator and length is None:
            told = re.search(rb"\r\ncontent-length: *([0-9]+)", head, re.I)
            length = len(head) + 4 + (int(told[1]) if told else 0)
    return data


def _reset(*ends: socket.socket) -> None:
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.close()
