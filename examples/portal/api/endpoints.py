"""The requests of the upload protocol."""

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.security import HttpBearer

from ..accounts.models import Account
from ..accounts.tokens import owner_of
from ..reports.standings import standing_of


class PersonalTokens(HttpBearer):
    """``Authorization: Bearer`` with a personal token."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """Return the token's owner."""
        return owner_of(token)


class Standing(Schema):
    """What the unit may report, and what it has missed."""

    unit: str
    stage: str
    current_month: str
    open: list[str]
    overdue: list[str]
    deadline: str


api = NinjaAPI(title="輔導工作成果填報系統（範例）", version="1", auth=PersonalTokens(), docs_url=None)


@api.get("/status", response=Standing)
def status(request: HttpRequest) -> Standing:
    """Tell what the unit may report, and what it has missed."""
    account: Account = request.auth
    now = standing_of(account.unit)
    return Standing(
        unit=account.unit.code,
        stage=account.unit.stage,
        current_month=str(now.current),
        open=[str(month) for month in now.open],
        overdue=[str(month) for month in now.overdue],
        deadline=now.deadline.isoformat(),
    )
