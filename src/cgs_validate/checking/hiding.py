"""Findings of cells that cannot be seen until a row, a column or a sheet is shown: each says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..workbook import Sheet, Workbook
from .findings import Finding, Hiding, Place
from .rules import OF_HIDDEN


@dataclass
class _Hidden:
    """What is hidden of a sheet."""

    rows: frozenset[int]
    columns: frozenset[int]
    sheet: bool

    def at(self, place: Place) -> Hiding | None:
        """Return what hides a cell, None for one that can be seen."""
        if place.row in self.rows:
            return Hiding.ROW
        if place.column in self.columns:
            return Hiding.COLUMN
        return Hiding.SHEET if self.sheet and place.cell else None


def with_hiding(findings: Iterable[Finding], workbook: Workbook) -> Iterable[Finding]:
    """Return findings with what hides their cells."""
    hidden = {sheet.name: found for sheet in workbook if (found := _hidden(sheet))}
    return _stamped(findings, hidden) if hidden else findings


def _hidden(sheet: Sheet) -> _Hidden | None:
    if sheet.cells is None or not (sheet.cells.hidden_rows or sheet.cells.hidden_columns or not sheet.visible):
        return None
    return _Hidden(frozenset(sheet.cells.hidden_rows), frozenset(sheet.cells.hidden_columns), not sheet.visible)


def _stamped(findings: Iterable[Finding], hidden: dict[str, _Hidden]) -> Iterator[Finding]:
    for finding in findings:
        hiding = None if finding.code in OF_HIDDEN else _at(finding.place, hidden)
        if not hiding and any(_at(place, hidden) for place in finding.related):
            hiding = Hiding.RELATED
        yield replace(finding, hiding=hiding) if hiding else finding


def _at(place: Place, hidden: dict[str, _Hidden]) -> Hiding | None:
    here = hidden.get(place.sheet or "")
    return here.at(place) if here else None
