"""PUT /reports/{month}/none: 當月無個案及服務, which deletes an uploaded workbook, but not unasked."""

from collections.abc import Callable
from typing import Any

from sending import Uploads, problem, stored

from cgs_portal.reports.models import Report


def test_a_month_without_cases(uploads: Uploads) -> None:
    response = uploads.none()

    report = Report.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "receipt": report.receipt,
        "month": "111-10",
        "sha256": None,
        "spec": None,
        "rows": {},
        "received_at": response.json()["received_at"],
    }
    assert report.status == "none"


def test_an_uploaded_workbook_is_deleted_only_when_confirmed(
    uploads: Uploads, clean: bytes, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    uploads.put(clean)

    asked = uploads.none()
    assert problem(asked) == (409, "needs_confirmation")
    assert asked.json()["needs_confirmation"] is True
    assert asked.json()["rows"] == {"cases": 20, "services": 8}
    assert [path.read_bytes() for path in stored()] == [clean]
    assert Report.objects.get().status == "uploaded"

    with django_capture_on_commit_callbacks(execute=True):
        assert uploads.none(query="?confirm=true").status_code == 200
    assert stored() == []
    assert Report.objects.get().status == "none"


def test_a_workbook_takes_its_place_again(uploads: Uploads, clean: bytes) -> None:
    uploads.none()
    assert uploads.put(clean).status_code == 200
    assert Report.objects.get().status == "uploaded"


def test_windows_hold_for_it_too(uploads: Uploads, at: Callable[[str], None]) -> None:
    assert problem(uploads.none("111-09")) == (409, "month_not_open")
    at("2022-11-11 00:00")
    assert problem(uploads.none("111-11")) == (409, "overdue_first")
    first = uploads.none("111-10")
    again = uploads.none("111-10")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_an_unknown_value_of_confirm_is_refused(uploads: Uploads) -> None:
    assert problem(uploads.none(query="?confirm=perhaps")) == (400, "bad_request")
