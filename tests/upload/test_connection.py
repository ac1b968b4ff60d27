"""Where the client connects to, whom it trusts, and how long it waits."""

import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from listener import Listener
from scripted_portal import STATUS, TOKEN, Act, ScriptedPortal
from upload_doubles import IMPATIENT

from cgs_validate.upload import Connection, Network, Progress, Token, UploadError, read_status
from cgs_validate.upload.address import parse_address


def failure(portal: str, network: Network = IMPATIENT) -> UploadError:
    with pytest.raises(UploadError) as raised:
        read_status(portal, token=TOKEN, network=network)
    return raised.value


def put(portal: ScriptedPortal, body: bytes, network: Network = IMPATIENT) -> UploadError:
    connection = Connection(parse_address(portal.url), Token(TOKEN), network)
    with connection, pytest.raises(UploadError) as raised:
        connection.request("PUT", "/x", body=body)
    return raised.value


def test_a_portal_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = failure(f"http://127.0.0.1:{port}")
    assert (error.code, error.uncertain) == ("unreachable", False)


def test_half_a_body_cannot_have_been_stored() -> None:
    with ScriptedPortal(Act(read=1_000, end="reset")) as portal:
        error = put(portal, b"x" * 20_000_000)
    assert (error.code, error.uncertain) == ("connection_lost", False)
    assert len(portal.tries) == IMPATIENT.tries
    assert all(len(request.body) == 1_000 for request in portal.tries)


def test_a_portal_that_reads_nothing_stops_the_client_in_time() -> None:
    with ScriptedPortal(Act(read=0, end="silence")) as portal:
        error = put(portal, b"x" * 20_000_000, replace(IMPATIENT, write=0.2, read=0.2, tries=2))
    assert (error.code, error.uncertain) == ("no_answer", False)


def test_the_time_for_all_tries_is_bounded() -> None:
    with ScriptedPortal(status=Act(status=503)) as portal:
        error = failure(portal.url, replace(IMPATIENT, total=1, pause=4))
    assert error.code == "portal_failed"
    assert len(portal.requests) == 1


def test_pauses_grow_and_differ_and_are_reported_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    steps: list[Progress] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    network = replace(IMPATIENT, pause=1, total=1_000, tries=8)
    with ScriptedPortal(status=Act(status=503)) as portal, pytest.raises(UploadError):
        read_status(portal.url, token=TOKEN, network=network, progress=steps.append)
    pauses = [at.seconds for at in steps if at.step == "again"]
    longest = [1, 2, 4, 8, 16, 20, 20]
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, longest, strict=True))
    assert len(set(pauses)) == len(pauses)
    assert sum(slept) == pytest.approx(sum(pauses))
    assert max(slept) <= 1
    assert len(slept) == len([at for at in steps if at.step in ("again", "pause")])
    assert [at.seconds for at in steps[-3:]] == pytest.approx([pauses[-1] % 1 + left for left in (2, 1, 0)])


def test_pauses_grow_whatever_the_portal_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[Progress] = []
    monkeypatch.setattr(time, "sleep", lambda _: None)
    network = replace(IMPATIENT, pause=1, total=1_000)
    with ScriptedPortal(status=Act(status=503, headers={"Retry-After": "1"})) as portal, pytest.raises(UploadError):
        read_status(portal.url, token=TOKEN, network=network, progress=steps.append)
    pauses = [at.seconds for at in steps if at.step == "again"]
    assert all(least <= pause for pause, least in zip(pauses, [1, 1, 2, 4, 8], strict=True))


@pytest.mark.parametrize(
    "location", ["https://elsewhere.example/", "/api/v1/status/", "//elsewhere.example", "http://["]
)
def test_no_redirect_is_followed(location: str) -> None:
    with ScriptedPortal() as elsewhere:
        location = location.replace("https://elsewhere.example", elsewhere.url)
        with ScriptedPortal(status=Act(status=302, headers={"Location": location})) as portal:
            error = failure(portal.url)
    assert error.code in ("redirected", "connection_lost")
    assert not elsewhere.requests
    assert {request.target for request in portal.requests} == {"/api/v1/status"}


def test_nothing_is_compressed() -> None:
    answer = Act(status=200, type="application/json", headers={"Content-Encoding": "gzip"}, body=STATUS)
    with ScriptedPortal(status=answer) as portal:
        assert read_status(portal.url, token=TOKEN).unit == STATUS["unit"]
    assert portal.requests[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"])
@pytest.mark.parametrize("asked_for", [False, True])
def test_no_proxy_comes_between_to_this_machine(monkeypatch: pytest.MonkeyPatch, name: str, asked_for: bool) -> None:
    with ScriptedPortal() as proxy, ScriptedPortal() as portal:
        monkeypatch.setenv(name, proxy.url)
        assert read_status(portal.url, token=TOKEN, network=replace(IMPATIENT, system_proxy=asked_for))
    assert not proxy.requests


class Proxy(Listener):
    """A proxy, without TLS, that records requests and lets none through."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def serve(self, connection: socket.socket) -> None:
        self.asked.append(connection.recv(65_536).decode("latin-1"))
        connection.sendall(b"HTTP/1.1 407 -\r\nContent-Length: 0\r\n\r\n")


def test_the_systems_proxy_is_used_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        error = failure("https://cgs.invalid", replace(IMPATIENT, system_proxy=True))
        assert error.code == "proxy"
        assert proxy.asked[0].startswith("CONNECT cgs.invalid:443 ")
        assert TOKEN not in "".join(proxy.asked)
        asked = len(proxy.asked)
        assert failure("https://cgs.invalid").code == "unreachable"
        assert len(proxy.asked) == asked


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "odd://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert failure("https://cgs.invalid", replace(IMPATIENT, system_proxy=True)).code == "proxy"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts the authority (so far as OpenSSL has it: on Linux)."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def serving(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_a_certificate_that_the_system_does_not_trust(authority: trustme.CA) -> None:
    with ScriptedPortal(tls=serving(authority, "127.0.0.1")) as portal:
        error = failure(portal.url)
    assert (error.code, error.uncertain) == ("certificate", False)
    assert not portal.requests


@pytest.mark.usefixtures("trusting")
def test_a_certificate_for_another_name(authority: trustme.CA) -> None:
    with ScriptedPortal(tls=serving(authority, "elsewhere.example")) as portal:
        assert failure(portal.url).code == "certificate"
    assert not portal.requests


@pytest.mark.usefixtures("trusting")
@pytest.mark.skipif("sys.platform != 'linux'", reason="OpenSSL decides whom the system trusts on Linux only")
def test_a_certificate_that_the_system_trusts(authority: trustme.CA) -> None:
    with ScriptedPortal(tls=serving(authority, "localhost"), name="localhost") as portal:
        assert read_status(portal.url, token=TOKEN, network=IMPATIENT).unit == STATUS["unit"]


def test_no_tls_where_it_is_due() -> None:
    with Proxy() as plain:
        error = failure(plain.url.replace("http:", "https:"))
        assert (error.code, error.uncertain) == ("tls", False)
        assert TOKEN not in "".join(plain.asked)
