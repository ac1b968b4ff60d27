"""What the rules find: codes, places and parameters, without a sentence in them."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from ..spec.model import Sourced
from ..workbook import address

_NO_PARAMS: dict[str, Any] = {}  # shared, and never written to


class Severity(StrEnum):
    """``error`` blocks the upload; ``warning`` does not, and colours nothing."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """``missing``: not filled in (yellow); ``invalid``: wrong (red)."""

    MISSING = "missing"
    INVALID = "invalid"


_INVALID = Kind.INVALID  # looked up once: attributes of an Enum are slow


class Place(NamedTuple):
    """A sheet, or a cell in it. Rows and columns are Excel's own, from 1."""

    sheet: str | None
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str | None:
        """The cell's address, None for a whole sheet or file."""
        return address(self.row, self.column) if self.row and self.column else None


class Hit(NamedTuple):
    """What a rule yields; the engine adds the rest.

    ``place`` is None for rules that check a value wherever it occurs. ``rests_on``: what the spec says of this, by
    default the field; where that is not stated, only observed or assumed, the finding is a warning.
    """

    place: Place | None = None
    field: str | None = None
    params: dict[str, Any] = _NO_PARAMS
    fix: str | None = None
    related: tuple[Place, ...] = ()
    rests_on: Sourced | None = None


Hits = Iterator[Hit]


@dataclass(slots=True)
class Finding:
    """One thing that a rule noticed. ``value``: the cell as shown; None where it may name a person, or is no cell.

    It is never changed; only frozen it would take four times as long to make.
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

    def at(self, place: Place) -> "Finding":
        """Return the same finding at another place."""
        return Finding(
            self.code, self.kind, self.severity, place, self.field, self.label, self.value, self.params, self.fix,
            self.related,
        )  # fmt: skip


@dataclass(frozen=True)
class Annotation:
    """What one cell gets: ``missing`` or ``invalid``, for all its reasons."""

    place: Place
    kind: Kind
    findings: tuple[Finding, ...]


def annotate(findings: Iterable[Finding]) -> tuple[Annotation, ...]:
    """Return one annotation for each cell with an error, in order of place; invalid wins over missing."""
    by_place: dict[Place, list[Finding]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.place.row and finding.place.column:
            by_place.setdefault(finding.place, []).append(finding)
    return tuple(Annotation(place, _worst(here), tuple(here)) for place, here in by_place.items())


def _worst(findings: list[Finding]) -> Kind:
    return _INVALID if any(finding.kind is _INVALID for finding in findings) else Kind.MISSING
