"""A request ends in its time, whatever a portal sends meanwhile."""

import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from listener import Listener
from scripted_portal import TOKEN
from upload_doubles import IMPATIENT

from cgs_validate.upload import Connection, Token, UploadError
from cgs_validate.upload.address import parse_address

NETWORK = replace(IMPATIENT, total=0.5)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ENDLESS = {
    "1xx": (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "1xx with a body promised": (HEAD, b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "a status line": (b"HTTP/1.1 2", b"0"),
    "a header": (HEAD + b"X: ", b"x"),
    "headers": (HEAD, b"X: y\r\n"),
    "a body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "a body in chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "a trailer": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
}


class Dripping(Listener):
    """A portal that reads a request as far as it comes at once, and sends piece after piece, for ever."""

    def __init__(self, first: bytes, piece: bytes, tls: ssl.SSLContext | None = None, reads: int = 65_536) -> None:
        super().__init__()
        self.first, self.piece, self.tls, self.reads = first, piece, tls, reads

    def serve(self, connection: socket.socket) -> None:
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        with connection:
            connection.recv(self.reads)
            connection.sendall(self.first)
            while not self.over.wait(0.02):
                if self.piece:
                    connection.sendall(self.piece)
                else:
                    connection.recv(1)


def ended(url: str, method: str, body: bytes = b"") -> tuple[str, bool]:
    """The code of a request's error, and whether it is uncertain; it came in time."""
    begun = time.monotonic()
    with (
        Connection(parse_address(url), Token(TOKEN), NETWORK) as connection,
        pytest.raises(UploadError) as raised,
    ):
        connection.request(method, "/x", body=body)
    assert time.monotonic() - begun < 5
    return raised.value.code, raised.value.uncertain


@pytest.mark.parametrize("sent", ENDLESS)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_an_endless_answer(method: str, sent: str) -> None:
    with Dripping(*ENDLESS[sent]) as portal:
        code, uncertain = ended(portal.url, method)
    assert code in ("no_answer", "connection_lost")
    assert uncertain == (method == "PUT")


def test_a_body_that_is_read_a_byte_at_a_time() -> None:
    with Dripping(b"", b"", reads=1) as portal:
        assert ended(portal.url, "PUT", b"x" * 20_000_000) == ("no_answer", False)


@pytest.mark.skipif("sys.platform != 'linux'", reason="OpenSSL decides whom the system trusts on Linux only")
def test_an_endless_answer_by_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    authority.issue_cert("localhost").configure_cert(context)
    with Dripping(*ENDLESS["1xx"], tls=context) as portal:
        assert ended(f"https://localhost:{portal.port}", "PUT") == ("no_answer", True)
    with Dripping(b"", b"") as portal:  # that never shakes hands
        assert ended(f"https://localhost:{portal.port}", "PUT")[0] in ("no_answer", "unreachable")
