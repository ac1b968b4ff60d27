"""PUT /reports/{month}: the stored report and the answer."""

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from calls import die
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from sending import Uploads, content_digest, problem, stored
from workbooks import case, workbook

from cgs_portal.accounts.models import Account, Role, Unit
from cgs_portal.accounts.tokens import make_token
from cgs_portal.audit.models import Entry
from cgs_portal.reports import files, receiving
from cgs_portal.reports.corrections import request_correction
from cgs_portal.reports.models import Report
from cgs_validate import validate
from cgs_validate.spec.months import Month

EXAMPLES = Path(__file__).parents[2] / "examples"
WRONG = (EXAMPLES / "cgs-111-errors.xlsx").read_bytes()


def test_a_clean_workbook_is_stored(uploads: Uploads, clean: bytes, school: Unit) -> None:
    response = uploads.put(clean)

    report = Report.objects.get()
    assert response.status_code == 201
    assert uploads.client.get("/api/v1/status").json()["receipts"] == [response.json()]
    assert response.json() == {
        "receipt": report.receipt,
        "month": "111-10",
        "sha256": hashlib.sha256(clean).hexdigest(),
        "spec": "cgs/111",
        "rows": {"cases": 20, "services": 8},
        "received_at": response.json()["received_at"],
    }
    assert response.json()["received_at"].startswith("2022-11-05T12:00")
    assert (report.unit, report.status, str(report.month)) == (school, "uploaded", "111-10")
    [file] = stored()
    assert file.name == report.file
    assert file.read_bytes() == clean
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_another_replaces_it(
    uploads: Uploads, clean: bytes, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    other = workbook([case(D=10)])
    first = uploads.put(clean)
    with django_capture_on_commit_callbacks(execute=True):
        second = uploads.put(other)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["receipt"] != second.json()["receipt"]
    assert Report.objects.get().receipt == second.json()["receipt"]
    assert [path.read_bytes() for path in stored()] == [other]
    assert [path.read_bytes() for path, _ in files.ages(files.aside())] == [clean]  # for a week


def test_a_unit_fills_the_disk_with_no_more_than_so_many(
    uploads: Uploads, clean: bytes, django_capture_on_commit_callbacks: Callable[..., Any], monkeypatch: Any
) -> None:
    monkeypatch.setattr(files, "MOST_ASIDE", 2)
    others = files.store(b"another's")
    files.set_aside(others)
    for number in range(5):
        with django_capture_on_commit_callbacks(execute=True):
            assert uploads.put((clean, workbook([case(D=10)]))[number % 2]).status_code in (200, 201)
    assert len(stored()) == 1
    left = [path.name for path, _ in files.ages(files.aside())]
    assert others in left
    assert len(left) == 3


def test_identical_content_has_the_receipt_it_got(uploads: Uploads, clean: bytes, at: Callable[[str], None]) -> None:
    first = uploads.put(clean)
    at("2022-11-06 12:00")
    again = uploads.put(clean, Idempotency_Key="k1")
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert len(stored()) == Entry.objects.filter(deed="upload_accepted").count() == 1

    assert uploads.put(workbook([case(D=10)])).status_code == 200
    assert uploads.put(clean, Idempotency_Key="k1").json() == first.json()  # it is done, and not done once more
    assert uploads.put(clean).json()["receipt"] != first.json()["receipt"]


def test_identical_content_is_a_correction_too(uploads: Uploads, clean: bytes, teacher: Account, at: Any) -> None:
    first = uploads.put(clean)
    at("2022-11-20 09:00")
    request_correction(teacher, Month(111, 10))
    assert uploads.put(clean).json() == first.json()
    assert uploads.client.get("/api/v1/status").json()["open"] == ["111-11"]
    assert Entry.objects.filter(deed="upload_accepted").count() == 2


def test_identical_content_is_stored_again_where_its_file_is_lost(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    stored()[0].unlink()
    assert uploads.put(clean).status_code == 200
    assert [path.read_bytes() for path in stored()] == [clean]


def test_identical_content_at_once(uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    check, receipts = receiving.check_acceptable, []

    def meanwhile(*checked: Any, **options: Any) -> Any:
        monkeypatch.undo()
        receipts.append(uploads.put(clean).json())
        return check(*checked, **options)

    monkeypatch.setattr(receiving, "check_acceptable", meanwhile)
    assert [uploads.put(clean).json()] == receipts
    assert [path.name for path in stored()] == [Report.objects.get().file]


def test_a_clock_that_was_set_back_hinders_no_upload(uploads: Uploads, clean: bytes, at: Callable[[str], None]) -> None:
    uploads.put(clean)
    at("2022-11-05 10:00")
    assert uploads.put(workbook([case(D=10)])).status_code == 200


@pytest.mark.parametrize("error", [DatabaseError, OSError])
def test_a_database_that_fails_leaves_no_orphan(
    uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    uploads.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "note", fail)
        assert problem(uploads.put(clean, Idempotency_Key="k1")) == (500, "server_error")
    assert stored() == []
    assert not Report.objects.exists()
    assert uploads.put(clean, Idempotency_Key="k1").status_code == 201


def test_what_was_entered_is_found_though_the_database_failed_to_say_so(
    uploads: Uploads, browser: Browser, clean: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter = receiving._enter

    def and_fail(*arguments: Any, **named: Any) -> None:
        enter(*arguments, **named)
        raise DatabaseError

    uploads.client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_enter", and_fail)
        assert uploads.put(clean).status_code == 500
    assert "當月個案" in browser.page("/records/111-10/").main
    assert browser.get("/records/111-10/cases.csv").status_code == 200
    call_command("clean_up")
    assert [path.read_bytes() for path in stored()] == [clean]


@pytest.mark.parametrize("later", ["workbook", "none"])
def test_a_later_report_is_not_replaced_by_one_that_took_longer(
    uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    check = receiving.check_acceptable

    def meanwhile(*checked: Any, **options: Any) -> Any:
        monkeypatch.undo()
        assert (uploads.none() if later == "none" else uploads.put(workbook([case(D=10)]))).status_code == 201
        return check(*checked, **options)

    monkeypatch.setattr(receiving, "check_acceptable", meanwhile)
    assert problem(uploads.put(clean)) == (409, "superseded")
    report = Report.objects.get()
    assert report.sha256 != hashlib.sha256(clean).hexdigest()
    assert [path.name for path in stored()] == [report.file] * (later == "workbook")


def test_a_workbook_with_mistakes_is_answered_by_its_report(uploads: Uploads) -> None:
    response = uploads.put(WRONG)

    here = validate(WRONG, month="111-10", stage="senior", name="111-10.xlsx", language="zh-TW")
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == here.to_dict()
    assert not Report.objects.exists()
    assert stored() == []


def test_a_refused_workbook_leaves_the_earlier_one(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    uploads.put(WRONG)

    assert [path.read_bytes() for path in stored()] == [clean]
    assert Report.objects.get().sha256 == hashlib.sha256(clean).hexdigest()


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"%PDF-1.7", (422, "pdf")),
        (b"", (422, "empty_file")),
        ((EXAMPLES / "cgs-111.xlsx").read_bytes(), (422, "nothing_filled")),
        (bytes(10_000_001), (413, "too_large")),
    ],
    ids=["pdf", "empty", "blank", "large"],
)
def test_files_that_are_no_report_are_refused(uploads: Uploads, data: bytes, answer: tuple[int, str]) -> None:
    assert problem(uploads.put(data)) == answer
    assert stored() == []


def test_the_filled_in_example_is_refused(uploads: Uploads) -> None:
    report = uploads.put(workbook(in_cases={"name": "填報範例-1.當月個案"})).json()
    assert [found["code"] for found in report["findings"] if found["severity"] == "error"] == ["example_sent"]


def test_the_school_stage_is_the_accounts(uploads: Uploads, school: Unit) -> None:
    school.stage = "elementary"
    school.save()
    assert uploads.put(WRONG).json()["stage"] == "elementary"


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"Content_Digest": None}, (400, "digest_missing")),
        ({"Content_Digest": "sha-512=:AAAA:"}, (400, "digest_missing")),
        ({"Content_Digest": content_digest(b"another")}, (400, "digest_mismatch")),
        ({"Content_Type": "application/json"}, (415, "unsupported_media_type")),
        ({"Content_Encoding": "gzip"}, (415, "unsupported_media_type")),
        ({"Idempotency_Key": "a b"}, (400, "key_unusable")),
        ({"Authorization": "Bearer cgs_none"}, (401, "unauthorized")),
    ],
)
def test_headers_that_are_not_right(
    uploads: Uploads, clean: bytes, headers: dict[str, str | None], answer: tuple[int, str]
) -> None:
    assert problem(uploads.put(clean, **headers)) == answer
    assert not Report.objects.exists()


