"""Fixtures for the tests of the example portal. Django is configured here, so that the other tests never import it."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import django
import pytest
from browsing import Browser
from django.test import Client
from sending import Uploads

from cgs_validate.spec.months import Month

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal_settings")
django.setup()

from cgs_portal import background, clock
from cgs_portal.accounts.models import Account, Role, Unit
from cgs_portal.accounts.tokens import make_token
from cgs_portal.load import shares


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the workbooks of one test, no counts from another, and no work for later."""
    monkeypatch.setattr(background, "later", lambda work, *arguments: work(*arguments))
    monkeypatch.setattr(shares, "SHARES", shares.Shares())
    settings.PORTAL_FILES = tmp_path_factory.mktemp("portal") / "reports"


@pytest.fixture
def at() -> Iterator[Callable[[str], None]]:
    """Set the portal's clock: ``at("2022-11-05 12:00")``."""
    yield lambda moment: clock.set_to(datetime.fromisoformat(moment))
    clock.set_to(None)


@pytest.fixture
def school(db: None, at: Callable[[str], None]) -> Unit:
    """A senior high school that has reported nothing yet, on the 5th of November 2022."""
    at("2022-11-05 12:00")
    return Unit.objects.create(
        code="990301", name="示範實驗學校", county="示範縣", stage="senior", first_month=Month(111, 10)
    )


@pytest.fixture
def teacher(school: Unit) -> Account:
    return Account.objects.create_user("990301_a001", "Invented1", unit=school, role=Role.SCHOOL)


@pytest.fixture
def neighbour(school: Unit) -> Account:
    """The account of another school of the county."""
    unit = Unit.objects.create(
        code="990302", name="示範鄰近實驗學校", county="示範縣", stage="senior", first_month=Month(111, 10)
    )
    return Account.objects.create_user("990302_a001", "Invented1", unit=unit, role=Role.SCHOOL)


@pytest.fixture
def api(teacher: Account) -> Client:
    """A client with the teacher's token."""
    return Client(headers={"Authorization": f"Bearer {make_token(teacher, 'test')}"})


@pytest.fixture
def client() -> Browser:
    """A browser in which no one is logged in."""
    return Browser()


@pytest.fixture
def browser(teacher: Account) -> Browser:
    """A browser in which the teacher is logged in."""
    browser = Browser()
    browser.force_login(teacher)
    return browser


@pytest.fixture
def uploads(api: Client) -> Uploads:
    return Uploads(api)


@pytest.fixture(scope="session")
def clean() -> bytes:
    """A workbook of 111-10 that a senior high school may send."""
    return (Path(__file__).parents[2] / "examples" / "cgs-111-clean.xlsx").read_bytes()
