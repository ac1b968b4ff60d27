"""Idempotency-Key: a repeated request is carried out once."""

import hashlib
import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sending import Uploads, problem, stored
from workbooks import case, workbook

from cgs_portal import clock
from cgs_portal.accounts.models import Account
from cgs_portal.accounts.tokens import make_token
from cgs_portal.api.problems import PROBLEM
from cgs_portal.refusals import Refused
from cgs_portal.reports.models import KeyedRequest, Report
from cgs_portal.reports.once import claimed
from cgs_portal.reports.receiving import receive
from cgs_validate.spec.months import Month
from cgs_validate.upload import Connection, Response, Token, UploadError
from cgs_validate.upload.address import parse_address
from cgs_validate.upload.api_v1 import _again

WRONG = (Path(__file__).parents[2] / "examples" / "cgs-111-errors.xlsx").read_bytes()
OTHER = workbook([case(D=10)])


def test_the_same_key_gets_the_same_receipt(uploads: Uploads, clean: bytes) -> None:
    first = uploads.put(clean, Idempotency_Key="k1")
    again = uploads.put(clean, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert len(stored()) == 1


def test_without_a_key_each_is_one_of_its_own(uploads: Uploads, clean: bytes) -> None:
    receipts = [uploads.put(data).json()["receipt"] for data in (clean, OTHER, clean)]
    assert len(set(receipts)) == 3


def test_the_same_key_with_another_request(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean, Idempotency_Key="k1")
    assert problem(uploads.put(OTHER, Idempotency_Key="k1")) == (422, "key_reused")
    assert problem(uploads.none(Idempotency_Key="k1")) == (422, "key_reused")
    assert uploads.put(OTHER, Idempotency_Key="k2").status_code == 200


def test_keys_are_each_accounts_own(uploads: Uploads, clean: bytes, neighbour: Account) -> None:
    others = Uploads(Client(headers={"Authorization": f"Bearer {make_token(neighbour, 'test')}"}))
    uploads.put(clean, Idempotency_Key="k1")
    assert others.put(OTHER, Idempotency_Key="k1").status_code == 201


def test_a_refused_request_may_be_sent_again(uploads: Uploads, clean: bytes, at: Callable[[str], None]) -> None:
    assert uploads.put(WRONG, Idempotency_Key="k1").status_code == 422
    assert uploads.put(clean, "111-11", Idempotency_Key="k1").status_code == 409
    assert not KeyedRequest.objects.exists()
    assert uploads.put(clean, Idempotency_Key="k1").status_code == 201


def test_a_declaration_is_confirmed_with_the_same_key(uploads: Uploads, clean: bytes) -> None:
    uploads.put(clean)
    assert problem(uploads.none(Idempotency_Key="k1")) == (409, "needs_confirmation")
    first = uploads.none(query="?confirm=true", Idempotency_Key="k1")
    again = uploads.none(query="?confirm=true", Idempotency_Key="k1")
    assert (first.status_code, again.content) == (200, first.content)


def test_while_someone_is_at_work_the_second_waits(uploads: Uploads, clean: bytes, teacher: Account) -> None:
    sent = f"111-10 {hashlib.sha256(clean).hexdigest()}"
    with claimed(teacher, "k1", sent):
        response = uploads.put(clean, Idempotency_Key="k1")
        assert problem(response) == (409, "in_progress")
        assert int(response.headers["Retry-After"]) > 0
    assert uploads.put(clean, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize(("seconds", "wait"), [(0, 1), (4, 1), (6, 24), (29, 1), (31, 0)])
def test_how_long_the_second_waits(teacher: Account, at: Callable[[str], None], seconds: int, wait: int) -> None:
    with claimed(teacher, "k1", "x"):
        clock.set_to(clock.now() + timedelta(seconds=seconds))
        try:
            with claimed(teacher, "k1", "x"):
                pass
        except Refused as refused:
            assert refused.retry_after == wait
        else:
            assert not wait


def test_a_clock_that_was_set_back_holds_no_key(teacher: Account, at: Callable[[str], None]) -> None:
    with claimed(teacher, "k1", "x"):
        at("2022-11-05 11:59:50")
        with pytest.raises(Refused, match="in_progress") as refused, claimed(teacher, "k1", "x"):
            pass
        assert 0 < (refused.value.retry_after or 0) <= 30
        at("2022-11-05 10:00")
        with claimed(teacher, "k1", "x"):
            pass


@pytest.mark.parametrize("luck", [0.0, 0.5, 1.0])
def test_the_client_is_still_there_when_a_claim_is_given_up(
    teacher: Account, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, luck: float
) -> None:
    """The server is killed while it is at work; the client asks again, as patiently as it does by default."""
    began = time.monotonic()
    slept: list[float] = []
    monkeypatch.setattr(random, "uniform", lambda least, most: least + luck * (most - least))
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: began + sum(slept))
    start = clock.now()

    def answer(*_: object) -> Response | UploadError:
        clock.set_to(start + timedelta(seconds=sum(slept)))
        if not slept:
            return UploadError("connection_lost", uncertain=True)
        try:
            return Response(201, "application/json", receipt_of_again())
        except Refused as refused:
            return Response(409, PROBLEM, b'{"code": "in_progress"}', refused.retry_after)

    def receipt_of_again() -> bytes:
        with claimed(teacher, "k1", "x"):
            return b"{}"

    with claimed(teacher, "k1", "x"), Connection(parse_address("https://cgs.example"), Token("x")) as connection:
        monkeypatch.setattr(connection, "_try", answer)
        assert connection.request("PUT", "/", again=_again).status == 201


def test_a_holder_that_died_is_replaced(teacher: Account, clean: bytes, at: Callable[[str], None]) -> None:
    sent = f"111-10 {hashlib.sha256(clean).hexdigest()}"
    with claimed(teacher, "k1", sent) as claim:
        clock.set_to(clock.now() + timedelta(minutes=3))
        receipt = receive(teacher, Month(111, 10), clean, "k1")
        with pytest.raises(Refused, match="in_progress"):
            claim.settle({})
    assert receive(teacher, Month(111, 10), clean, "k1") == receipt


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=8))
def test_however_requests_are_repeated(uploads: Uploads, clean: bytes, requests: list[tuple[str, bool]]) -> None:
    """A key answers for its first request; as many reports were entered as there are keys, and one is left."""
    KeyedRequest.objects.all().delete()
    Report.objects.all().delete()
    known: dict[str, tuple[bool, bytes]] = {}
    stored: tuple[bool, bytes] | None = None
    for key, other in requests:
        response = uploads.put(OTHER if other else clean, Idempotency_Key=key)
        if key not in known:
            assert response.status_code == (200 if known else 201)
            if stored and stored[0] == other:  # the same content
                assert response.content == stored[1]
            known[key] = stored = other, response.content
        elif known[key][0] == other:
            assert response.content == known[key][1]
        else:
            assert problem(response) == (422, "key_reused")
    assert Report.objects.count() == min(len(known), 1)
    assert Report.objects.values_list("receipt", flat=True).first() == (
        json.loads(stored[1])["receipt"] if stored else None
    )
