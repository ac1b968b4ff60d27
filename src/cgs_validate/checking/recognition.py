"""Which form a workbook is, and what says so.

In this order: sheet names, number and order of the columns, the columns that only some forms have, the month. The
wording of the headers comes last, for that of the form in use is not known (docs/facts.md A1, A6). Names that differ
by a point or a line alone are the same (111 and 112); which of them it is exactly counts where the month is not known.
Two columns that a form has not, or two of its own that are absent in a month it does not serve, rule it out before all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from ..cached_property import cached_property
from ..errors import ReadError
from ..spec.library import all_specs
from ..spec.model import TemplateSpec
from ..spec.months import Month, find_month
from ..text import key
from ..workbook import Workbook
from .findings import Place
from .matching import likeness, match_sheets
from .sheet_match import SheetMatch

_RECOGNISED = 0.3  # the least likeness between a workbook and the spec that it is checked with
_CLEARLY = 2  # so many columns that only other forms have, or it alone, outweigh the names of the sheets


class Clue(NamedTuple):
    """What speaks for a form: the name of a sentence with its parameters."""

    code: str
    params: dict[str, Any]


class _Rank(NamedTuple):
    """How well a form fits, the weightiest first."""

    possible: bool
    sheet_names: int
    columns: bool
    own_columns: int
    serves_month: bool
    exact_names: int
    template: bool
    headers: float
    released: bool
    month: int
    first_month: Month


@dataclass(frozen=True)
class _Candidate:
    """A form that a workbook may be, with its sheets as they were found."""

    spec: TemplateSpec
    matches: list[SheetMatch]

    @cached_property
    def likeness(self) -> float:
        return round(likeness(self.spec, self.matches), 3)

    @cached_property
    def fields(self) -> set[tuple[int, str]]:
        """The columns that the form has, by sheet of the workbook."""
        return {(id(match.sheet), name) for match in self.matches for name in match.spec.fields}

    @cached_property
    def found(self) -> set[tuple[int, str]]:
        """Of these the columns that the workbook has, known by more than their place."""
        return {
            (id(match.sheet), name)
            for match in self.matches
            for name in chain(match.columns, match.renamed)
            if name not in match.by_place
        }

    def own_headers(self, others: Iterable["_Candidate"]) -> list[str]:
        """Return the headers, as in the form, of the columns in the workbook that no other form has."""
        own = self.found.difference(*(other.fields for other in others))
        fields = ((id(match.sheet), item) for match in self.matches for item in match.spec.fields.values())
        return [item.header for sheet, item in fields if (sheet, item.name) in own]

    @cached_property
    def named(self) -> list[str]:
        """The sheets that are named as in the form, but for a point or a line between the words."""
        return [
            match.sheet.name
            for match in self.matches
            if match.sheet and _words(match.sheet.key) == _spec_words(match.spec.sheet_name)
        ]

    @property
    def whole(self) -> bool:
        """Whether it has all sheets by their names, each with as many columns as the form, whatever their wording."""
        return len(self.named) == len(self.matches) and all(match.complete for match in self.matches)

    @property
    def exactly_named(self) -> int:
        return sum(match.sheet is not None and match.sheet.name == match.spec.sheet_name for match in self.matches)


def _words(key: str) -> str:
    return re.sub(r"[\W_]", "", key)


@lru_cache(256)
def _spec_words(name: str) -> str:
    return _words(key(name))


def recognise(
    workbook: Workbook, month: Month | None = None
) -> tuple[TemplateSpec, list[SheetMatch], tuple[Clue, ...]]:
    """Return the spec that a workbook follows, with its sheets and what speaks for it.

    month: the report month, by default that of a title. Raises ReadError(``unrecognised``) where no spec fits.
    """
    every = (_Candidate(spec, match_sheets(spec, workbook, month)) for spec in all_specs())
    fitting = [candidate for candidate in every if candidate.likeness >= _RECOGNISED or candidate.whole]
    if not fitting:
        raise ReadError("unrecognised")
    there = set[tuple[int, str]]().union(*(candidate.found for candidate in fitting))
    common = fitting[0].fields.intersection(*(candidate.fields for candidate in fitting))
    ranks = [_rank(candidate, there, common, workbook, month) for candidate in fitting]
    best = max(range(len(fitting)), key=ranks.__getitem__)
    clues = _clues(fitting[best], ranks[best], [rank for rank in ranks if rank is not ranks[best]], fitting, month)
    return fitting[best].spec, fitting[best].matches, tuple(clues)


def _rank(
    candidate: _Candidate,
    there: set[tuple[int, str]],
    common: set[tuple[int, str]],
    workbook: Workbook,
    month: Month | None,
) -> _Rank:
    """Return how well a form fits. there: all known columns of the workbook; common: those that every form has."""
    foreign = there - candidate.fields
    lacking = candidate.fields - there - common
    month = _month(candidate, month)
    serves = month is not None and candidate.spec.serves(month)
    return _Rank(
        possible=len(foreign) < _CLEARLY and (serves or len(lacking) < _CLEARLY),
        sheet_names=len(candidate.named),
        columns=all(match.complete for match in candidate.matches),
        own_columns=-len(foreign) - len(lacking),
        serves_month=serves,
        exact_names=candidate.exactly_named,
        template=workbook.template == candidate.spec.id,
        headers=candidate.likeness,
        released=candidate.spec.status == "released",
        month=-candidate.spec.months_from(month) if month else 0,
        first_month=candidate.spec.first_month,
    )


def _month(candidate: _Candidate, month: Month | None) -> Month | None:
    return month or next((month for _, month in titled_months(candidate.matches)), None)


def _clues(
    best: _Candidate, rank: _Rank, rivals: Sequence[_Rank], fitting: Sequence[_Candidate], month: Month | None
) -> Iterator[Clue]:
    """Yield what speaks for the best form, until nothing else fits as well."""
    if best.named:
        yield Clue("sheet_names", {"names": best.named})
    if rank.columns:
        yield Clue("columns", {"counts": {match.spec.label: len(match.spec.fields) for match in best.matches}})
    if (best.named or rank.columns) and _alone(rank, rivals, "columns"):
        return
    others = [other for other in fitting if other is not best]
    if others and (own := best.own_headers(others)):
        yield Clue("own_columns", {"names": own})
        if _alone(rank, rivals, "own_columns"):
            return
    month = _month(best, month)
    if month and best.spec.serves(month):
        yield Clue("month", {"month": str(month)})
    elif rank.template:
        yield Clue("template", {})
    else:
        yield Clue("headers", {})


def _alone(rank: _Rank, rivals: Sequence[_Rank], last: str) -> bool:
    """Return whether no other form is as good down to a criterion."""
    length = _Rank._fields.index(last) + 1
    return not any(rival[:length] == rank[:length] for rival in rivals)


def titled_months(matches: Iterable[SheetMatch]) -> Iterator[tuple[Place, Month]]:
    """Yield the report months in the titles of sheets, with their places."""
    for match in matches:
        found = find_month([text for _, _, text in match.folded_titles])
        if match.sheet and found:
            row, column, _ = match.folded_titles[found[0]]
            yield Place(match.sheet.name, row, column), found[1]
