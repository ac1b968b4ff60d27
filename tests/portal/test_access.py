"""Access to each page by role; the cases are in tests/cases/portal/access.yaml."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from browsing import Browser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from sending import Uploads

from cgs_portal.accounts.models import Account, Role, Unit
from cgs_validate.spec.months import Month

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/portal/access.yaml").read_text("utf-8"))
ROLES = ("anybody", *Role.values)


@pytest.fixture
def people(teacher: Account, neighbour: Account) -> dict[str, Account]:
    """An account of each role, and two more schools."""
    other = Unit.objects.create(
        code="990401", name="外縣示範國小", county="另一縣", stage="elementary", first_month=Month(111, 8)
    )
    accounts = {"school": teacher, "other": Account.objects.create_user("990401_a001", None, unit=other, role="school")}
    for number, role in enumerate((Role.COUNTY, Role.MINISTRY, Role.SERVICE_DESK)):
        office = Unit.objects.create(
            code=f"99000{number}", name=role.label, county="示範縣" if role == Role.COUNTY else ""
        )
        accounts[role.value] = Account.objects.create_user(f"{office.code}_a001", None, unit=office, role=role)
    return accounts


def browser(account: Account | None) -> Browser:
    client = Browser()
    if account:
        client.force_login(account)
    return client


@pytest.mark.parametrize("case", CASES, ids=[case["page"] + (" POST" if case.get("post") else "") for case in CASES])
def test_pages(people: dict[str, Account], case: dict[str, Any]) -> None:
    page = case["page"].format(teacher=people["school"].pk)
    found, expected = {}, {}
    for role in ROLES:
        client = browser(people.get(role))
        response = client.post(page) if case.get("post") else client.get(page)
        to_login = response.status_code == 302 and response.headers["Location"].startswith("/login/")
        found[role] = "login" if to_login else response.status_code
        expected[role] = case.get(role, case["others"])
    assert found == expected


def test_the_table_names_every_page() -> None:
    tried = {resolve(case["page"].format(teacher=1)).view_name for case in CASES}
    assert tried == set(names(get_resolver()))


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all pages; the API has tests of its own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif pattern.namespace != "api-1":
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)


def text(account: Account, page: str) -> str:
    response = browser(account).get(page)
    assert response.status_code == 200
    return response.content.decode()


def test_a_county_sees_which_schools_have_reported_but_no_content(
    people: dict[str, Account], api: Client, clean: bytes, at: Callable[[str], None]
) -> None:
    receipt = Uploads(api).put(clean).json()
    assert receipt["receipt"]
    at("2022-11-12 09:00")
    page = text(people["county"], "/progress/")

    assert "示範鄰近實驗學校" in page
    assert "外縣示範國小" not in page
    rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    assert rows == [
        ["單位代碼", "學校", "學制", "111-08", "111-09", "111-10", "111-11"],
        ["990301", "示範實驗學校", "高中職", "－", "－", "已填報", "尚未填報"],
        ["990302", "示範鄰近實驗學校", "高中職", "－", "－", "逾期未填報", "尚未填報"],
    ]
    assert not any(str(receipt[part]) in page for part in ("receipt", "sha256", "spec"))


def test_the_ministry_sees_counts(people: dict[str, Account], api: Client, clean: bytes) -> None:
    Uploads(api).put(clean)
    page = text(people["ministry"], "/progress/")

    rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    assert rows == [
        ["縣市", "111-08", "111-09", "111-10"],
        ["示範縣", "0 / 0", "0 / 0", "1 / 2"],
        ["另一縣", "0 / 1", "0 / 1", "0 / 1"],
        ["合計", "0 / 1", "0 / 1", "1 / 3"],
    ]
    assert "高級中學" not in page


def test_a_county_office_without_a_county_sees_nothing(people: dict[str, Account]) -> None:
    Unit.objects.update(county="")
    assert "轄內還沒有學校" in text(people["county"], "/progress/")
