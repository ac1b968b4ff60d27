"""The share of the server that one account, or one address, may use: requests a minute, and requests at once."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser, Page
from django.http import HttpResponse
from django.test import Client
from sending import Uploads, problem

from cgs_portal.accounts.models import Account
from cgs_portal.load.shares import Shares
from cgs_portal.refusals import Refused


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no minute end within a test."""
    monkeypatch.setattr("time.monotonic", lambda: 5e8)


def test_pages_are_counted_as_the_api_is(browser: Browser, api: Client, settings: Any) -> None:
    settings.PORTAL_RATE = 3
    assert api.get("/api/v1/status").status_code == 200
    answers = [browser.get("/work/"), browser.get("/account/"), browser.get("/work/")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert Page(answers[-1]).heading == "要求太頻繁"
    assert problem(api.get("/api/v1/status")) == (429, "too_many_requests")


@pytest.mark.parametrize("path", ["/login/", "/forgotten/", "/nothing/", "/api/v1/status"])
def test_visitors_are_counted_by_address(client: Client, db: None, settings: Any, path: str) -> None:
    settings.PORTAL_ADDRESS_RATE = 2
    answers = [client.get(path, REMOTE_ADDR="2001:db8::1") for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert client.get(path, REMOTE_ADDR="2001:db8::2").status_code == 429  # the same customer's
    assert client.get(path, REMOTE_ADDR="192.0.2.1").status_code != 429
    if path.startswith("/api/"):
        assert problem(answers[-1]) == (429, "too_many_requests")


def test_another_minute_begins_anew(browser: Browser, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PORTAL_RATE = 1
    assert [browser.get("/work/").status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr("time.monotonic", lambda: 1e9)
    assert browser.get("/work/").status_code == 200


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], list[Any]]:
    """Send something while the page 工作填報 is being answered, and return the answer to it."""

    def send(other: Callable[[], Any]) -> list[Any]:
        answers = []

        def work(*_: object) -> HttpResponse:
            answers.append(other())
            return HttpResponse()

        monkeypatch.setattr("cgs_portal.pages.filling.render_work", work)
        return answers

    return send


def test_so_many_of_an_account_at_once(
    browser: Browser, api: Client, neighbour: Account, settings: Any, during: Callable[..., list[Any]], clean: bytes
) -> None:
    settings.PORTAL_AT_ONCE = 1
    other = Browser()
    other.force_login(neighbour)
    answers = during(lambda: (browser.get("/records/"), Uploads(api).put(clean), other.get("/records/")))
    browser.get("/work/")
    [(page, upload, others)] = answers
    assert (page.status_code, page.headers["Retry-After"]) == (429, "1")
    assert problem(upload) == (429, "too_many_requests")
    assert others.status_code == 200
    assert Uploads(api).put(clean).status_code == 201


def test_so_many_of_an_address_at_once(
    browser: Browser, client: Client, settings: Any, during: Callable[..., list[Any]]
) -> None:
    settings.PORTAL_ADDRESS_AT_ONCE = 1
    answers = during(lambda: (client.get("/login/"), client.get("/login/", REMOTE_ADDR="192.0.2.1")))
    browser.get("/work/")
    assert [answer.status_code for answer in answers[0]] == [429, 200]


def test_a_request_that_fails_is_no_longer_answered() -> None:
    shares = Shares()
    for _ in range(3):
        with pytest.raises(KeyError), shares.request("x", a_minute=9, at_once=1):
            raise KeyError
    with shares.request("x", a_minute=9, at_once=1), pytest.raises(Refused), shares.request("x", a_minute=9, at_once=1):
        pass
