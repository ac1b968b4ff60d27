"""Turns at the workers: an account with workbooks that take long holds up no other account."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser, Page
from django.core.files.uploadedfile import SimpleUploadedFile
from sending import Uploads, problem, stored
from workbooks import case, workbook

from cgs_portal.audit.models import Entry
from cgs_portal.refusals import Refused
from cgs_portal.reports import checking, turns
from cgs_portal.reports.models import KeyedRequest
from cgs_portal.reports.turns import Turns

WRONG = (Path(__file__).parents[2] / "examples" / "cgs-111-errors.xlsx").read_bytes()
NOW, SOON = 0.0, 10.0  # seconds to wait


def gets_one(turns: Turns, account: int) -> bool:
    """Whether an account gets a turn at once."""
    with suppress(Refused), turns.turn(account, NOW):
        return True
    return False


@contextmanager
def held(turns: Turns, *accounts: int) -> Iterator[None]:
    with ExitStack() as all_of_them:
        for account in accounts:
            all_of_them.enter_context(turns.turn(account, NOW))
        yield


def test_an_account_has_one_turn_at_a_time() -> None:
    turns = Turns(2)
    with held(turns, 1):
        assert [gets_one(turns, account) for account in (1, 2)] == [False, True]
    assert gets_one(turns, 1)


def test_no_more_turns_than_there_are() -> None:
    turns = Turns(2)
    with held(turns, 1, 2):
        assert not gets_one(turns, 3)
    assert gets_one(turns, 3)


def test_turns_are_in_the_order_of_the_requests_but_not_behind_an_account_that_has_one() -> None:
    turns, order = Turns(1), []

    def wait(account: int) -> None:
        with turns.turn(account, SOON):
            order.append(account)

    with held(turns, 1):
        threads = []
        for number, account in enumerate((1, 2, 3), 1):
            threads.append(threading.Thread(target=wait, args=[account]))
            threads[-1].start()
            while len(turns._waiting) < number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == [1, 2, 3]

    turns = Turns(2)
    with held(turns, 1):
        waiting = threading.Thread(target=wait, args=[1])
        waiting.start()
        while not turns._waiting:
            time.sleep(0.001)
        assert gets_one(turns, 2)  # before the one that waits for its own account
    waiting.join()


def test_the_slow_share_one_turn_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    many, now = Turns(4), [0.0]
    monkeypatch.setattr(turns.time, "monotonic", lambda: now[0])
    with held(many, 1, 2):
        now[0] += turns._SLOW + 1
    with held(many, 1):
        assert [gets_one(many, account) for account in (2, 3)] == [False, True]
    with held(many, 3):
        assert gets_one(many, 2)
    now[0] += turns._REMEMBERED
    with held(many, 1):
        assert gets_one(many, 2)


def test_a_turn_ends_where_the_check_fails() -> None:
    turns = Turns(1)
    with pytest.raises(KeyError), held(turns, 1):
        raise KeyError
    assert gets_one(turns, 2)


@pytest.fixture
def all_at_work(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No worker is free, and no one waits for one."""
    settings.PORTAL_LONGEST_WAIT = NOW
    busy = Turns(1)
    monkeypatch.setattr(checking, "_turns", lambda: busy)
    with held(busy, 0):
        yield


def test_an_upload_is_asked_to_come_again(
    uploads: Uploads, clean: bytes, request: pytest.FixtureRequest, settings: Any
) -> None:
    uploads.put(clean)
    request.getfixturevalue("all_at_work")
    response = uploads.put(workbook([case(D=10)]), Idempotency_Key="k1")
    assert problem(response) == (503, "busy")
    assert int(response.headers["Retry-After"]) > 0
    assert not KeyedRequest.objects.exists()
    assert [path.read_bytes() for path in stored()] == [clean]
    assert not Entry.objects.filter(deed="upload_refused").exists()  # nothing is said of the workbook


def test_so_are_all_pages_that_check(
    browser: Browser, uploads: Uploads, clean: bytes, request: pytest.FixtureRequest
) -> None:
    uploads.put(clean)
    browser.upload(WRONG)
    request.getfixturevalue("all_at_work")
    pages = ("/records/111-10/", "/records/111-10/cases.csv", "/months/111-10/result/", "/months/111-10/marked.xlsx")
    for response in map(browser.get, pages):
        assert (response.status_code, Page(response).heading) == (503, "現在上傳的人太多")
        assert int(response.headers["Retry-After"]) > 0
    sent = browser.post("/months/111-10/", {"workbook": SimpleUploadedFile("x.xlsx", workbook([case(D=10)]))})
    assert (sent.status_code, int(sent.headers["Retry-After"]) > 0) == (503, True)
    assert "請過幾秒再傳一次" in Page(sent).main


def test_a_portal_has_two_workers_at_least(settings: Any) -> None:
    """Else the workbook of one account were the wait of all."""
    settings.PORTAL_WORKERS = 1
    assert checking.workers() == 2