def test_one_of_several_digests_is_enough(uploads: Uploads, clean: bytes) -> None:
    assert uploads.put(clean, Content_Digest=f"md5=:AAAA:, {content_digest(clean)}").status_code == 201


@pytest.mark.parametrize("month", ["111-13", "111-1", "１１１-10", "2022-10", "x"])
def test_a_month_that_is_none(uploads: Uploads, clean: bytes, month: str) -> None:
    assert problem(uploads.put(clean, month)) == (404, "not_found")


@pytest.mark.parametrize("month", ["111-09", "111-11", "999-12"])
def test_a_month_that_is_not_open(uploads: Uploads, clean: bytes, month: str) -> None:
    assert problem(uploads.put(clean, month)) == (409, "month_not_open")


def test_overdue_months_come_first(uploads: Uploads, clean: bytes, at: Callable[[str], None]) -> None:
    at("2022-11-11 00:00")
    response = uploads.put(clean, "111-11")
    assert problem(response) == (409, "overdue_first")
    assert response.json()["overdue"] == ["111-10"]
    assert uploads.put(clean, "111-10").status_code == 201


def test_after_a_lost_answer_the_receipt_of_a_closed_month_comes_again(
    uploads: Uploads, clean: bytes, at: Callable[[str], None]
) -> None:
    first = uploads.put(clean)
    at("2022-11-11 00:00")
    again = uploads.put(clean)
    assert (again.status_code, again.json()) == (200, first.json())
    assert problem(uploads.put(workbook([case(D=10)]))) == (409, "month_not_open")


