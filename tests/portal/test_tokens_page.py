"""權杖: made, shown once, used, revoked."""

import pytest
from browsing import Browser, text_of
from django.test import Client

from cgs_portal.accounts.models import Account, PersonalToken
from cgs_portal.accounts.tokens import make_token


def made_by(browser: Browser, label: str = "辦公室電腦") -> str:
    [token] = browser.send("/tokens/", label=label).all("code", **{"class": "token"})
    return text_of(token)


def status(token: str) -> int:
    return Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/status").status_code


def test_a_token_works_until_it_is_revoked(browser: Browser) -> None:
    token = made_by(browser)
    assert browser.page("/tokens/").rows[1:] == [["辦公室電腦", "111年11月5日 12:00", "還沒用過", "取消"]]
    assert status(token) == 200
    assert browser.page("/tokens/").rows[1][2] == "111年11月5日 12:00"

    page = browser.send(f"/tokens/{PersonalToken.objects.get().pk}/revoke/")
    assert "權杖已取消" in page.main
    assert "沒有權杖" in page.main
    assert status(token) == 401


def test_it_is_shown_once(browser: Browser) -> None:
    token = made_by(browser)
    assert token not in browser.page("/tokens/").source
    assert token not in str(PersonalToken.objects.values())


@pytest.mark.parametrize("label", ["", " ", "長" * 51])
def test_without_a_purpose_none_is_made(browser: Browser, label: str) -> None:
    page = browser.send("/tokens/", label=label)
    assert page.status == 422
    assert not PersonalToken.objects.exists()


def test_a_label_is_no_markup(browser: Browser) -> None:
    made_by(browser, '"><b>x')
    assert browser.page("/tokens/").rows[1][0] == '"><b>x'


def test_tokens_of_others_are_neither_seen_nor_revoked(browser: Browser, neighbour: Account) -> None:
    token = make_token(neighbour, "鄰校的電腦")
    assert "鄰校的電腦" not in browser.page("/tokens/").source
    page = browser.send(f"/tokens/{PersonalToken.objects.get().pk}/revoke/")
    assert "權杖已取消" not in page.main
    assert status(token) == 200
