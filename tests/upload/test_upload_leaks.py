"""Neither the token nor anything personal occurs where it does not belong, whatever goes wrong."""

import logging
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from scripted_portal import STATUS, TOKEN, Act, ScriptedPortal
from upload_doubles import DATA_THERE, IMPATIENT, MemoryKeyring
from workbooks import case, workbook

from cgs_validate import upload
from cgs_validate.upload import UploadError

PERSON, NUMBER = "王小明", "A123456789"

ENDINGS = {
    "done": [Act(store=True)],
    "lost, then done": [Act(store=True, end="reset"), Act(store=True)],
    "lost": [Act(store=True, end="reset")],
    "half an answer": [Act(store=True, end="half")],
    "silence": [Act(store=True, end="silence")],
    "refused": [Act(status=400, body={"code": "odd", "detail": "x"})],
    "unauthorized": [Act(status=401, body={"code": "unauthorized"})],
    "no JSON": [Act(status=201, type="application/json", body="{")],
    "another digest": [Act(store=True, receipt={"sha256": "0" * 64})],
    "redirected": [Act(status=307, headers={"Location": "https://elsewhere.example/"})],
    "too large": [Act(store=True, pad=2_000_000)],
    "no HTTP": [Act(status=201, headers={"Content-Length": "x"})],
}


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A report named after a pupil, with a name and a number in its cells; both are only reminders."""
    path = tmp_path / f"{PERSON}.xlsx"
    path.write_bytes(workbook([case(C=PERSON, M=0), case(A=NUMBER, C="S002", M=0)]))
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_personal_is_shown(ending: str, named: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = []
    with ScriptedPortal(*ENDINGS[ending]) as portal:
        try:
            upload.send(named, portal.url, "111-10", token=TOKEN, network=replace(IMPATIENT, read=1, tries=2))
        except UploadError as error:
            shown += [error.message, error.hint, repr(error), repr(error.params), *traceback.format_exception(error)]
            assert error.__context__ is None
    assert portal.tries
    assert portal.tries[0].body == named.read_bytes()
    outside = [caplog.text, *shown, *(request.text for request in portal.requests)]
    assert not [text for text in outside if PERSON in text or NUMBER in text or "%E7%8E%8B" in text]
    without = [caplog.text, *shown, *(request.target for request in portal.requests)]
    assert not [text for text in without if TOKEN in text]
    assert {request.headers["authorization"] for request in portal.requests} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_frame_of_a_traceback_shows_the_token(ending: str, right: bytes, memory_keyring: MemoryKeyring) -> None:
    """Programs that write down what the variables held when an error was raised find no token in them."""
    with ScriptedPortal(*ENDINGS[ending]) as portal:
        memory_keyring.set_password(f"cgs-validate {portal.url}", "token", TOKEN)
        try:
            upload.send(right, portal.url, "111-10", network=replace(IMPATIENT, read=1, tries=2))
        except UploadError as error:
            shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
            assert "send" in shown
            assert TOKEN not in shown


def test_the_urls_hold_only_the_month(right: bytes) -> None:
    with ScriptedPortal(Act(store=True), DATA_THERE, Act(store=True)) as portal:
        upload.send(right, portal.url, "111-10", token=TOKEN)
        upload.declare_no_cases(portal.url, "111-10", confirm=lambda *_: True, token=TOKEN)
    assert {request.target for request in portal.requests} == {
        "/api/v1/status",
        "/api/v1/reports/111-10",
        "/api/v1/reports/111-10/none",
        "/api/v1/reports/111-10/none?confirm=true",
    }


def test_requests_hold_nothing_else(right: bytes) -> None:
    with ScriptedPortal() as portal:
        upload.send(right, portal.url, "111-10", token=TOKEN, language="en")
    assert {name: value for name, value in portal.tries[0].headers.items() if name not in ("host", "connection")} == {
        "accept": "application/json, application/problem+json",
        "accept-encoding": "identity",
        "accept-language": "en",
        "authorization": f"Bearer {TOKEN}",
        "content-digest": portal.tries[0].headers["content-digest"],
        "content-length": str(len(right)),
        "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "idempotency-key": portal.tries[0].headers["idempotency-key"],
        "user-agent": portal.tries[0].headers["user-agent"],
    }


def test_another_portals_token_stays_where_it_is(right: bytes, memory_keyring: MemoryKeyring) -> None:
    with ScriptedPortal() as one, ScriptedPortal(status={**STATUS, "unit": "別校"}) as other:
        upload.login(one.url, TOKEN)
        with pytest.raises(UploadError) as raised:
            upload.send(right, other.url, "111-10")
    assert raised.value.code == "no_token"
    assert not other.requests
    assert list(memory_keyring.passwords.values()) == [TOKEN, one.url]