@pytest.mark.parametrize("role", [Role.COUNTY, Role.MINISTRY, Role.SERVICE_DESK])
def test_offices_report_nothing(school: Unit, clean: bytes, role: Role) -> None:
    office = Unit.objects.create(code="990001", name="示範縣政府", county="示範縣")
    account = Account.objects.create_user("990001_a001", "Invented1", unit=office, role=role)
    client = Client(headers={"Authorization": f"Bearer {make_token(account, 'test')}"})
    assert problem(Uploads(client).put(clean)) == (403, "forbidden")
    assert problem(Uploads(client).none()) == (403, "forbidden")
    assert problem(client.get("/api/v1/status")) == (403, "forbidden")


def test_so_many_requests_a_minute(uploads: Uploads, settings: Any) -> None:
    settings.PORTAL_RATE = 2
    answers = [uploads.client.get("/api/v1/status") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert problem(answers[-1]) == (429, "too_many_requests")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_a_workbook_that_kills_the_worker_is_refused_and_the_portal_lives_on(
    uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("cgs_validate.api._check_in_worker", die)
        assert problem(uploads.put(clean)) == (422, "worker_died")
    assert uploads.put(clean).status_code == 201


def test_a_disk_that_is_full_stores_nothing(uploads: Uploads, clean: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    uploads.client.raise_request_exception = False
    monkeypatch.setattr("os.fsync", full)
    assert problem(uploads.put(clean)) == (500, "server_error")
    assert stored() == []
    assert not Report.objects.exists()


def test_errors_of_the_framework_are_problems_too(api: Client) -> None:
    assert problem(api.get("/api/v1/nothing")) == (404, "not_found")
    assert problem(api.post("/api/v1/status")) == (405, "method_not_allowed")
    assert problem(Client(headers={"Host": "example.com"}).get("/api/v1/status")) == (400, "bad_request")
