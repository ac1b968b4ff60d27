"""申請修改: a month opened again, reported anew, closed."""

from collections.abc import Callable

import pytest
from sending import Uploads, problem

from cgs_portal.accounts.models import Account, Role, Unit
from cgs_portal.refusals import Refused
from cgs_portal.reports.corrections import open_for, request_correction
from cgs_portal.reports.models import Correction
from cgs_validate.spec.months import Month

OCTOBER = Month(111, 10)


@pytest.fixture
def desk(db: None) -> Account:
    unit = Unit.objects.create(code="990003", name="系統客服")
    return Account.objects.create_user("990003_a001", "Invented1", unit=unit, role=Role.SERVICE_DESK)


def test_a_month_is_open_until_it_is_reported_anew(
    uploads: Uploads, clean: bytes, teacher: Account, at: Callable[[str], None]
) -> None:
    uploads.none()
    at("2022-11-20 09:00")
    assert problem(uploads.put(clean)) == (409, "month_not_open")

    correction = request_correction(teacher, OCTOBER)
    assert request_correction(teacher, OCTOBER) == correction
    status = uploads.client.get("/api/v1/status").json()
    assert (status["open"], status["overdue"]) == (["111-10", "111-11"], [])
    assert uploads.put(clean).status_code == 200

    assert Correction.objects.get().done_at
    assert problem(uploads.none(query="?confirm=true")) == (409, "month_not_open")
    assert request_correction(teacher, OCTOBER) != correction


def test_months_a_unit_may_not_correct_itself(uploads: Uploads, teacher: Account, at: Callable[[str], None]) -> None:
    with pytest.raises(Refused, match="not_correctable"):
        request_correction(teacher, OCTOBER)
    uploads.none()
    at("2023-03-05 09:00")
    with pytest.raises(Refused, match="not_correctable"):
        request_correction(teacher, OCTOBER)


def test_the_service_desk_opens_earlier_months(
    uploads: Uploads, school: Unit, teacher: Account, desk: Account, at: Callable[[str], None]
) -> None:
    uploads.none()
    with pytest.raises(Refused, match="not_correctable"):
        open_for(desk, school, OCTOBER)
    at("2023-03-05 09:00")
    with pytest.raises(Refused, match="forbidden"):
        open_for(teacher, school, OCTOBER)
    open_for(desk, school, OCTOBER)
    assert "111-10" in uploads.client.get("/api/v1/status").json()["open"]


def test_a_units_own_request_lapses_with_its_semester(
    uploads: Uploads, school: Unit, teacher: Account, desk: Account, at: Callable[[str], None]
) -> None:
    def is_open() -> bool:
        return "111-10" in uploads.client.get("/api/v1/status").json()["open"]

    uploads.none()
    at("2022-12-05 09:00")
    request_correction(teacher, OCTOBER)
    at("2023-02-10 09:00")
    assert is_open()
    at("2023-02-11 09:00")
    assert not is_open()
    open_for(desk, school, OCTOBER)
    assert is_open()
    at("2023-09-20 09:00")
    assert is_open()


def test_the_service_desk_asks_nothing_for_itself(desk: Account) -> None:
    with pytest.raises(Refused, match="forbidden"):
        request_correction(desk, OCTOBER)
