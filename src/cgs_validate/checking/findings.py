"""What the rules find: codes, places and parameters, without a sentence in them."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from ..spec.source import Sourced
from ..workbook import address

_NO_PARAMS: dict[str, Any] = {}  # shared, and never written to


class Severity(StrEnum):
    """``error`` blocks the upload; ``warning`` does not."""

    ERROR = "error"
    WARNING = "warning"


class Certainty(StrEnum):
    """Whether a cell is wrong, or is so only by something that is not stated."""

    CERTAIN = "certain"
    PROBABLE = "probable"


class Kind(StrEnum):
    """``missing``: not filled in (yellow); ``invalid``: wrong (red)."""

    MISSING = "missing"
    INVALID = "invalid"


class Sort(StrEnum):
    """What people see of a finding or an annotation: its kind, how sure it is; a hint colours nothing."""

    MISSING = "missing"
    INVALID = "invalid"
    PROBABLY_MISSING = "probably_missing"
    PROBABLY_INVALID = "probably_invalid"
    WARNING = "warning"


COLOURS = {  # of cells, red, green and blue in hexadecimal digits
    Sort.MISSING: "FFFF00",
    Sort.INVALID: "FF6666",
    Sort.PROBABLY_MISSING: "FFFFCC",
    Sort.PROBABLY_INVALID: "FFD9D9",
}


class Hiding(StrEnum):
    """Why a person may not see in a finding's cell what was read there."""

    ROW = "row"
    COLUMN = "column"
    SHEET = "sheet"
    RELATED = "related"  # the cell can be seen, but not the one that it was compared with
    LOOK = "look"  # some of the text is struck out or raised


class Place(NamedTuple):
    """A sheet, or a cell in it. Rows and columns are Excel's own, from 1."""

    sheet: str | None
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str | None:
        """The cell's address, None for a whole sheet or file."""
        return address(self.row, self.column) if self.row and self.column else None

    def row_from(self, here: "Place") -> dict[str, Any]:
        """Return its row as findings have it, with its sheet where a person looks from another one."""
        return {"row": self.row} if self.sheet == here.sheet else {"row": self.row, "sheet": self.sheet}


class Evidence(NamedTuple):
    """Where a workbook says what a declaration of the spec says: the declaration's path, the place, the words there."""

    declaration: str
    place: Place
    quote: str


class Hit(NamedTuple):
    """What a rule yields; the engine adds the rest.

    ``place`` is None for rules that check a value wherever it occurs. ``rests_on``: what the spec says of this, by
    default the field; where that is not stated, only observed or assumed, an error becomes a probable one. ``hint``:
    this one is no more than worth a look.
    """

    place: Place | None = None
    field: str | None = None
    params: dict[str, Any] = _NO_PARAMS
    fix: str | None = None
    related: tuple[Place, ...] = ()
    rests_on: Sourced | None = None
    hint: bool = False


Hits = Iterator[Hit]


@dataclass(slots=True)
class Finding:
    """One thing that a rule noticed. ``value``: the cell as shown; None where it may name a person, or is no cell.

    ``says``: where the workbook itself says what the rule says, if no document of the spec does. ``probable``: it would
    be an error, were what it rests on stated; other warnings are mere hints. ``own_list``: the codes in it are those of
    the workbook's form. ``hiding``: why its cell may not be seen. It is never changed; only frozen it would take four
    times as long to make.
    """

    code: str
    kind: Kind
    severity: Severity
    place: Place
    field: str | None = None
    label: str | None = None
    value: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    fix: str | None = None
    related: tuple[Place, ...] = ()
    says: Evidence | None = None
    probable: bool = False
    own_list: bool = False
    hiding: Hiding | None = None

    @property
    def certainty(self) -> Certainty | None:
        """How sure it is that something is wrong; None for a hint."""
        if self.severity is Severity.ERROR:
            return Certainty.CERTAIN
        return Certainty.PROBABLE if self.probable else None

    @property
    def sort(self) -> Sort:
        """What people see of it."""
        return sort_of(self.kind, self.certainty)

    def at(self, place: Place) -> "Finding":
        """Return the same finding at another place."""
        return Finding(
            self.code, self.kind, self.severity, place, self.field, self.label, self.value, self.params, self.fix,
            self.related, self.says, self.probable, self.own_list, self.hiding,
        )  # fmt: skip


@dataclass(frozen=True)
class Annotation:
    """What one cell gets, for all its reasons."""

    place: Place
    kind: Kind
    findings: tuple[Finding, ...]
    certainty: Certainty = Certainty.CERTAIN

    @property
    def sort(self) -> Sort:
        """What people see of it."""
        return sort_of(self.kind, self.certainty)


def annotate(findings: Iterable[Finding]) -> tuple[Annotation, ...]:
    """Return one annotation for each cell with an error or a probable one, in order of place.

    Certain wins over probable, then invalid over missing.
    """
    by_place: dict[Place, list[Finding]] = {}
    for finding in findings:
        wrong = finding.severity is Severity.ERROR or finding.probable
        if wrong and finding.place.row and finding.place.column:
            by_place.setdefault(finding.place, []).append(finding)
    return tuple(_annotation(place, here) for place, here in by_place.items())


def sort_of(kind: Kind, certainty: Certainty | None) -> Sort:
    """Return what people see of a kind that is so sure."""
    if certainty is None:
        return Sort.WARNING
    if certainty is Certainty.CERTAIN:
        return Sort.MISSING if kind is Kind.MISSING else Sort.INVALID
    return Sort.PROBABLY_MISSING if kind is Kind.MISSING else Sort.PROBABLY_INVALID


def _annotation(place: Place, here: list[Finding]) -> Annotation:
    decisive = here[0]
    if len(here) > 1:
        here.sort(key=lambda finding: finding.probable)
        decisive = max(here, key=lambda finding: (not finding.probable, finding.kind is Kind.INVALID))
    certainty = Certainty.PROBABLE if decisive.probable else Certainty.CERTAIN
    return Annotation(place, decisive.kind, tuple(here), certainty)
