"""What all pages of 工作填報 show: where the school stands."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cgs_validate.spec.months import Month

from ..accounts.models import Unit
from ..reports.models import Report
from ..reports.standings import standing_of


@dataclass(frozen=True)
class State:
    """Where a school stands. ``again``: months that were opened by 申請修改, and are not reported anew yet."""

    unit: Unit

    @cached_property
    def standing(self) -> Any:
        """The current month and its deadline, what is open and what is overdue."""
        return standing_of(self.unit)

    @property
    def current(self) -> Month:
        """The month that is reported now."""
        return self.standing.current

    @cached_property
    def reported(self) -> Report | None:
        """The current month's report."""
        return self.unit.reports.filter(month=self.current).first()

    @property
    def is_open(self) -> bool:
        """Whether the current month may be reported."""
        return self.current in self.standing.open

    @property
    def again(self) -> list[Month]:
        """The months that were opened again."""
        return [month for month in self.standing.open if month != self.current and month not in self.standing.overdue]


def render_work(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page of 工作填報."""
    state = State(request.user.unit)
    return render(request, f"pages/{template}.html", {"state": state, **context}, status=status)
