"""The audit log: its entries, and that no change goes unnoticed."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import ANY

import pytest
from browsing import Browser
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from sending import Uploads

from cgs_portal.accounts.models import Account
from cgs_portal.accounts.tokens import revoke_token
from cgs_portal.audit.log import Fault, digest_of, faults, note
from cgs_portal.audit.models import Deed, Entry, Head
from cgs_portal.reports.corrections import request_correction
from cgs_validate.spec.months import Month

WRONG = (Path(__file__).parents[2] / "examples" / "cgs-111-errors.xlsx").read_bytes()

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal",
}
REPLACE = """INSERT OR REPLACE INTO audit_entry
    SELECT number, at, 'logout', account, unit, told, previous, digest FROM audit_entry WHERE number = 2"""
INSERT = """INSERT INTO audit_entry
    SELECT 7, at, deed, account, unit, told, digest, digest FROM audit_entry WHERE number = 6"""
RENUMBER = """DELETE FROM audit_entry WHERE number = 3;
    UPDATE audit_entry SET number = number - 1 WHERE number > 3"""


def sql(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def without_triggers() -> None:
    """Drop the triggers, as a database administrator may."""
    for name, table in sql(TRIGGERS[connection.vendor]):
        sql(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


@pytest.fixture
def log(teacher: Account) -> list[Entry]:
    """Six entries."""
    for deed in (Deed.LOGIN, Deed.TOKEN_MADE, Deed.LOGIN, Deed.LOGOUT, Deed.LOGIN, Deed.LOGOUT):
        note(deed, teacher)
    return list(Entry.objects.order_by("number"))


def test_an_entry(teacher: Account) -> None:
    note(Deed.UPLOAD_REFUSED, teacher, month="111-10", sha256="ab" * 32, codes={"required": 3})

    entry = Entry.objects.get()
    assert (entry.number, entry.deed, entry.account, entry.unit) == (1, "upload_refused", teacher.pk, "990301")
    assert entry.details == '{"codes": {"required": 3}, "month": "111-10", "sha256": "' + "ab" * 32 + '"}'
    assert entry.at.startswith("2022-11-05T12:00:")
    assert list(faults()) == []


@pytest.mark.parametrize(
    "details",
    [
        {"name": "111-10.xlsx"},
        {"month": "王小明"},
        {"sha256": "someone@example.com"},
        {"codes": {"王小明": 1}},
        {"codes": ["required", "a sentence"]},
        {"codes": 0.5},
    ],
)
def test_typed_texts_are_not_logged(teacher: Account, details: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not for the log") as refused:
        note(Deed.UPLOAD_REFUSED, teacher, **details)
    assert "王小明" not in str(refused.value)
    assert not Entry.objects.exists()


def test_a_deed_that_fails_leaves_no_entry(teacher: Account) -> None:
    with transaction.atomic():
        note(Deed.LOGIN, teacher)
        transaction.set_rollback(True)
    assert (Entry.objects.count(), Head.objects.get().number) == (0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET deed = 'logout' WHERE number = 1",
        "DELETE FROM audit_entry WHERE number = 6",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 3",
        "INSERT INTO audit_head (id, number, digest) VALUES (2, 0, '')",
        REPLACE,
    ],
)
def test_the_database_refuses_changes(log: list[Entry], statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)
    assert list(Entry.objects.order_by("number").values()) == [
        {
            name: getattr(entry, name)
            for name in ("number", "at", "deed", "account", "unit", "details", "previous", "digest")
        }
        for entry in log
    ]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_entry SET account = 77 WHERE number = 2", [(2, "changed")]),
        ("UPDATE audit_entry SET at = '2022-11-04T12:00:00.000000+08:00' WHERE number = 6", [(6, "changed")]),
        ("UPDATE audit_entry SET told = 'no JSON' WHERE number = 3", [(3, "changed")]),
        ("UPDATE audit_entry SET digest = previous WHERE number = 3", [(3, "changed"), (4, "moved")]),
        ("DELETE FROM audit_entry WHERE number = 1", [(1, "missing")]),
        ("DELETE FROM audit_entry WHERE number = 4", [(4, "missing")]),
        ("DELETE FROM audit_entry WHERE number = 6", [(6, "missing")]),
        ("DELETE FROM audit_entry", [(6, "missing")]),
        ("UPDATE audit_head SET number = 9", [(9, "missing")]),
        ("UPDATE audit_head SET number = 5", [(5, "changed"), (6, "end")]),
        ("UPDATE audit_head SET digest = ''", [(6, "changed"), (6, "end")]),
        ("DELETE FROM audit_head", [(6, "end")]),
        (INSERT, [(7, "changed"), (7, "end")]),
        (RENUMBER, [(3, "moved"), (3, "changed"), (4, "changed"), (5, "changed"), (6, "missing")]),
    ],
)
def test_tampering_is_found(log: list[Entry], statement: str, found: list[tuple[int, str]]) -> None:
    without_triggers()
    for part in statement.split(";"):
        sql(part)
    assert list(faults()) == [Fault(*fault) for fault in found]


def test_a_chain_that_was_written_anew_is_found_by_an_earlier_end(
    log: list[Entry], teacher: Account, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = tmp_path / "heads.txt"
    call_command("verify_audit", heads=heads)
    call_command("verify_audit", heads=heads)
    assert heads.read_text() == f"6 {log[-1].digest}\n"

    without_triggers()
    sql("DELETE FROM audit_entry")
    Head.objects.update(number=0, digest="0" * 64)
    for _ in range(6):
        note(Deed.LOGIN, teacher)
    call_command("verify_audit")
    with pytest.raises(CommandError, match="第 6 筆：內容被改過"):
        call_command("verify_audit", heads=heads)


def test_others_may_write_meanwhile(log: list[Entry], teacher: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_first(entry: Entry) -> str:
        monkeypatch.undo()
        note(Deed.LOGIN, teacher)
        return digest_of(entry)

    monkeypatch.setattr("cgs_portal.audit.log.digest_of", write_first)
    assert list(faults()) == []
    assert Entry.objects.count() == 7


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_never_fork_the_chain(teacher: Account) -> None:
    before = Head.objects.get().number

    def write() -> None:
        for _ in range(10):
            note(Deed.LOGIN, teacher)
        connection.close()

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert Head.objects.get().number == before + 40
    assert list(faults()) == []


def test_reports_and_tokens_are_logged(
    uploads: Uploads, teacher: Account, clean: bytes, at: Callable[[str], None]
) -> None:
    digest = hashlib.sha256(clean).hexdigest()
    receipt = uploads.put(clean).json()["receipt"]
    uploads.put(WRONG)
    uploads.put(b"%PDF-1.7")
    uploads.put(clean, "111-12")
    uploads.none("111-10")
    other = uploads.none("111-10", "?confirm=true").json()["receipt"]
    at("2022-12-05 12:00")
    request_correction(teacher, Month(111, 10))
    request_correction(teacher, Month(111, 10))
    revoke_token(teacher, teacher.tokens.get().pk)

    entries = [(entry.deed, json.loads(entry.details)) for entry in Entry.objects.order_by("number")]
    token = entries[0][1]["token"]
    assert entries == [
        ("token_made", {"token": token}),
        (
            "upload_accepted",
            {"month": "111-10", "receipt": receipt, "replaced": False, "sha256": digest, "spec": "cgs/111"},
        ),
        ("upload_refused", {"month": "111-10", "sha256": hashlib.sha256(WRONG).hexdigest(), "codes": ANY}),
        ("upload_refused", {"month": "111-10", "sha256": hashlib.sha256(b"%PDF-1.7").hexdigest(), "codes": {"pdf": 1}}),
        ("upload_refused", {"month": "111-12", "sha256": digest, "codes": {"month_not_open": 1}}),
        ("none_declared", {"month": "111-10", "receipt": other, "replaced": True}),
        ("correction_asked", {"month": "111-10"}),
        ("token_revoked", {"token": token}),
    ]
    assert entries[2][1]["codes"]["required"] > 1
    assert list(faults()) == []


def test_downloads_are_logged(browser: Browser, clean: bytes) -> None:
    browser.upload(WRONG)
    browser.get("/months/111-10/marked.xlsx")
    browser.upload(clean)
    browser.get("/records/111-10/cases.csv")

    entries = Entry.objects.filter(deed=Deed.DATA_DOWNLOADED).order_by("number")
    assert [json.loads(entry.details) for entry in entries] == [
        {"month": "111-10", "sha256": hashlib.sha256(data).hexdigest(), "kind": kind}
        for data, kind in ((WRONG, "marked.xlsx"), (clean, "cases.csv"))
    ]


def test_every_deed_is_logged_somewhere() -> None:
    portal = Path(__file__).parents[2] / "examples" / "portal"
    sources = "".join(path.read_text("utf-8") for path in portal.rglob("*.py") if path.parent.name != "audit")
    assert [deed for deed in Deed if f"Deed.{deed.name}" not in sources] == []
