"""Tokens are in the system's keyring or in CGS_TOKEN, and nowhere else."""

import keyring
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from scripted_portal import TOKEN, Act, ScriptedPortal
from upload_doubles import IMPATIENT, MemoryKeyring

from cgs_validate.upload import Token, UploadError, login, logout, portals, read_status
from cgs_validate.upload.address import parse_address
from cgs_validate.upload.tokens import delete_token, find_token, save_token, usable_keyring

ADDRESS = parse_address("https://cgs.example.edu.tw/school")


def test_login_keeps_a_token_that_the_portal_accepts(memory_keyring: MemoryKeyring) -> None:
    with ScriptedPortal() as portal:
        assert login(portal.url, f" {TOKEN}\n").unit == "測試國中"
        assert memory_keyring.passwords == {
            (f"cgs-validate {portal.url}", "token"): TOKEN,
            ("cgs-validate", "portals"): portal.url,
        }
        assert portals() == [portal.url]
        assert read_status(portal.url).unit == "測試國中"
        assert logout(portal.url)
        assert not logout(portal.url)
        with pytest.raises(UploadError) as raised:
            read_status(portal.url)
    assert raised.value.code == "no_token"
    assert f"cgs-validate login {portal.url}" in raised.value.hint
    assert [request.headers["authorization"] for request in portal.requests] == [f"Bearer {TOKEN}"] * 2
    assert memory_keyring.passwords == {}
    assert portals() == []


def test_login_keeps_no_token_that_the_portal_does_not_know(memory_keyring: MemoryKeyring) -> None:
    unknown = Act(status=401, body={"code": "unauthorized"})
    with ScriptedPortal(status=unknown) as portal, pytest.raises(UploadError) as raised:
        login(portal.url, TOKEN, network=IMPATIENT)
    assert raised.value.code == "unauthorized"
    assert memory_keyring.passwords == {}


@pytest.mark.parametrize("text", ["", "two words", "a\r\nX-Header: b", "密碼", "a" * 1_001, "Bearer abc", "a=b"])
def test_text_that_is_no_token(text: str) -> None:
    with pytest.raises(UploadError) as raised:
        Token(text)
    assert raised.value.code == "wrong_token"
    assert not text or text not in f"{raised.value!r} {raised.value}"


def test_a_token_does_not_show_itself() -> None:
    token = Token(TOKEN)
    assert token.reveal() == TOKEN
    assert TOKEN not in f"{token} {token!r} {[token]}"
    assert not hasattr(token, "__dict__")


def test_each_portal_has_its_own(memory_keyring: MemoryKeyring) -> None:
    save_token(ADDRESS, Token(TOKEN))
    for other in (
        "https://cgs.example.edu.tw:8443",
        "https://elsewhere.example",
        "https://cgs.example.edu.tw",
        "https://cgs.example.edu.tw/junior",
        "county+https://cgs.example.edu.tw/school",
    ):
        with pytest.raises(UploadError) as raised:
            find_token(parse_address(other))
        assert raised.value.code == "no_token"
    assert find_token(ADDRESS).reveal() == TOKEN


def test_two_portals_of_one_place(memory_keyring: MemoryKeyring) -> None:
    junior = parse_address("https://cgs.example.edu.tw/junior")
    save_token(ADDRESS, Token("first"))
    save_token(junior, Token("second"))
    assert [find_token(address).reveal() for address in (ADDRESS, junior)] == ["first", "second"]
    assert delete_token(ADDRESS)
    assert portals() == [str(junior)]
    assert find_token(junior).reveal() == "second"


def test_the_latest_login_is_the_first_portal(memory_keyring: MemoryKeyring) -> None:
    other = parse_address("county+https://elsewhere.example/")
    for address in (ADDRESS, other, ADDRESS):
        save_token(address, Token(TOKEN))
    assert portals() == ["https://cgs.example.edu.tw/school", "county+https://elsewhere.example"]
    delete_token(ADDRESS)
    assert portals() == [str(other)]


def test_the_variable_comes_first(memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    save_token(ADDRESS, Token("saved"))
    monkeypatch.setenv("CGS_TOKEN", TOKEN)
    assert find_token(ADDRESS).reveal() == TOKEN


def test_the_variable_needs_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_TOKEN", TOKEN)
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)
    assert find_token(ADDRESS).reveal() == TOKEN


class PlaintextKeyring(MemoryKeyring):
    """As ``keyrings.alt`` has one."""

    priority = 0.5


PlaintextKeyring.__module__ = "keyrings.alt.file"


def broken() -> KeyringBackend:
    raise ImportError("no module of that name")


@pytest.mark.parametrize(
    "backend", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring, PlaintextKeyring, broken]
)
def test_no_keyring_is_a_clear_refusal_and_never_a_file(
    backend: type[KeyringBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", backend)
    with ScriptedPortal() as portal:
        for action in (lambda: login(portal.url, TOKEN), lambda: logout(portal.url), lambda: read_status(portal.url)):
            with pytest.raises(UploadError) as raised:
                action()
            assert raised.value.code == "no_keyring"
            assert "CGS_TOKEN" in raised.value.hint


@pytest.mark.parametrize(("chain", "usable"), [([PlaintextKeyring], False), ([PlaintextKeyring, MemoryKeyring], True)])
def test_of_several_keyrings_the_first_safe_one(
    chain: list[type[KeyringBackend]], usable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Chain(keyring.backends.chainer.ChainerBackend):
        backends = [kind() for kind in chain]  # noqa: RUF012 - as the class itself has them

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    if usable:
        assert type(usable_keyring()) is MemoryKeyring
    else:
        with pytest.raises(UploadError):
            usable_keyring()


def test_a_locked_keyring(memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*arguments: str) -> None:
        raise keyring.errors.KeyringLocked(f"locked: {arguments}")

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(memory_keyring, name, locked)
    for action in (lambda: find_token(ADDRESS), lambda: save_token(ADDRESS, Token(TOKEN))):
        with pytest.raises(UploadError) as raised:
            action()
        assert raised.value.code == "keyring_failed"
        assert raised.value.__context__ is None
