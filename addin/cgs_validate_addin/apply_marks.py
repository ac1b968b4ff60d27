"""Changes the marks of the open workbook into the requested ones; marks that are right already stay untouched."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cgs_validate.marking import memory as mark_memory
from cgs_validate.marking.mark import LONGEST_NOTE, MOST_NOTES
from cgs_validate.marking.memory import FoundPlace, Memory
from cgs_validate.marking.own_sheets import named_as_memory
from cgs_validate.marking.summary_sheet import Marked
from cgs_validate.workbook import address, parse_address

from .current_marks import CurrentMarks, Lines, Mark, current_marks
from .fills import GRADIENT, Colour, Fill, parse_fill
from .memory_sheet import is_ours, read_lists, read_memory, write_memory
from .open_book import OpenBook, OpenSheet, Position, Progress, Stopped, group_by_fill
from .requested_marks import RequestedMark, RequestedMarks

_NO_MARK = Mark("", None, None)
# By sheet and marked cell: the XML of the fill under the mark, the digest of its note.
_Record = dict[tuple[str, Position], tuple[str, str]]


@dataclass
class AppliedMarks(Marked):
    """The outcome of applying marks.

    removed: the number of marks removed; protected: sheets that could not be coloured; still_protected: sheets whose
    old marks had to stay.
    """

    removed: int = 0
    protected: list[str] = field(default_factory=list)
    still_protected: list[str] = field(default_factory=list)


@dataclass
class _Plan:
    """The changes in a sheet: removals first, then additions, and the sheet's record afterwards."""

    sheet: OpenSheet
    restore: dict[Position, Fill] = field(default_factory=dict)
    cut: dict[Position, Lines] = field(default_factory=dict)
    paint: dict[Position, Fill] = field(default_factory=dict)
    add: dict[Position, str] = field(default_factory=dict)
    after: _Record = field(default_factory=dict)


def apply_marks(
    book: OpenBook,
    requested: RequestedMarks,
    places: Iterable[FoundPlace] = (),
    progress: Progress = lambda _: None,
) -> AppliedMarks:
    """Add the requested marks; remove all others and the findings list of the last check.

    places: the cells with findings. Raises Stopped where ``progress`` does. At any time the mark memory
    lists every mark in the workbook, so that all of them can be removed.
    """
    memory, applied, record, plans = read_memory(book), AppliedMarks(), _Record(), list[_Plan]()
    places, listed = list(places), {} if memory.cells else read_lists(book)
    own = [sheet.name for sheet in book.sheets() if is_ours(sheet)]
    for sheet in book.sheets():
        if sheet.name in own:
            continue
        if sheet.protected:
            old = _stored_record(memory, sheet.name)
            record |= old
            applied.protected += [sheet.name] if sheet.name in requested else []
            applied.still_protected += [sheet.name] if old else []
        else:
            current = current_marks(sheet, memory, listed.get(sheet.name, {}))
            record |= _current_record(sheet.name, current)
            plans.append(_plan(sheet, current, requested.get(sheet.name, {}), applied))
    progress(0.0)
    for name in own:
        if not named_as_memory(name):
            book.remove_sheet(name)
    steps = _Steps(sum(len(plan.cut) + len(plan.add) for plan in plans), progress)
    with _saving_memory(book, record, places):
        for plan in plans:
            _remove(plan, record, steps)
        after = record.copy()
        for plan in plans:
            after |= plan.after
        new_memory = _memory(after, places)
        if new_memory != memory or new_memory == Memory():  # an empty memory's sheet may still exist
            write_memory(book, new_memory)
        for plan in plans:
            _paint(plan, record)
        for plan in plans:
            _add_notes(plan, record, applied, steps)
    return applied


@dataclass
class _Steps:
    """Reports progress before each note."""

    count: int
    progress: Progress
    done: int = 0

    def next(self) -> None:
        self.progress(self.done / self.count)
        self.done += 1


@contextmanager
def _saving_memory(book: OpenBook, record: _Record, places: list[FoundPlace]) -> Iterator[None]:
    """Write the mark memory as it is when the user stops the work."""
    try:
        yield
    except Stopped:
        write_memory(book, _memory(record, places))
        raise


