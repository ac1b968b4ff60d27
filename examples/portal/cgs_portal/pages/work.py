"""The part that all pages of 工作填報 share: the school's reporting status."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from cgs_validate.spec.months import Month

from ..accounts.models import Unit
from ..reports.models import Report
from ..reports.unit_status import status_of


@dataclass(frozen=True)
class State:
    """The reporting status of a school. ``again``: months opened by 申請修改, and not yet reported anew."""

    unit: Unit

    @cached_property
    def status(self) -> Any:
        """The current month and its deadline, the open and the overdue months."""
        return status_of(self.unit)

    @property
    def current(self) -> Month:
        """The month that is reported now."""
        return self.status.current

    @cached_property
    def reported(self) -> Report | None:
        """The current month's report."""
        return self.unit.reports.filter(month=self.current).first()

    @property
    def is_open(self) -> bool:
        """Whether the current month may be reported."""
        return self.current in self.status.open

    @property
    def again(self) -> list[Month]:
        """The months that were opened again."""
        return [month for month in self.status.open if month != self.current and month not in self.status.overdue]


def render_work(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page of 工作填報."""
    state = State(request.user.unit)
    return render(request, f"pages/{template}.html", {"state": state, **context}, status=status)
