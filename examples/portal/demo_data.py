"""The invented county of the demo: its offices, its schools, an account each."""

import secrets
import string

from cgs_validate.months import Month

from . import clock
from .accounts.models import Account, Role, Stage, Unit
from .accounts.tokens import make_token
from .reports.windows import current_month, previous

COUNTY = "示範縣"
_OFFICES = {
    "990001": (f"{COUNTY}政府", Role.COUNTY, COUNTY),
    "990002": ("示範署", Role.MINISTRY, ""),
    "990003": ("系統客服", Role.SERVICE_DESK, ""),
}
_STAGES = {Stage.SENIOR: "高級中學", Stage.JUNIOR: "國民中學", Stage.ELEMENTARY: "國民小學"}


def sample_accounts(schools: int) -> list[tuple[str, ...]]:
    """Make what is missing; return each account: its name, a new password, its unit, and a school's new token."""
    current = current_month(clock.today())
    samples = []
    for number in range(schools):
        stage, kind = list(_STAGES.items())[number % len(_STAGES)]
        first = previous(current) if number == 1 else current  # the second school has missed a month
        unit = _unit(str(990301 + number), f"示範第{number + 1}{kind}", COUNTY, stage, first)
        account, password = _account(unit, Role.SCHOOL)
        samples.append((account.username, password, unit.name, make_token(account, "示範")))
    for code, (name, role, county) in _OFFICES.items():
        account, password = _account(_unit(code, name, county, "", None), role)
        samples.append((account.username, password, name))
    return samples


def _unit(code: str, name: str, county: str, stage: str, first: Month | None) -> Unit:
    known = {"name": name, "county": county, "stage": stage, "first_month": first}
    return Unit.objects.get_or_create(code=code, defaults=known)[0]


def _account(unit: Unit, role: Role) -> tuple[Account, str]:
    username, password = f"{unit.code}_a001", _password()
    account = Account.objects.filter(username=username).first()
    if account is None:
        return Account.objects.create_user(username, password, unit=unit, role=role, name="示範承辦人"), password
    account.set_password(password)
    account.save()
    return account, password


def _password() -> str:
    """Return a password by the ministry's rules: 8–20 characters, among them A–Z, a–z and 0–9."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    return "".join(secrets.choice(kind) for kind in kinds * 4)
