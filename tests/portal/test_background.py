"""Work that no request waits for."""

import threading
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cgs_portal import background
from cgs_portal.accounts.models import Account

PATIENCE = 10.0  # seconds


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The true ``later``, which waits for nothing."""
    monkeypatch.setattr(background, "DELAY", 0.0)
    return background.BACKGROUND.later


def test_it_is_done_in_order_whatever_fails(at_once: Callable[..., None]) -> None:
    done, threads, end = [], set(), threading.Event()

    def work(number: int) -> None:
        threads.add(threading.current_thread())
        if number == 1:
            raise ValueError
        done.append(number)

    for number in range(3):
        at_once(work, number)
    at_once(end.set)
    assert end.wait(PATIENCE)
    assert done == [0, 2]
    assert threading.current_thread() not in threads


def test_what_is_too_much_is_left_out(at_once: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST", 2)
    one = background.Background()
    begun, go_on, done, end = threading.Event(), threading.Event(), [], threading.Event()
    one.later(lambda: (begun.set(), go_on.wait(PATIENCE)))
    assert begun.wait(PATIENCE)
    for number in range(5):
        one.later(done.append, number)
    go_on.set()
    while not end.is_set():
        one.later(end.set)
        end.wait(0.01)
    assert done == [0, 1]


def test_a_forgotten_password_is_answered_alike_whether_there_is_an_account(
    client: Client, teacher: Account, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    """The request asks for no account; what it asks the database is the same."""
    Account.objects.update(email="teacher@example.com")
    retired = Account.objects.create_user(
        "990301_a002", None, unit=teacher.unit, role="school", email="old@example.com", is_active=False
    )
    left: list[tuple[object, ...]] = []
    monkeypatch.setattr(background, "later", lambda *work: left.append(work))
    client.get("/forgotten/")
    client.post("/forgotten/", {"username": "990301_x001", "email": "x@example.com"})
    queries = []
    for name, email in (
        ("990301_a001", "teacher@example.com"),
        ("990301_a001", "other@example.com"),
        ("990301_none", "teacher@example.com"),
        (retired.username, "old@example.com"),
    ):
        with CaptureQueriesContext(connection) as captured:
            client.post("/forgotten/", {"username": name, "email": email})
        queries.append([query["sql"].split()[:1] for query in captured])
        assert not any("accounts_account" in query["sql"] for query in captured)
    assert all(query == queries[0] for query in queries)
    assert (len(left), mailoutbox) == (5, [])
    for work, *arguments in left:
        work(*arguments)  # type: ignore[operator]
    assert [mail.to for mail in mailoutbox] == [["teacher@example.com"]]
