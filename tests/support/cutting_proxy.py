"""A network on loopback between the client and a real portal, that fails as asked, one upload after the other."""

import re
import socket
import threading

from listener import Listener, reset

_BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\nBad gateway"


class CuttingProxy(Listener):
    """Passes requests on. One that is to change something takes the next fate; the last one serves all further ones.

    ``pass``. ``502``: nothing is passed on. ``half request``: half of it is passed on, then both ends are cut. Where
    the portal gets it whole and answers: ``no answer``, ``half answer``, ``502 instead`` of the answer, and ``held``:
    the answer is held back until the end, and ``holding`` is set.
    """

    def __init__(self, port: int, *fates: str) -> None:
        super().__init__()
        self.fates = list(fates)
        self.holding = threading.Event()
        self.tries = 0
        self._portal = ("127.0.0.1", port)
        self._lock = threading.Lock()

    def serve(self, client: socket.socket) -> None:
        """Pass a request on, or not."""
        request = _message(client)
        fate = "pass" if request.startswith(b"GET ") else self._next_fate()
        if fate == "502":
            client.sendall(_BAD_GATEWAY)
            return
        with socket.create_connection(self._portal, 60) as portal:
            if fate == "half request":
                portal.sendall(request[: len(request) // 2])
                reset(portal)
                reset(client)
                return
            portal.sendall(request)
            self._answer(client, _message(portal), fate)

    def _answer(self, client: socket.socket, answer: bytes, fate: str) -> None:
        if fate == "held":
            self.holding.set()
            self.over.wait(60)
        elif fate == "no answer":
            reset(client)
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
            length_line = re.search(rb"\r\ncontent-length: *([0-9]+)", head, re.I)
            length = len(head) + 4 + (int(length_line[1]) if length_line else 0)
    return data
