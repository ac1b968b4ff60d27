"""Accounts: their names, passwords, logging in and out, and the lock after wrong passwords."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from cgs_portal.accounts import lockout
from cgs_portal.accounts.models import Account, Attempts, Role, Unit
from cgs_portal.audit.models import Entry

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/portal/accounts.yaml").read_text("utf-8"))
WRONG, LOCKED = "帳號或密碼不對", "密碼錯了太多次"


def fault_of(call: Callable[[], Any]) -> str:
    """The message of a validator, empty if it accepts."""
    try:
        call()
    except ValidationError as error:
        return "".join(error.messages)
    return ""


def log_in(client: Client, name: str = "990301_a001", password: str = "Invented1", **more: Any) -> HttpResponse:
    return client.post("/login/", {"username": name, "password": password}, **more)


def deeds() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("deed", flat=True))


@pytest.mark.parametrize("case", CASES["names"].values(), ids=CASES["names"])
def test_names(school: Unit, case: dict[str, str]) -> None:
    found = fault_of(lambda: Account.objects.create_user(case["name"], "Invented1", unit=school, role=Role.SCHOOL))
    assert case["wrong"] in found if "wrong" in case else not found


@pytest.mark.parametrize("case", CASES["passwords"].values(), ids=CASES["passwords"])
def test_passwords(teacher: Account, case: dict[str, str]) -> None:
    found = fault_of(lambda: validate_password(case["password"], teacher))
    assert case["wrong"] in found if "wrong" in case else not found


def test_one_account_of_a_school_at_a_time(teacher: Account, school: Unit) -> None:
    def another() -> Account:
        return Account.objects.create_user("990301_a002", "Invented1", unit=school, role=Role.SCHOOL)

    assert "已經有使用中的帳號" in fault_of(another)
    Account.objects.update(is_active=False)
    assert another().is_active
    assert "這個帳號以前用過" in fault_of(
        lambda: Account.objects.create_user("990301_a001", "Invented1", unit=school, role=Role.SCHOOL, is_active=False)
    )


def test_the_last_three_passwords_and_those_of_the_predecessor(teacher: Account, school: Unit) -> None:
    def used(password: str, account: Account) -> bool:
        return "以前用過" in fault_of(lambda: validate_password(password, account))

    for number in range(2, 5):
        teacher.set_password(f"Invented{number}")
        teacher.save()
    assert [used(f"Invented{number}", teacher) for number in range(1, 6)] == [False, True, True, True, False]

    Account.objects.update(is_active=False)
    successor = Account(username="990301_a002", unit=school, role=Role.SCHOOL)
    assert [used(f"Invented{number}", successor) for number in (1, 4)] == [False, True]


def test_a_colleagues_password_is_not_revealed(db: None) -> None:
    office = Unit.objects.create(code="990001", name="示範縣政府", county="示範縣")
    first, _ = (
        Account.objects.create_user(f"990001_{own}", f"Invented{own}", unit=office, role=Role.COUNTY)
        for own in ("a001", "b001")
    )
    assert not fault_of(lambda: validate_password("Inventedb001", first))


def test_logging_in_and_out(client: Client, teacher: Account) -> None:
    assert log_in(client).headers["Location"] == "/"
    page = client.get("/account/")
    assert "示範實驗學校" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert client.session.get_expiry_age() == 30 * 60
    client.post("/logout/")
    assert client.get("/account/").headers["Location"] == "/login/?next=/account/"
    assert deeds() == ["login", "logout"]


def test_the_address_after_login_is_the_portals_own(client: Client, teacher: Account) -> None:
    def next_(place: str) -> str:
        return client.post("/login/", {"username": "990301_a001", "password": "Invented1", "next": place}).headers[
            "Location"
        ]

    assert next_("/account/") == "/account/"
    client.post("/logout/")
    assert next_("https://example.com/") == "/"


def test_five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour(
    client: Client, teacher: Account, at: Callable[[str], None]
) -> None:
    for _ in range(5):
        assert WRONG in log_in(client, password="Invented2").content.decode()
    assert LOCKED in log_in(client).content.decode()
    assert lockout.is_locked("990301_a001")
    at("2022-11-05 12:14")
    assert LOCKED in log_in(client).content.decode()
    at("2022-11-05 12:16")
    assert log_in(client).status_code == 302
    assert deeds() == [*["login_failed"] * 5, "locked", "login"]


def test_a_clock_that_was_set_back_locks_no_longer(client: Client, teacher: Account, at: Callable[[str], None]) -> None:
    for _ in range(5):
        log_in(client, password="Invented2")
    at("2022-11-05 10:00")
    assert LOCKED in log_in(client).content.decode()
    assert lockout.is_locked("990301_a001")
    at("2022-11-05 10:16")
    assert not lockout.is_locked("990301_a001")
    assert log_in(client).status_code == 302


def test_a_right_one_in_between_begins_anew(client: Client, teacher: Account) -> None:
    for _ in range(3):
        for _ in range(4):
            log_in(client, password="Invented2")
        assert log_in(client).status_code == 302
        client.post("/logout/")


FORMS_OF_A_LOGIN = {
    "an empty password": {"password": ""},
    "no password": {"password": None},
    "a password with NUL": {"password": "Invented1\0"},
    "a password of blanks": {"password": "  "},
    "a password that is too long": {"password": "x" * 5_000},
    "no name": {"username": None},
    "an empty name": {"username": ""},
    "a name with NUL": {"username": "990301_a001\0"},
    "a name that is too long": {"username": "990301_a001" * 100},
    "the name in capitals": {"username": "990301_A001"},
    "the name in full width": {"username": "９９０３０１＿ａ００１"},
    "the name within blanks": {"username": " 990301_a001\u3000"},
    "the name and a mark": {"username": "990301_a001\u200b"},
    "neither": {"username": None, "password": None},
}


@pytest.mark.parametrize("sent", FORMS_OF_A_LOGIN.values(), ids=FORMS_OF_A_LOGIN)
def test_no_form_of_a_failed_login_forgets_the_wrong_passwords(teacher: Account, sent: dict[str, str | None]) -> None:
    client, form = Client(), {"username": "990301_a001", "password": "Invented2"} | sent
    for _ in range(5):
        log_in(client, password="Invented2")
        assert client.post("/login/", {k: v for k, v in form.items() if v is not None}).status_code == 200
    assert LOCKED in log_in(client).content.decode()


@pytest.mark.parametrize("name", ["９９０３０１＿ａ００１", " 990301_a001\u3000", "990301＿a001"])
def test_other_forms_of_a_name_count_as_the_name(client: Client, teacher: Account, name: str) -> None:
    for _ in range(5):
        log_in(client, name, "Invented2")
    assert LOCKED in log_in(client).content.decode()


def test_what_is_done_without_a_password_forgets_no_wrong_one(
    client: Client, api: Client, teacher: Account, mailoutbox: list[EmailMessage]
) -> None:
    Account.objects.update(email="teacher@example.com")
    browser = Client()
    browser.force_login(teacher)
    for _ in range(5):
        log_in(client, password="Invented2")
        assert api.get("/api/v1/status").status_code == 200
        client.post("/forgotten/", {"username": "990301_a001", "email": "teacher@example.com"})
        client.get(re.findall(r"https://portal.example(/\S+)", mailoutbox[0].body)[0])
        browser.get("/account/")
        browser.post("/account/email/", {"password": "", "email": "a@example.com", "again": "a@example.com"})
        browser.post("/account/password/", {"old_password": "\0"})
        browser.post("/account/", {"name": "示範承辦人"})
    assert LOCKED in log_in(client).content.decode()


def test_existing_names_are_not_revealed(client: Client, teacher: Account) -> None:
    retired = Account.objects.get(pk=teacher.pk)
    answers = {}
    for name in ("990301_a001", "990301_none", "unknown"):
        answers[name] = [log_in(client, name, "Invented2").content.decode() for _ in range(6)]
    retired.is_active = False
    retired.save()
    lockout.unlock(retired.username)
    answers["retired"] = [log_in(client).content.decode() for _ in range(6)]

    for pages in answers.values():
        assert [WRONG in page for page in pages] == [True] * 5 + [False]
        assert LOCKED in pages[5]
    assert set(Entry.objects.values_list("account", flat=True)) == {teacher.pk, None}


def test_an_address_that_tries_many_names(client: Client, teacher: Account) -> None:
    for number in range(50):
        log_in(client, f"990301_x{number:03}", REMOTE_ADDR="2001:db8::1")
    assert LOCKED in log_in(client, REMOTE_ADDR="2001:db8::2").content.decode()
    assert log_in(client, REMOTE_ADDR="2001:db8:0:1::1").status_code == 302


def test_an_address_is_the_proxys_word_only_behind_one(client: Client, teacher: Account, settings: Any) -> None:
    def many(address: str) -> None:
        for number in range(50):
            log_in(client, f"990301_x{number:03}", headers={"X-Forwarded-For": f"192.0.2.{number}, {address}"})

    settings.PORTAL_BEHIND_PROXY = True
    many("198.51.100.1")
    assert LOCKED in log_in(client, headers={"X-Forwarded-For": "198.51.100.1"}).content.decode()
    assert log_in(client, headers={"X-Forwarded-For": "198.51.100.2"}).status_code == 302
    client.logout()

    settings.PORTAL_BEHIND_PROXY = False
    many("198.51.100.3")
    assert LOCKED in log_in(client, headers={"X-Forwarded-For": "198.51.100.4"}).content.decode()


def test_a_schools_many_good_logins_do_not_count(client: Client, teacher: Account) -> None:
    for _ in range(60):
        assert log_in(client).status_code == 302
        client.logout()


def test_attempts_hold_no_names(client: Client, teacher: Account) -> None:
    log_in(client, "990301_typo", REMOTE_ADDR="192.0.2.7")
    stored = repr([*Attempts.objects.values(), *Entry.objects.values()])
    assert "typo" not in stored
    assert "192.0.2" not in stored


def test_attempts_at_once_are_counted_before_they_are_checked(
    client: Client, teacher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def during(*_: object) -> bool:
        """Four more, while the first password is still being checked."""
        monkeypatch.undo()
        for _ in range(4):
            log_in(Client(), password="Invented2")
        return False

    monkeypatch.setattr(Account, "check_password", during)
    log_in(client, password="Invented2")
    assert LOCKED in log_in(client).content.decode()


def test_old_attempts_are_forgotten(client: Client, teacher: Account, at: Callable[[str], None]) -> None:
    log_in(client, "990301_none")
    at("2022-11-05 12:30")
    log_in(client, "990301_other")
    assert Attempts.objects.count() == 2  # the name's and the address's
