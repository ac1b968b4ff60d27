"""The marks of the open workbook made those that are wanted. What stands as it is wanted is not touched."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cgs_validate.checking.matching import named_as_summary
from cgs_validate.marking import memory as mark_memory
from cgs_validate.marking.mark import LONGEST_NOTE, MOST_NOTES
from cgs_validate.marking.memory import Memory
from cgs_validate.marking.summary_sheet import Marked, is_title
from cgs_validate.workbook import Area, address, parse_address

from .fills import GRADIENT, Colour, Fill, parse_fill
from .memory_sheet import read_memory, write_memory
from .open_book import At, OpenBook, OpenSheet, Progress, Stopped, grouped
from .standing import Lines, Mark, Standing, standing_in
from .wanted import Wanted, WantedMark

_NO_MARK = Mark("", None, None)
_Record = dict[tuple[str, At], tuple[str, str]]  # of marked cells: the XML of the fill under it, its note's digest


@dataclass
class Painted(Marked):
    """What became of the marks.

    removed: how many were taken out; protected: the sheets that could get no colour; still_protected: those whose old
    marks had to stay; lost: cells whose mark is not where it was put; without_fill: those whose own fill nothing tells.
    """

    removed: int = 0
    protected: list[str] = field(default_factory=list)
    still_protected: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    without_fill: list[str] = field(default_factory=list)


@dataclass
class _Plan:
    """What is to be done in a sheet: first what is taken out, then what is put in, and what is remembered then."""

    sheet: OpenSheet
    restore: dict[At, Fill] = field(default_factory=dict)
    cut: dict[At, Lines] = field(default_factory=dict)
    paint: dict[At, Fill] = field(default_factory=dict)
    add: dict[At, str] = field(default_factory=dict)
    after: _Record = field(default_factory=dict)


def paint_marks(
    book: OpenBook, wanted: Wanted, places: Iterable[tuple[str, str]] = (), progress: Progress = lambda _: None
) -> Painted:
    """Put in the marks that are wanted, take out all others, and the list of the last check.

    places: where something was found, by sheet and cell. Raises Stopped where ``progress`` does. At any time the
    workbook remembers every mark that stands in it, so that all can be taken out again.
    """
    memory, painted, record, plans = read_memory(book), Painted(), _Record(), list[_Plan]()
    places = list(places)
    own = [sheet.name for sheet in book.sheets() if is_own(sheet)]
    for sheet in book.sheets():
        if sheet.name in own:
            continue
        if sheet.protected:
            old = _remembered(memory, sheet.name)
            record |= old
            painted.protected += [sheet.name] if sheet.name in wanted else []
            painted.still_protected += [sheet.name] if old else []
        else:
            standing = standing_in(sheet, memory)
            record |= _what_stands(sheet.name, standing)
            plans.append(_plan(sheet, standing, wanted.get(sheet.name, {}), painted))
    progress(0.0)
    for name in own:
        if name != mark_memory.SHEET:  # which tells of what still stands
            book.remove_sheet(name)
    steps = _Steps(sum(len(plan.cut) + len(plan.add) for plan in plans), progress)
    with _remembering(book, record, places):
        for plan in plans:
            _take_out(plan, record, steps)
        after = record.copy()
        for plan in plans:
            after |= plan.after
        then = _memory(after, places)
        if then != memory or then == Memory():  # of what is gone, the sheet may still be there
            write_memory(book, then)
        for plan in plans:
            _colour(plan, record)
        for plan in plans:
            _add_notes(plan, record, painted, steps)
    return painted


@dataclass
class _Steps:
    """Tells how far the work is, before each note."""

    count: int
    progress: Progress
    done: int = 0

    def next(self) -> None:
        self.progress(self.done / self.count)
        self.done += 1


@contextmanager
def _remembering(book: OpenBook, record: _Record, places: list[tuple[str, str]]) -> Iterator[None]:
    """Where the person stops the work, note down what stands then."""
    try:
        yield
    except Stopped:
        write_memory(book, _memory(record, places))
        raise


def _plan(sheet: OpenSheet, standing: Standing, wanted: dict[At, WantedMark], painted: Painted) -> _Plan:
    plan = _Plan(sheet)
    fills = sheet.fills([at for at in wanted if not standing.marks.get(at, _NO_MARK).colour])
    for at, want in wanted.items():
        mark, fill = standing.marks.get(at, _NO_MARK), fills.get(at)
        painted.cells += 1
        note = _note(want, standing.theirs.get(at, 0), painted)
        if want.note and not note:
            painted.without_note.append(_told(sheet, at))
        if mark.colour and mark.covered is None:
            painted.without_fill.append(_told(sheet, at))
        covered = fill.xml() if fill else mark.covered or mark_memory.NO_FILL
        if mark.colour != want.colour and not (fill and fill.pattern == GRADIENT):  # which nothing could bring back
            plan.paint[at] = Fill("solid", Colour(rgb=want.colour))
        digest = mark_memory.digest(note) if note else ""
        if mark.lines and mark.lines.digest != digest:
            plan.cut[at] = mark.lines
        if note and not (mark.lines and mark.lines.digest == digest):
            plan.add[at] = note
        plan.after[sheet.name, at] = covered, digest
    for at in standing.marks.keys() - wanted.keys():
        _plan_removal(plan, at, standing.marks[at], painted)
    return plan


def _plan_removal(plan: _Plan, at: At, mark: Mark, painted: Painted) -> None:
    covered = parse_fill(mark.covered or mark_memory.NO_FILL)
    if mark.lines:
        plan.cut[at] = mark.lines
    if mark.colour:
        plan.restore[at] = covered
        painted.removed += 1
        if mark.covered is None or covered.pattern == GRADIENT:
            painted.without_fill.append(_told(plan.sheet, at))
    elif not mark.lines and covered.pattern != GRADIENT:
        painted.lost.append(_told(plan.sheet, at))


def _note(want: WantedMark, theirs: int, painted: Painted) -> str:
    """Return the note that a cell gets, an empty string where it can have none."""
    too_long = theirs and theirs + len(want.note) > LONGEST_NOTE
    return "" if painted.cells > MOST_NOTES or too_long else want.note


def _take_out(plan: _Plan, record: _Record, steps: _Steps) -> None:
    name = plan.sheet.name
    for fill, cells in grouped(plan.restore.items()).items():
        plan.sheet.paint(cells, fill)
    for at in plan.restore.keys() - plan.cut.keys():
        del record[name, at]
    for at, lines in plan.cut.items():
        steps.next()
        plan.sheet.cut_note(at, lines.start)
        if lines.behind:
            plan.sheet.add_note(at, lines.behind)
        covered, _ = record.pop((name, at))
        if (name, at) in plan.after:
            record[name, at] = covered, ""


def _colour(plan: _Plan, record: _Record) -> None:
    for fill, cells in grouped(plan.paint.items()).items():
        plan.sheet.paint(cells, fill)
    for place in plan.after.keys() - record.keys():
        record[place] = plan.after[place][0], ""


def _add_notes(plan: _Plan, record: _Record, painted: Painted, steps: _Steps) -> None:
    for at, note in plan.add.items():
        steps.next()
        if plan.sheet.add_note(at, note):
            record[plan.sheet.name, at] = plan.after[plan.sheet.name, at]
        else:
            painted.without_note.append(_told(plan.sheet, at))


def _remembered(memory: Memory, name: str) -> _Record:
    """Return what is remembered of a sheet."""
    cells = ((cell, parse_address(cell.cell)) for cell in memory.cells if cell.sheet == name)
    return {(name, at): (memory.fills[cell.fill], cell.note) for cell, at in cells if at}


def _what_stands(name: str, standing: Standing) -> _Record:
    """Return what has to be remembered of a sheet as it is."""
    return {
        (name, at): (mark.covered or mark_memory.NO_FILL, mark.lines.digest if mark.lines else "")
        for at, mark in standing.marks.items()
        if mark.colour or mark.lines
    }


def _memory(record: _Record, places: list[tuple[str, str]]) -> Memory:
    memory = Memory(places=places)
    for (sheet, at), (covered, note) in sorted(record.items()):
        memory.add(sheet, address(*at), covered, note)
    return memory


def is_own(sheet: OpenSheet) -> bool:
    """Tell whether a sheet came with marks: their memory, or the list of a check."""
    if not named_as_summary(sheet.name):
        return sheet.name == mark_memory.SHEET
    first = next(sheet.rows(Area(1, 1, 1, 1))).values[0]
    return isinstance(first, str) and is_title(first)


def _told(sheet: OpenSheet, at: At) -> str:
    return f"{sheet.name} {address(*at)}"
