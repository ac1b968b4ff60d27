"""帳號重置 of an office's account: two of the service desk do it, and the old address hears of it."""

import re
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused

import pytest
from browsing import Browser
from django.core.mail import EmailMessage
from django.core.management import call_command
from test_accounts import deeds, log_in
from test_desk import NEW, failing

from cgs_portal.accounts.models import Account, Role, Unit
from cgs_portal.offices.models import Renewal

OFFICES = (Role.COUNTY, Role.MINISTRY, Role.SERVICE_DESK)


@pytest.fixture
def desk_unit(school: Unit) -> Unit:
    return Unit.objects.create(code="990003", name="系統客服")


@pytest.fixture
def desk(desk_unit: Unit) -> Callable[[str], Browser]:
    """The browser of one of the service desk, by name."""

    def one(name: str) -> Browser:
        account = Account.objects.filter(username=f"990003_{name}").first()
        browser = Browser()
        browser.force_login(
            account or Account.objects.create_user(f"990003_{name}", None, unit=desk_unit, role=Role.SERVICE_DESK)
        )
        return browser

    return one


@pytest.fixture(params=OFFICES)
def office(request: pytest.FixtureRequest, desk_unit: Unit) -> Account:
    is_desk = request.param == Role.SERVICE_DESK
    unit = desk_unit if is_desk else Unit.objects.create(code="990001", name="示範縣政府", county="示範縣")
    return Account.objects.create_user(
        f"{unit.code}_z001", "Invented1", unit=unit, role=request.param, email="office@example.com"
    )


def ask(desk: Browser, account: Account) -> str:
    return desk.post(f"/desk/accounts/{account.pk}/renew/", NEW, follow=True).content.decode()


def decide(desk: Browser, decision: str) -> str:
    number = Renewal.objects.get().pk
    return desk.post(f"/desk/renewals/{number}/{decision}/", follow=True).content.decode()


def test_one_of_the_desk_alone_changes_nothing(
    desk: Callable[[str], Browser], office: Account, mailoutbox: list[EmailMessage], client: Browser
) -> None:
    page = ask(desk("a001"), office)
    assert "要由另一位客服人員確認" in page
    assert "new@example.com" in page
    assert [mail.to for mail in mailoutbox] == [["office@example.com"]]
    assert "電洽系統客服" in mailoutbox[0].body
    assert "new@example.com" not in mailoutbox[0].body  # a person's

    assert "要由另一位客服人員確認" in decide(desk("a001"), "confirm")
    assert not Account.objects.filter(username__endswith="_b002").exists()
    assert log_in(client, office.username).status_code == 302
    assert len(mailoutbox) == 1
    assert deeds() == ["renewal_asked", "login"]


def test_another_confirms(
    desk: Callable[[str], Browser], office: Account, mailoutbox: list[EmailMessage], client: Browser
) -> None:
    ask(desk("a001"), office)
    assert "設定密碼的連結寄到 new@example.com" in decide(desk("a002"), "confirm")
    assert sorted(mail.to for mail in mailoutbox) == [
        ["new@example.com"],
        ["office@example.com"],
        ["office@example.com"],
    ]
    assert "帳號或密碼不對" in log_in(client, office.username).content.decode()

    [link] = [link for mail in mailoutbox for link in re.findall(r"https://portal.example(/new\S+)", mail.body)]
    client.post(link, {"new_password1": "Xk7qLm2p", "new_password2": "Xk7qLm2p"})
    name = f"{office.unit.code}_b002"
    assert log_in(client, name, "Xk7qLm2p").status_code == 302
    assert Account.objects.get(username=name).role == office.role
    assert not Renewal.objects.exists()  # it names a person
    assert deeds()[:2] == ["renewal_asked", "renewed"]


def test_another_or_the_same_rejects(desk: Callable[[str], Browser], office: Account) -> None:
    for name in ("a001", "a002"):
        ask(desk("a001"), office)
        assert "沒有重置" in decide(desk(name), "reject")
        assert not Renewal.objects.exists()
    assert deeds() == ["renewal_asked", "renewal_rejected"] * 2


def test_one_that_left_the_desk_had_asked(desk: Callable[[str], Browser], office: Account) -> None:
    """Else one could ask, be given another account, and confirm."""
    ask(desk("a001"), office)
    Account.objects.filter(username="990003_a001").update(is_active=False)
    assert "不能再確認" in decide(desk("a002"), "confirm")
    assert not Account.objects.filter(username__endswith="_b002").exists()


def test_it_is_over_after_a_week(desk: Callable[[str], Browser], office: Account, at: Callable[[str], None]) -> None:
    ask(desk("a001"), office)
    at("2022-11-13 12:00")
    assert "不能再確認" in decide(desk("a002"), "confirm")
    assert not Account.objects.filter(username__endswith="_b002").exists()
    ask(desk("a001"), office)
    at("2022-11-21 12:00")
    call_command("clean_up", verbosity=0)
    assert not Renewal.objects.exists()


def test_it_is_asked_once(desk: Callable[[str], Browser], office: Account) -> None:
    ask(desk("a001"), office)
    assert "還在等另一位客服人員確認" in ask(desk("a002"), office)
    assert Renewal.objects.count() == 1


def test_a_name_that_is_refused_is_refused_at_once(
    desk: Callable[[str], Browser], office: Account, mailoutbox: list[EmailMessage]
) -> None:
    page = desk("a001").post(f"/desk/accounts/{office.pk}/renew/", {**NEW, "own_name": "z001"}).content.decode()
    assert "這個帳號以前用過" in page
    assert (mailoutbox, deeds()) == ([], [])


def test_the_old_address_cannot_be_left_out(
    desk: Callable[[str], Browser], office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", failing)
        assert "信寄不出去" in ask(desk("a001"), office)
    assert not Renewal.objects.exists()

    def unknown(_: EmailMessage) -> None:
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr(EmailMessage, "send", unknown)  # the person has left, and the mailbox with them
    assert "原來的信箱收不到信" in ask(desk("a001"), office)
    assert Renewal.objects.exists()


def test_the_old_address_of_a_school_hears_of_it(
    desk: Callable[[str], Browser], teacher: Account, mailoutbox: list[EmailMessage]
) -> None:
    Account.objects.update(email="teacher@example.com")
    ask(desk("a001"), teacher)
    assert sorted(mail.to for mail in mailoutbox) == [["new@example.com"], ["teacher@example.com"]]
    assert not Account.objects.get(pk=teacher.pk).is_active
