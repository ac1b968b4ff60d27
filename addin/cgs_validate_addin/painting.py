"""Annotations painted into the open workbook: colours, notes, and what lay under them remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cgs_validate.findings import Annotation
from cgs_validate.mark_memory import Memory
from cgs_validate.marking import FILLS, LONGEST_NOTE, MOST_NOTES, on_first_cells
from cgs_validate.messages import Catalog
from cgs_validate.report import Report
from cgs_validate.sheets import address
from cgs_validate.writers.summary import Marked

from .fills import GRADIENT, Fill, parse_fill
from .memory_sheet import write_memory
from .open_book import At, OpenBook, OpenSheet, grouped

_FILLS = {kind: parse_fill(fill.decode()) for kind, fill in FILLS.items()}


@dataclass
class Painted(Marked):
    """What marking did; ``protected``: the sheets that could get no colour."""

    protected: list[str] = field(default_factory=list)


@dataclass
class _Plan:
    """What a sheet gets: fills by cell, and notes."""

    sheet: OpenSheet
    fills: dict[At, Fill] = field(default_factory=dict)
    notes: dict[At, str] = field(default_factory=dict)


def paint_marks(
    book: OpenBook, report: Report, sentences: Catalog, kept: Memory, progress: Callable[[float], None]
) -> Painted:
    """Paint a report's annotations into a workbook without marks. kept: what it must remember besides.

    What lies under the marks is remembered before the first is painted, so that they can always be taken out again.
    """
    painted, memory = Painted(), kept
    sheets = {sheet.name: sheet for sheet in book.sheets()}
    plans = [
        _plan(sheets[name], annotations, memory, sentences, painted)
        for name, annotations in _by_sheet(report).items()
        if not _is_protected(sheets[name], painted)
    ]
    found = ((item.place.sheet or "", item.place.cell) for item in report.findings if item.place.cell)
    memory.places += dict.fromkeys(found)
    write_memory(book, memory)
    count = sum(len(plan.notes) for plan in plans)
    done = 0
    for plan in plans:
        for fill, cells in grouped(plan.fills.items()).items():
            plan.sheet.paint(cells, fill)
    for plan in plans:
        for at, note in plan.notes.items():
            if not plan.sheet.add_note(at, note):
                painted.without_note.append(_told(plan.sheet, at))
            done += 1
            progress(done / count)
    return painted


def _by_sheet(report: Report) -> dict[str, list[Annotation]]:
    by_sheet: dict[str, list[Annotation]] = {}
    for annotation in report.annotations:
        by_sheet.setdefault(annotation.place.sheet or "", []).append(annotation)
    merges = {sheet.name: sheet.grid.merges for sheet in report.workbook if sheet.name in by_sheet}
    return {name: on_first_cells(annotations, merges[name]) for name, annotations in by_sheet.items()}


def _is_protected(sheet: OpenSheet, painted: Painted) -> bool:
    if sheet.protected:
        painted.protected.append(sheet.name)
    return sheet.protected


def _plan(
    sheet: OpenSheet, annotations: list[Annotation], memory: Memory, sentences: Catalog, painted: Painted
) -> _Plan:
    """Tell what a sheet gets, and remember what will be covered."""
    plan = _Plan(sheet)
    places = {(note.place.row or 0, note.place.column or 0): note for note in annotations}
    covered = sheet.fills(list(places))
    theirs = {note.at: len(note.text) for note in sheet.notes()}
    for at, annotation in places.items():
        note = sentences.note(annotation)[:LONGEST_NOTE]
        painted.cells += 1
        if painted.cells > MOST_NOTES or (theirs.get(at) and theirs[at] + len(note) > LONGEST_NOTE):
            painted.without_note.append(_told(sheet, at))
            note = ""
        memory.remember(sheet.name, annotation.place.cell or "", covered[at].xml(), note)
        if covered[at].pattern != GRADIENT:  # which no program gives back, once it is covered
            plan.fills[at] = _FILLS[annotation.kind]
        if note:
            plan.notes[at] = note
    return plan


def _told(sheet: OpenSheet, at: At) -> str:
    return f"{sheet.name} {address(*at)}"
