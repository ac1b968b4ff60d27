"""Servers on loopback, for as long as a test needs them."""

import contextlib
import socket
import struct
import threading
from typing import Self


class Listener:
    """A server at work while entered, a thread for each connection. ``over``: set when it is to come to an end."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        """Answer a connection; an OSError ends it."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._threads.append(threading.Thread(target=self._accept, daemon=True))
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        socket.create_connection(("127.0.0.1", self.port), 5).close()  # so that accept returns
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            if self.over.is_set():
                connection.close()
                return
            self._threads.append(threading.Thread(target=self._serve, args=[connection], daemon=True))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(60)
        with connection, contextlib.suppress(OSError):
            self.serve(connection)


def reset(connection: socket.socket) -> None:
    """End a connection as one that breaks ends: the other side gets an error, not an end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
