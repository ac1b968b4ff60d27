"""A school's year at a glance: what each month holds, which are missing, and each case over the months."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..spec.months import Month, parse_month
from .records import Case
from .summary import Summary
from .tables import Statistics

NEW, REFERRED = ("1", "新"), ("1", "3", "4")  # codes of 輔導概況 and 轉介概況, those of 108 and 109 too


@dataclass
class MonthSummary:
    """One month: how many files it is of, and what they hold. ``tally``: the findings by sort."""

    month: Month
    files: int = 0
    cases: int = 0
    new: int = 0
    sessions: int = 0
    services: int = 0
    persons: int = 0
    tally: Counter[str] = field(default_factory=Counter)


@dataclass
class CaseLine:
    """One student over the months: since when a new case, when referred, how many sessions in which month.

    ``student``: what all codes that look alike share.
    """

    student: str
    opened: Month | None = None
    referred: Month | None = None
    sessions: dict[Month, int] = field(default_factory=dict)

    def add(self, case: Case, month: Month) -> None:
        """Add a row of the student."""
        self.sessions[month] = self.sessions.get(month, 0) + case.sessions
        if case.state in NEW:
            self.opened = _earlier(self.opened, month)
        if case.referral in REFERRED:
            self.referred = _earlier(self.referred, month)

    @property
    def last_seen(self) -> Month:
        """The last month in which the student is listed."""
        return max(self.sessions)


@dataclass
class Year:
    """The months of a school. ``undated``: the names of files whose month is not known."""

    months: dict[Month, MonthSummary] = field(default_factory=dict)
    lines: dict[str, CaseLine] = field(default_factory=dict)
    undated: list[str] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)

    def add(self, summary: Summary) -> None:
        """Add a workbook."""
        month = parse_month(summary.month)
        if month is None:
            self.undated.append(summary.name)
            return
        self.statistics.add(summary)
        found = self.months.setdefault(month, MonthSummary(month))
        found.files += 1
        found.cases += len(summary.cases)
        found.services += len(summary.services)
        found.persons += sum(sum(service.persons.values()) for service in summary.services)
        found.tally.update(summary.tally)
        for case in summary.cases:
            found.new += case.state in NEW
            found.sessions += case.sessions
            if case.student:
                self.lines.setdefault(case.student, CaseLine(case.student)).add(case, month)

    def span(self) -> Iterator[tuple[Month, MonthSummary | None]]:
        """Yield each month from the first to the last, with what it holds; None for one that is missing."""
        month = min(self.months, default=None)
        while month and month <= max(self.months):
            yield month, self.months.get(month)
            month = month.next

    @property
    def missing(self) -> list[Month]:
        """The months without a workbook between the first and the last."""
        return [month for month, found in self.span() if found is None]

    @property
    def shared(self) -> list[MonthSummary]:
        """The months of which there are several workbooks, which are added up."""
        return [found for _, found in self.span() if found and found.files > 1]


def _earlier(known: Month | None, month: Month) -> Month:
    return min(known, month) if known else month
