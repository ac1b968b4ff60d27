"""The marks that a report asks for: each cell's colour and note; and the cells to walk through."""

from typing import NamedTuple

from cgs_validate.checking.findings import Annotation, Finding, Place, Sort
from cgs_validate.checking.messages import Catalog
from cgs_validate.checking.report import Report
from cgs_validate.marking.mark import LONGEST_NOTE, on_first_cells
from cgs_validate.marking.memory import FoundPlace
from cgs_validate.reports.grouping import rank

from .current_marks import COLOURS
from .open_book import Position


class RequestedMark(NamedTuple):
    """The colour and note for a cell."""

    sort: Sort
    note: str

    @property
    def colour(self) -> str:
        """The six digits of the colour."""
        return COLOURS[self.sort]


RequestedMarks = dict[str, dict[Position, RequestedMark]]  # by sheet


def requested_marks(report: Report, sentences: Catalog) -> RequestedMarks:
    """Return the marks of a report's annotations; those of merged cells on the first."""
    by_sheet: dict[str, list[Annotation]] = {}
    for annotation in report.annotations:
        by_sheet.setdefault(annotation.place.sheet or "", []).append(annotation)
    merges = {sheet.name: sheet.grid.merges for sheet in report.workbook if sheet.name in by_sheet}
    return {
        name: {
            (note.place.row or 0, note.place.column or 0): RequestedMark(note.sort, sentences.note(note)[:LONGEST_NOTE])
            for note in on_first_cells(annotations, merges[name])
        }
        for name, annotations in by_sheet.items()
    }


def found_places(report: Report, sentences: Catalog) -> list[FoundPlace]:
    """Return the cells with findings, each with its surest."""
    surest: dict[Place, Finding] = {}
    for finding in sorted(report.findings, key=rank):
        surest.setdefault(finding.place, finding)
    return [
        FoundPlace(place.sheet or "", place.cell, finding.sort, _reason(finding, sentences))
        for place, finding in surest.items()
        if place.cell
    ]


def _reason(finding: Finding, sentences: Catalog) -> str:
    """Return on one line what is wrong in which column."""
    said = sentences.message(finding).replace("\n", " ")
    return f"{finding.label}：{said}" if finding.label else said
