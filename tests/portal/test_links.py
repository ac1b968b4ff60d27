"""Changes that a link by mail confirms: password and Email."""

import re
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from test_accounts import deeds, log_in

from cgs_portal.accounts import lockout
from cgs_portal.accounts.models import Account, Unit
from cgs_portal.accounts.tokens import make_token, owner_of

NEW = {"old_password": "Invented1", "new_password1": "Xk7qLm2p", "new_password2": "Xk7qLm2p"}


@pytest.fixture
def inside(client: Client, teacher: Account) -> Client:
    """The teacher's browser."""
    teacher.email = "teacher@example.com"
    teacher.save()
    log_in(client)
    return client


def link_in(mail: EmailMessage) -> str:
    [link] = re.findall(r"https://portal.example(/\S+)", mail.body)
    return link


def test_a_new_password_is_of_use_when_its_link_was_opened(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    page = inside.post("/account/password/", NEW, follow=True)

    assert page.redirect_chain == [("/login/", 302)]
    assert "teacher@example.com" in page.content.decode()
    [mail] = mailoutbox
    assert mail.to == ["teacher@example.com"]
    assert mail.subject == "【輔導工作成果填報系統】請開通帳號"
    assert "還沒開通" in log_in(inside, password="Xk7qLm2p").content.decode()
    assert "帳號或密碼不對" in log_in(inside).content.decode()

    link = link_in(mail)
    assert "開通帳號" in inside.get(link).content.decode()
    assert "還沒開通" in log_in(inside, password="Xk7qLm2p").content.decode()  # a look at it is not enough
    assert inside.post(link).headers["Location"] == "/login/"
    assert log_in(inside, password="Xk7qLm2p").status_code == 302
    assert inside.post(link).status_code == 404  # once
    assert deeds() == [
        "login",
        "password_changed",
        "login_failed",
        "confirmed",
        "login",
    ]


def test_a_right_password_of_an_account_to_confirm_is_no_attempt(inside: Client) -> None:
    inside.post("/account/password/", NEW)
    for _ in range(6):
        assert "還沒開通" in log_in(inside, password="Xk7qLm2p").content.decode()


def test_other_browsers_are_logged_out(inside: Client) -> None:
    other = Client()
    log_in(other)
    assert other.get("/account/").status_code == 200
    inside.post("/account/password/", NEW)
    assert other.get("/account/").status_code == 302


def test_a_new_email_logs_other_browsers_out_for_good(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    other = Client()
    log_in(other)
    inside.post("/account/email/", {"password": "Invented1", "email": "new@example.com", "again": "new@example.com"})
    assert other.get("/account/").status_code == 302
    inside.post(link_in(mailoutbox[0]))
    assert other.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"old_password": "Invented2"}, "密碼不對"),
        ({"new_password2": "Xk7qLm2q"}, "兩個密碼"),
        ({"new_password1": "Invented1", "new_password2": "Invented1"}, "以前用過"),
    ],
)
def test_a_password_that_is_refused(
    inside: Client, mailoutbox: list[EmailMessage], sent: dict[str, str], message: str
) -> None:
    page = inside.post("/account/password/", {**NEW, **sent})
    assert (page.status_code, mailoutbox) == (200, [])
    assert message in page.content.decode()
    assert Account.objects.get().check_password("Invented1")


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("password", {**NEW, "old_password": "Invented2"}),
        ("email", {"password": "Invented2", "email": "new@example.com", "again": "new@example.com"}),
    ],
)
def test_an_open_browser_does_not_help_to_guess_the_password(inside: Client, page: str, sent: dict[str, str]) -> None:
    answers = [inside.post(f"/account/{page}/", sent).content.decode() for _ in range(6)]
    assert ["密碼不對" in answer for answer in answers] == [True] * 5 + [False]
    assert "密碼錯了太多次" in answers[5]
    assert deeds() == ["login", *["login_failed"] * 5, "locked"]


