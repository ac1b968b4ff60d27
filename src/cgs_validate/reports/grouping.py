"""Identical mistakes put together, as the terminal and the HTML report list them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..cached_property import cached_property
from ..checking import rules
from ..checking.findings import Certainty, Finding, Kind, Place

SECTIONS = {"findings": Certainty.CERTAIN, "probable": Certainty.PROBABLE, "warnings": None}  # by their headings

_SHEET_CODES = frozenset(rule.CODE for rule in rules.SHEET_RULES)
_WORKBOOK_CODES = frozenset(rule.CODE for rule in rules.WORKBOOK_RULES)


@dataclass(frozen=True)
class Run:
    """Adjacent cells of one column, from the first to the last: ``C7:C9``, or ``C7`` where they are one."""

    first: Place
    last: Place

    @property
    def count(self) -> int:
        """How many cells they are."""
        return (self.last.row or 0) - (self.first.row or 0) + 1

    def __str__(self) -> str:
        return str(self.first.cell) if self.first == self.last else f"{self.first.cell}:{self.last.cell}"


@dataclass(frozen=True)
class Spot:
    """The cells of a group with the same value, and its fix."""

    value: str | None
    fix: str | None
    places: tuple[Place, ...]

    @property
    def runs(self) -> list[Run]:
        """The cells, adjacent ones joined."""
        return runs(self.places)

    @property
    def count(self) -> int:
        """How many cells they are."""
        return len(self.places)


@dataclass(frozen=True)
class Group:
    """The same mistake, once or many times: the findings differ in nothing but cell, value and fix."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that comes first in the workbook."""
        return self.findings[0]

    @property
    def certainty(self) -> Certainty | None:
        """How sure it is; None for a hint."""
        return self.first.certainty

    @property
    def rank(self) -> int:
        """The place of its section."""
        return rank(self.first)

    @property
    def count(self) -> int:
        """How many findings there are."""
        return len(self.findings)

    @property
    def whole(self) -> bool:
        """Whether this is about the file, a sheet or its columns, not about cells of the data."""
        titles = self.first.code in _WORKBOOK_CODES and self.first.field is None
        return self.first.place.cell is None or self.first.code in _SHEET_CODES or titles

    @property
    def common(self) -> Finding:
        """The finding that speaks for all of them: without the fix and the row to compare with where these differ."""
        fix = self.first.fix if len({finding.fix for finding in self.findings}) == 1 else None
        earlier = len({finding.related for finding in self.findings}) == 1
        return replace(self.first, fix=fix, params=self.first.params if earlier else _shared(self.first))

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The cells of the group by value and fix, in the order of the workbook."""
        spots: dict[tuple[str | None, str | None], list[Place]] = {}
        for finding in self.findings:
            if finding.place.cell:
                spots.setdefault((finding.value, finding.fix), []).append(finding.place)
        return tuple(Spot(value, fix, tuple(places)) for (value, fix), places in spots.items())


def rank(finding: Finding) -> int:
    """Return the place of a finding's section: errors, then what is only probable, then hints."""
    return list(SECTIONS.values()).index(finding.certainty)


def group(findings: Iterable[Finding]) -> list[Group]:
    """Return identical mistakes of a sheet together, the worst first.

    First come the errors of the whole file and of whole sheets, then invalid cells, then missing ones, the most
    frequent first; then what is only probable, and last the hints, each in the same order.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding), []).append(finding)
    return sorted((Group(tuple(same)) for same in groups.values()), key=_rank)


def runs(places: Iterable[Place]) -> list[Run]:
    """Return the cells column by column, adjacent ones of a column joined."""
    joined: list[Run] = []
    for place in sorted(set(places), key=lambda place: (place.sheet or "", place.column or 0, place.row or 0)):
        if joined and joined[-1].last == place._replace(row=(place.row or 0) - 1):
            joined[-1] = Run(joined[-1].first, place)
        else:
            joined.append(Run(place, place))
    return joined


def _key(finding: Finding) -> tuple[object, ...]:
    params = tuple(sorted((name, str(value)) for name, value in _shared(finding).items()))
    return finding.place.sheet, finding.code, finding.field, finding.sort, finding.hiding, params


def _shared(finding: Finding) -> dict[str, Any]:
    """Return the parameters that identical mistakes have in common: all but the row that a cell is compared with."""
    return {name: value for name, value in finding.params.items() if name != "earlier"}


def _rank(group: Group) -> tuple[int, bool, bool, int]:
    whole = group.whole  # these stay in the engine's order, causes first
    return (
        group.rank,
        not whole,
        not whole and group.first.kind is Kind.MISSING,
        0 if whole else -group.count,
    )
