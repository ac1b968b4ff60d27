"""Personal tokens: shown once, stored as a hash, revoked by their owner alone."""

from collections.abc import Callable

from django.test import Client

from cgs_portal.accounts.models import Account, PersonalToken
from cgs_portal.accounts.tokens import make_token, owner_of, revoke_token


def test_only_the_hash_is_stored(teacher: Account) -> None:
    token = make_token(teacher, "學校的電腦")
    stored = PersonalToken.objects.values().get()
    assert all(token not in str(value) for value in stored.values())
    assert owner_of(token) == teacher


def test_a_token_is_revoked(api: Client, teacher: Account) -> None:
    assert api.get("/api/v1/status").status_code == 200
    assert revoke_token(teacher, teacher.tokens.get().pk)
    assert api.get("/api/v1/status").status_code == 401


def test_but_not_by_another(teacher: Account, neighbour: Account) -> None:
    token = make_token(teacher, "test")
    assert not revoke_token(neighbour, teacher.tokens.get().pk)
    assert owner_of(token) == teacher


def test_an_account_that_was_shut_has_no_token(api: Client, teacher: Account) -> None:
    teacher.is_active = False
    teacher.save()
    response = api.get("/api/v1/status")
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_an_account_that_is_not_confirmed_has_none(api: Client, teacher: Account) -> None:
    teacher.is_confirmed = False
    teacher.save()
    assert api.get("/api/v1/status").status_code == 401
    assert api.put("/api/v1/reports/111-10/none").status_code == 401


def test_its_last_use_is_noted(api: Client, teacher: Account, at: Callable[[str], None]) -> None:
    assert teacher.tokens.get().last_used_at is None
    api.get("/api/v1/status")
    first = teacher.tokens.get().last_used_at
    at("2022-11-05 13:00")
    api.get("/api/v1/status")
    assert first < teacher.tokens.get().last_used_at
    at("2022-11-05 11:00")  # the clock was set back
    api.get("/api/v1/status")
    assert first > teacher.tokens.get().last_used_at
