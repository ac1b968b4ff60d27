"""Reminders: days and mails, each once."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from smtplib import SMTPException
from typing import Any

import pytest
import yaml
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from cgs_portal import clock
from cgs_portal.accounts.models import Account, Unit
from cgs_portal.reminders.calendar import Occasion, occasions
from cgs_portal.reports.models import Report
from cgs_validate.spec.months import Month, parse_month

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/portal/reminders.yaml").read_text("utf-8"))
UNITS = [  # code, name, county, stage, role
    ("990301", "示範第一高中", "示範縣", "senior", "school"),
    ("990302", "示範第二國中", "示範縣", "junior", "school"),
    ("990401", "外縣示範國小", "另一縣", "elementary", "school"),
    ("990001", "示範縣政府", "示範縣", "", "county"),
    ("990004", "另一縣政府", "另一縣", "", "county"),
    ("990002", "示範署", "", "", "ministry"),
    ("990003", "系統客服", "", "", "service_desk"),
]


@pytest.fixture
def accounts(db: None) -> dict[str, Account]:
    found = {}
    for code, name, county, stage, role in UNITS:
        first = Month(111, 9) if stage else None
        unit = Unit.objects.create(code=code, name=name, county=county, stage=stage, first_month=first)
        found[code] = Account.objects.create_user(
            f"{code}_a001", None, unit=unit, role=role, email=f"{code}@example.com", name="示範承辦人", phone="049"
        )
    return found


def report(account: Account, month: str) -> None:
    Report.objects.create(
        unit=account.unit,
        month=parse_month(month),
        status="none",
        receipt=f"{account.unit.code} {month}",
        received_at=clock.now(),
        received_from=account,
    )


def late(at: Callable[[str], None]) -> None:
    """On the morning of the 11th all three schools are late, and two counties hear of it."""
    at("2022-11-11 07:00")


@pytest.mark.parametrize(("day", "due"), CASES["days"].items(), ids=map(str, CASES["days"]))
def test_days(day: date, due: list[str]) -> None:
    assert occasions(day) == due


def test_every_month_has_each_once() -> None:
    for year in range(2013, 2031):
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
        found = [(day.month, occasion) for day in days for occasion in occasions(day)]
        assert found == [(month, occasion) for month in range(1, 13) for occasion in Occasion]


@pytest.mark.parametrize("case", CASES["mails"].values(), ids=CASES["mails"])
def test_mails(
    accounts: dict[str, Account], mailoutbox: list[EmailMessage], at: Callable[[str], None], case: dict[str, Any]
) -> None:
    at(f"{case['today']} 07:00")
    for code, months in case["reported"].items():
        for month in months:
            report(accounts[code], month)
    call_command("send_reminders")

    assert sorted(mail.to for mail in mailoutbox) == sorted([f"{code}@example.com"] for code in case["mails"])
    for mail in mailoutbox:
        assert mail.subject.startswith("【輔導工作成果填報系統】")
        assert "示範承辦人" not in mail.body
        for part in case["mails"][mail.to[0].partition("@")[0]]:
            assert part in f"{mail.subject}\n{mail.body}"


def test_run_twice_it_sends_once(
    accounts: dict[str, Account], mailoutbox: list[EmailMessage], at: Callable[[str], None]
) -> None:
    late(at)
    call_command("send_reminders")
    call_command("send_reminders")
    assert len(mailoutbox) == 5
    at("2022-12-12 07:00")
    call_command("send_reminders")
    assert len(mailoutbox) == 10


def test_a_failed_mail_is_sent_by_the_next_run(
    accounts: dict[str, Account],
    mailoutbox: list[EmailMessage],
    at: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    late(at)
    with monkeypatch.context() as patch:
        send = EmailMessage.send

        def fail(mail: EmailMessage) -> int:
            if mail.to == ["990302@example.com"]:
                raise SMTPException(mail.to[0])
            return send(mail)

        patch.setattr(EmailMessage, "send", fail)
        with pytest.raises(CommandError, match="有 1 封寄不出去"):
            call_command("send_reminders")
    assert len(mailoutbox) == 4
    call_command("send_reminders")
    assert mailoutbox[4].to == ["990302@example.com"]
    assert "@" not in "".join(capsys.readouterr())


def test_a_morning_that_was_missed(
    accounts: dict[str, Account], mailoutbox: list[EmailMessage], at: Callable[[str], None]
) -> None:
    at("2022-11-14 09:00")
    call_command("send_reminders")
    assert mailoutbox == []
    call_command("send_reminders", "--day", "2022-11-11")
    assert len(mailoutbox) == 5


def test_only_accounts_in_use_are_reminded(
    accounts: dict[str, Account], mailoutbox: list[EmailMessage], at: Callable[[str], None]
) -> None:
    """Not closed accounts, nor schools that do not report yet."""
    late(at)
    Account.objects.filter(unit__code__in=["990301", "990302"]).update(is_active=False)
    Account.objects.filter(unit__code="990001").update(email="")
    Unit.objects.filter(code="990401").update(first_month="111-11")
    call_command("send_reminders")
    assert mailoutbox == []
    at("2022-11-01 07:00")
    call_command("send_reminders")
    assert mailoutbox == []


def test_unconfirmed_accounts_are_reminded_and_unreachable_schools_counted(
    accounts: dict[str, Account],
    mailoutbox: list[EmailMessage],
    at: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    late(at)
    Account.objects.filter(unit__code="990301").update(is_confirmed=False)
    Account.objects.filter(unit__code="990302").update(is_active=False)
    Account.objects.filter(unit__code="990401").update(email="")
    call_command("send_reminders")
    assert ["990301@example.com"] in [mail.to for mail in mailoutbox]
    assert "還有 2 所逾期的學校沒有可以通知的 Email" in capsys.readouterr().out
