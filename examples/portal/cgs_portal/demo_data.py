"""The invented county of the demo: its offices, its schools, an account each."""

import secrets
import string

from django.contrib.auth.hashers import make_password
from django.db import transaction

from cgs_validate.spec.months import Month

from . import clock
from .accounts.models import Account, Role, Stage, Unit
from .accounts.tokens import make_token
from .reports.windows import current_month, previous

COUNTY = "示範縣"
_OFFICES = {
    "990001_a001": (f"{COUNTY}政府", Role.COUNTY, COUNTY),
    "990002_a001": ("示範署", Role.MINISTRY, ""),
    "990003_a001": ("系統客服", Role.SERVICE_DESK, ""),
    "990003_a002": ("系統客服", Role.SERVICE_DESK, ""),
}
_STAGES = {Stage.SENIOR: "高級中學", Stage.JUNIOR: "國民中學", Stage.ELEMENTARY: "國民小學"}


@transaction.atomic
def sample_accounts(schools: int, password: str) -> list[tuple[str, ...]]:
    """Make the missing accounts, set the password of all; return account, unit and, for a school, a new token."""
    current = current_month(clock.today())
    hashed = make_password(password)
    samples: list[tuple[str, ...]] = []
    for number in range(schools):
        stage, kind = list(_STAGES.items())[number % len(_STAGES)]
        first = previous(current) if number == 1 else current  # the second school has missed a month
        unit = _unit(str(990301 + number), f"示範第{number + 1}{kind}", COUNTY, stage, first)
        account = _account(f"{unit.code}_a001", unit, Role.SCHOOL, hashed)
        samples.append((account.username, unit.name, make_token(account, "示範")))
    for username, (name, role, county) in _OFFICES.items():
        account = _account(username, _unit(username[:6], name, county, "", None), role, hashed)
        samples.append((account.username, name))
    return samples


def new_password() -> str:
    """Return a password by the ministry's rules: 8–20 characters, among them A–Z, a–z and 0–9."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    return "".join(secrets.choice(kind) for kind in kinds * 4)


def _unit(code: str, name: str, county: str, stage: str, first: Month | None) -> Unit:
    known = {"name": name, "county": county, "stage": stage, "first_month": first}
    return Unit.objects.get_or_create(code=code, defaults=known)[0]


def _account(username: str, unit: Unit, role: Role, password: str) -> Account:
    known = {
        "unit": unit,
        "role": role,
        "name": "示範承辦人",
        "email": f"{unit.code}@example.com",
        "password": password,
        "is_confirmed": True,
    }
    return Account.objects.update_or_create(username=username, defaults=known)[0]