def test_if_no_mail_can_be_sent_nothing_is_changed(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise SMTPException

    monkeypatch.setattr(EmailMessage, "send", fail)
    assert "什麼都沒有變更" in inside.post("/account/password/", NEW).content.decode()
    account = Account.objects.get()
    assert account.check_password("Invented1")
    assert account.is_confirmed
    assert deeds() == ["login"]


def test_no_transaction_waits_for_a_mail(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(EmailMessage, "send", lambda _: begun.append(len(connection.savepoint_ids)))
    outside = len(connection.savepoint_ids)
    inside.post("/account/password/", NEW)
    assert begun == [outside]


def test_without_an_email_the_password_stays(inside: Client) -> None:
    Account.objects.update(email="")
    log_in(inside)
    assert "請先變更信箱" in inside.post("/account/password/", NEW).content.decode()


def test_a_new_email_is_of_use_when_its_link_was_opened(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    wrong = {"password": "Invented2", "email": "new@example.com", "again": "other@example.com"}
    page = inside.post("/account/email/", wrong).content.decode()
    assert "密碼不對" in page
    assert "兩次輸入的 Email 不一樣" in page

    inside.post("/account/email/", {**wrong, "password": "Invented1", "again": "new@example.com"})
    assert mailoutbox[0].to == ["new@example.com"]
    assert "還沒開通" in log_in(inside).content.decode()
    inside.post(link_in(mailoutbox[0]))
    assert log_in(inside).status_code == 302


def test_links_are_over_after_a_day(inside: Client, mailoutbox: list[EmailMessage], at: Callable[[str], None]) -> None:
    inside.post("/account/password/", NEW)
    link = link_in(mailoutbox[0])
    at("2022-11-06 11:59")
    assert inside.get(link).status_code == 200
    at("2022-11-06 12:01")
    assert inside.get(link).status_code == 404
    assert "不能用了" in inside.post(link).content.decode()


def test_a_forgotten_password(inside: Client, mailoutbox: list[EmailMessage], teacher: Account) -> None:
    token = make_token(teacher, "test")
    inside.post("/logout/")
    for _ in range(5):
        log_in(inside, password="Invented2")
    sent = {"username": "990301_a001", "email": "Teacher@example.com"}
    for known in (sent, {**sent, "email": "other@example.com"}, {**sent, "username": "990301_none"}):
        assert "幾分鐘內會收到一封信" in inside.post("/forgotten/", known, follow=True).content.decode()
    [mail] = mailoutbox

    link = link_in(mail)
    assert inside.post(link, {"new_password1": "x", "new_password2": "x"}).status_code == 200
    assert inside.post(link, {"new_password1": "Xk7qLm2p", "new_password2": "Xk7qLm2p"}).status_code == 302
    assert inside.get(link).status_code == 404
    assert log_in(inside, password="Xk7qLm2p").status_code == 302  # no longer locked
    assert owner_of(token) is None
    assert deeds()[-3:] == ["password_changed", "token_revoked", "login"]


def test_a_link_is_good_for_its_purpose_only(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    inside.post("/account/password/", NEW)
    inside.post("/forgotten/", {"username": "990301_a001", "email": "teacher@example.com"})
    confirm, new_password = map(link_in, mailoutbox)
    assert inside.get(confirm.replace("/confirm/", "/new-password/")).status_code == 404
    assert inside.get(new_password.replace("/new-password/", "/confirm/")).status_code == 404
    assert inside.get(confirm).status_code == inside.get(new_password).status_code == 200


def test_only_so_many_mails(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    for _ in range(5):
        inside.post("/forgotten/", {"username": "990301_a001", "email": "teacher@example.com"})
    assert len(mailoutbox) == 3


def test_requests_with_another_email_do_not_block_a_mail(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    for _ in range(3):
        inside.post("/forgotten/", {"username": "990301_a001", "email": "other@example.com"})
    inside.post("/forgotten/", {"username": "990301_a001", "email": "teacher@example.com"})
    assert len(mailoutbox) == 1


def test_the_service_desk_lets_mails_out_again(inside: Client, mailoutbox: list[EmailMessage]) -> None:
    for _ in range(4):
        inside.post("/forgotten/", {"username": "990301_a001", "email": "teacher@example.com"})
    lockout.unlock("990301_a001")
    inside.post("/forgotten/", {"username": "990301_a001", "email": "teacher@example.com"})
    assert len(mailoutbox) == 4


@pytest.mark.parametrize("link", ["/confirm/1/x/", "/confirm/999999/abc-def/", "/new-password/1/abc-def/"])
def test_links_that_were_never_sent(inside: Client, link: str) -> None:
    assert inside.get(link).status_code == 404
    assert inside.post(link).status_code == 404


def test_the_person_in_charge(inside: Client) -> None:
    inside.post("/account/", {"name": "示範承辦人", "phone": "049-1234567#1"})
    account = Account.objects.get()
    assert (account.name, account.phone, account.email) == ("示範承辦人", "049-1234567#1", "teacher@example.com")
    assert deeds() == ["login", "details_changed"]


def test_the_first_account(client: Client, db: None, mailoutbox: list[EmailMessage]) -> None:
    school = ["--unit", "示範實驗學校", "--county", "示範縣", "--stage", "senior", "--first-month", "111-10"]
    call_command("add_account", "990301_a001", "school", "teacher@example.com", *school)
    assert deeds() == ["account_made"]
    sent = {"new_password1": "Xk7qLm2p", "new_password2": "Xk7qLm2p"}
    assert client.post(link_in(mailoutbox[0]), sent).status_code == 302
    assert log_in(client, password="Xk7qLm2p").status_code == 302
    assert "示範實驗學校" in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("990301_a001", ["--stage", "senior", "--first-month", "111-10"]),
        ("990301_a001", ["--unit", "示範實驗學校", "--stage", "senior"]),
        ("990301_A", ["--unit", "示範辦公室"]),
    ],
    ids=["no name", "no first month", "no account's name"],
)
def test_an_account_that_cannot_be(db: None, mailoutbox: list[EmailMessage], name: str, options: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("add_account", name, "school", "teacher@example.com", *options)
    assert mailoutbox == []
    assert not Unit.objects.exists()
