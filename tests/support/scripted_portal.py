"""A portal on loopback, on bare sockets, that answers as its script says and fails as networks do.

Each upload or declaration takes the next act of the script, the last act serves all further ones. What an act can do:
see ``Act``. A month that is stored stays one report, and a key that comes again gets its first receipt, as the protocol
(docs/upload-plugins.md) has it.
"""

import base64
import hashlib
import json
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from listener import Listener, reset

TOKEN = "cgs-test.Zm9v_1234567890=="
STATUS = {
    "unit": "測試國中",
    "stage": "junior",
    "current_month": "111-10",
    "open": ["111-10"],
    "overdue": [],
    "deadline": "2022-11-10",
}


@dataclass
class Act:
    """What the portal does with a request.

    read: how many bytes of the body it reads, all by default. store: whether it stores what came, and answers with a
    receipt; receipt: what that says otherwise. Else it answers with status, type, headers, and body: text, so many
    times, or JSON. pad: so many blanks behind the body. end: ``reset`` and ``silence`` come instead of the answer,
    ``half`` cuts it off.
    """

    read: int | None = None
    store: bool = False
    status: int = 0
    type: str = "application/problem+json"
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = ""
    times: int = 1
    pad: int = 0
    receipt: dict[str, Any] = field(default_factory=dict)
    end: str = "close"


@dataclass
class Request:
    """What came: body as far as it was read."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """All of it but the body."""
        return f"{self.method} {self.target} {self.headers}"


class ScriptedPortal(Listener):
    """The portal, at work while entered. ``reports``: the digest stored for each month; ``stored``: how often."""

    def __init__(
        self,
        *acts: Act,
        status: Mapping[str, Any] | Act = STATUS,
        tls: ssl.SSLContext | None = None,
        name: str = "127.0.0.1",
    ) -> None:
        super().__init__()
        self.acts = acts or (Act(store=True),)
        self.status = status if isinstance(status, Act) else Act(status=200, type="application/json", body=status)
        self.tls = tls
        self.url = f"{'https' if tls else 'http'}://{name}:{self.port}"
        self.requests: list[Request] = []
        self.reports: dict[str, str] = {}
        self.stored = 0
        self.silent = threading.Event()
        self._receipts: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    @property
    def tries(self) -> list[Request]:
        """The requests that were to change something."""
        return [request for request in self.requests if request.method != "GET"]

    def serve(self, connection: socket.socket) -> None:
        """Answer a request."""
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(1)
            if not piece:
                return
            head += piece
        line, *lines = head.decode("latin-1").strip().split("\r\n")
        method, target, _ = line.split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        with self._lock:
            request = Request(method, target, headers, b"")
            self.requests.append(request)
            act = self.status if method == "GET" else self.acts[min(len(self.tries), len(self.acts)) - 1]
        length = int(headers.get("content-length", 0)) if act.read is None else act.read
        while len(request.body) < length:
            piece = connection.recv(min(4_096, length - len(request.body)))
            if not piece:
                return
            request.body += piece
        self._answer(connection, act, request)

    def _answer(self, connection: socket.socket, act: Act, request: Request) -> None:
        answer = self._store(act, request) if act.store else self._written(act, act.type, act.body)
        if act.end == "silence":
            self.silent.set()
            self.over.wait(60)
        elif act.end == "reset":
            reset(connection)
        else:
            connection.sendall(answer[: len(answer) // 2] if act.end == "half" else answer)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):  # else what was not read would take the answer along
                pass

    def _store(self, act: Act, request: Request) -> bytes:
        digest = hashlib.sha256(request.body)
        month = re.fullmatch(r".*/api/v1/reports/([0-9]+-[0-9]+)(/none)?(\?confirm=true)?", request.target)
        assert month
        if request.body:
            assert request.headers["content-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        with self._lock:
            known = self._receipts.get(request.headers["idempotency-key"])
            if known is None:
                self.stored += 1
                self.reports[month[1]] = digest.hexdigest() if request.body else "none"
                known = self._receipts[request.headers["idempotency-key"]] = {
                    "receipt": f"R{self.stored:04}",
                    "month": month[1],
                    "sha256": digest.hexdigest() if request.body else "",
                    "spec": "cgs/111" if request.body else "",
                    "rows": {"cases": 3, "services": 2} if request.body else {},
                    "received_at": "2022-11-05T01:02:03+00:00",
                }
        return self._written(act, "application/json", {**known, **act.receipt})

    def _written(self, act: Act, media_type: str, body: Any) -> bytes:
        data = (body * act.times if isinstance(body, str) else json.dumps(body)).encode() + b" " * act.pad
        headers = {"Content-Type": media_type, "Content-Length": str(len(data)), **act.headers}
        lines = [f"HTTP/1.1 {act.status or 201} -", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + data