def _plan(
    sheet: OpenSheet, current: CurrentMarks, requested: dict[Position, RequestedMark], applied: AppliedMarks
) -> _Plan:
    plan = _Plan(sheet)
    fills = sheet.fills([at for at in requested if not current.marks.get(at, _NO_MARK).colour])
    for at, request in requested.items():
        mark, fill = current.marks.get(at, _NO_MARK), fills.get(at)
        applied.count(request.sort)
        note = _note(request, current.other_text.get(at, 0), applied)
        if request.note and not note:
            applied.without_note.append(_place(sheet, at))
        if mark.colour and mark.covered is None:
            applied.without_fill.append(_place(sheet, at))
        covered = fill.xml() if fill else mark.covered or mark_memory.NO_FILL
        restorable = not (fill and fill.pattern == GRADIENT)
        if mark.colour != request.colour and restorable:
            plan.paint[at] = Fill("solid", Colour(rgb=request.colour))
        digest = mark_memory.digest(note) if note else ""
        if mark.lines and mark.lines.digest != digest:
            plan.cut[at] = mark.lines
        if note and not (mark.lines and mark.lines.digest == digest):
            plan.add[at] = note
        plan.after[sheet.name, at] = covered, digest
    for at in current.marks.keys() - requested.keys():
        _plan_removal(plan, at, current.marks[at], applied)
    return plan


def _plan_removal(plan: _Plan, at: Position, mark: Mark, applied: AppliedMarks) -> None:
    covered = parse_fill(mark.covered or mark_memory.NO_FILL)
    if mark.lines:
        plan.cut[at] = mark.lines
    if mark.colour:
        plan.restore[at] = covered
        applied.removed += 1
        if mark.covered is None or covered.pattern == GRADIENT:
            applied.without_fill.append(_place(plan.sheet, at))
    elif not mark.lines and covered.pattern != GRADIENT:
        applied.lost.append(_place(plan.sheet, at))


def _note(request: RequestedMark, other_text: int, applied: AppliedMarks) -> str:
    """Return the note for a cell, an empty string if it cannot have one."""
    too_long = other_text and other_text + len(request.note) > LONGEST_NOTE
    return "" if applied.cells > MOST_NOTES or too_long else request.note


def _remove(plan: _Plan, record: _Record, steps: _Steps) -> None:
    name = plan.sheet.name
    for fill, cells in group_by_fill(plan.restore.items()).items():
        plan.sheet.paint(cells, fill)
    for at in plan.restore.keys() - plan.cut.keys():
        del record[name, at]
    for at, lines in plan.cut.items():
        steps.next()
        plan.sheet.truncate_note(at, lines.start)
        if lines.tail:
            plan.sheet.add_note(at, lines.tail)
        covered, _ = record.pop((name, at))
        if (name, at) in plan.after:
            record[name, at] = covered, ""


def _paint(plan: _Plan, record: _Record) -> None:
    for fill, cells in group_by_fill(plan.paint.items()).items():
        plan.sheet.paint(cells, fill)
    for place in plan.after.keys() - record.keys():
        record[place] = plan.after[place][0], ""


def _add_notes(plan: _Plan, record: _Record, applied: AppliedMarks, steps: _Steps) -> None:
    for at, note in plan.add.items():
        steps.next()
        if plan.sheet.add_note(at, note):
            record[plan.sheet.name, at] = plan.after[plan.sheet.name, at]
        else:
            applied.without_note.append(_place(plan.sheet, at))


def _stored_record(memory: Memory, name: str) -> _Record:
    """Return the record of a sheet in the mark memory."""
    cells = ((cell, parse_address(cell.cell)) for cell in memory.cells if cell.sheet == name)
    return {(name, at): (memory.fills[cell.fill], cell.note) for cell, at in cells if at}


def _current_record(name: str, current: CurrentMarks) -> _Record:
    """Return the record of a sheet's marks as they are now."""
    return {
        (name, at): (mark.covered or mark_memory.NO_FILL, mark.lines.digest if mark.lines else "")
        for at, mark in current.marks.items()
        if mark.colour or mark.lines
    }


def _memory(record: _Record, places: list[FoundPlace]) -> Memory:
    memory = Memory(places=places)
    for (sheet, at), (covered, note) in sorted(record.items()):
        memory.add(sheet, address(*at), covered, note)
    return memory


def _place(sheet: OpenSheet, at: Position) -> str:
    return f"{sheet.name} {address(*at)}"
