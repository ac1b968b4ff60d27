"""The actions of the service desk, and the data it does not see."""

import re
from collections.abc import Callable

import pytest
from browsing import Browser
from django.core.mail import EmailMessage
from django.test import Client
from sending import Uploads
from test_accounts import deeds, log_in

from cgs_portal.accounts.models import Account, Role, Unit
from cgs_portal.accounts.tokens import make_token
from cgs_portal.audit.models import Entry

NEW = {"own_name": "b002", "name": "示範新承辦人", "phone": "049-1234567", "email": "new@example.com"}


def failing(_: EmailMessage) -> None:
    raise OSError


@pytest.fixture
def desk(school: Unit) -> Browser:
    office = Unit.objects.create(code="990003", name="系統客服")
    client = Browser()
    client.force_login(Account.objects.create_user("990003_a001", None, unit=office, role=Role.SERVICE_DESK))
    return client


def test_it_finds_a_unit(desk: Browser, teacher: Account, neighbour: Account) -> None:
    def found(words: str) -> list[str]:
        return re.findall(r"/desk/units/(\d+)/", desk.get("/desk/", {"q": words}).content.decode())

    assert found("990301") == ["990301"]
    assert found("實驗學校") == ["990301", "990302"]
    assert found("鄰近") == ["990302"]
    assert found("國小") == found("") == []


def test_it_opens_a_month_of_another_semester(
    desk: Browser, api: Client, clean: bytes, at: Callable[[str], None]
) -> None:
    receipt = Uploads(api).put(clean).json()
    at("2023-03-05 12:00")
    page = desk.get("/desk/units/990301/").content.decode()
    assert "<option>111-10</option>" in page
    assert not any(str(receipt[part]) in page for part in ("receipt", "sha256", "spec"))

    page = desk.post("/desk/units/990301/open/", {"month": "111-10"}, follow=True).content.decode()
    assert "111-10 已開放修改" in page
    assert "111-10" in api.get("/api/v1/status").json()["open"]
    assert Uploads(api).put(clean).status_code == 200
    refused = desk.post("/desk/units/990301/open/", {"month": "111-11"}, follow=True).content.decode()
    assert "只能申請修改" in refused


def test_it_unlocks_an_account(desk: Browser, teacher: Account, client: Client) -> None:
    for _ in range(5):
        log_in(client, password="Invented2")
    assert "鎖定中" in desk.get("/desk/units/990301/").content.decode()
    desk.post(f"/desk/accounts/{teacher.pk}/unlock/")
    assert "鎖定中" not in desk.get("/desk/units/990301/").content.decode()
    assert log_in(client).status_code == 302
    entry = Entry.objects.get(deed="unlocked")
    assert (entry.unit, entry.details) == ("990301", f'{{"whose": {teacher.pk}}}')


def test_a_renewed_account(desk: Browser, teacher: Account, client: Client, mailoutbox: list[EmailMessage]) -> None:
    token = make_token(teacher, "test")
    log_in(client)
    page = desk.post(f"/desk/accounts/{teacher.pk}/renew/", NEW, follow=True).content.decode()

    assert "990301_b002" in page
    assert client.get("/account/").status_code == 302  # logged out
    assert "帳號或密碼不對" in log_in(client).content.decode()
    assert Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/status").status_code == 401

    [mail] = mailoutbox
    assert mail.to == ["new@example.com"]
    [link] = re.findall(r"https://portal.example(/\S+)", mail.body)
    used = client.post(link, {"new_password1": "Invented1", "new_password2": "Invented1"})
    assert "以前用過" in used.content.decode()  # by the one before
    client.post(link, {"new_password1": "Xk7qLm2p", "new_password2": "Xk7qLm2p"})
    assert log_in(client, "990301_b002", "Xk7qLm2p").status_code == 302
    assert deeds()[-2:] == ["password_changed", "login"]


def test_a_mail_that_cannot_be_sent_is_asked_for_again(
    desk: Browser, teacher: Account, client: Client, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", failing)
        page = desk.post(f"/desk/accounts/{teacher.pk}/renew/", NEW, follow=True).content.decode()
    assert "信寄不出去" in page
    assert "990301_b002" in page
    client.post("/forgotten/", {"username": "990301_b002", "email": NEW["email"]})
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"own_name": "a001"}, "這個帳號以前用過"),
        ({"own_name": "B2"}, "個人帳號 4 到 8 碼"),
        ({"email": "x"}, "有效的電子郵件"),
    ],
)
def test_a_new_name_that_is_refused(desk: Browser, teacher: Account, sent: dict[str, str], message: str) -> None:
    page = desk.post(f"/desk/accounts/{teacher.pk}/renew/", {**NEW, **sent}).content.decode()
    assert message in "".join(re.findall(r'class="errorlist".*?</ul>', page))
    assert Account.objects.get(username="990301_a001").is_active
    assert deeds() == []


def test_it_lifts_the_limit_of_an_address(desk: Browser, teacher: Account, client: Browser) -> None:
    for number in range(50):
        log_in(client, f"990301_x{number:03}", REMOTE_ADDR="2001:db8::1")
    locked = log_in(client, REMOTE_ADDR="2001:db8::1").content.decode()
    assert "密碼錯了太多次" in locked
    assert "2001:db8::1" in locked  # for the call to the desk

    page = desk.send("/desk/addresses/lift/", address=" 2001:db8::2 ")  # the same customer's
    assert "2001:db8::2 可以再登入了" in page.main
    assert log_in(client, REMOTE_ADDR="2001:db8::1").status_code == 302
    entry = Entry.objects.get(deed="address_unlocked")
    assert "2001" not in entry.details
    assert "請輸入 IP 位址" in desk.send("/desk/addresses/lift/", address="示範").main
