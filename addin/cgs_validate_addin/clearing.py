"""Marks taken out of the open workbook again: each cell gets its own fill and note back."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cgs_validate import mark_memory
from cgs_validate.headers import SUMMARY_SHEET
from cgs_validate.mark_matching import FoundNote, MarkMatching
from cgs_validate.mark_memory import Memory
from cgs_validate.marking import FILLS
from cgs_validate.sheets import address, parse_address
from cgs_validate.unmarking import note_heads

from .fills import GRADIENT, parse_fill
from .memory_sheet import read_memory
from .open_book import OpenBook, OpenSheet, grouped

OWN_SHEETS = (SUMMARY_SHEET, mark_memory.SHEET)
_MARKS = {parse_fill(fill.decode()).fore.rgb for fill in FILLS.values()}
_HEADS = note_heads()


@dataclass
class Cleared:
    """What was taken out: how many marks, and the cells that did not come back as they were.

    lost: their mark was no longer where it was put; without_fill: nothing tells the fill that the mark covered;
    kept: what must still be remembered, of sheets that were protected since.
    """

    cells: int = 0
    lost: list[str] = field(default_factory=list)
    without_fill: list[str] = field(default_factory=list)
    kept: Memory = field(default_factory=Memory)
    protected: list[str] = field(default_factory=list)


def clear_marks(book: OpenBook, after_sheet: Callable[[], None] = lambda: None) -> Cleared:
    """Take all marks out, and the list; the hidden sheet stays until its writer puts another in its stead."""
    cleared, memory = Cleared(), read_memory(book)
    if memory is None:
        book.remove_sheet(SUMMARY_SHEET)
        return cleared
    marked = {cell.sheet for cell in memory.cells}
    for sheet in book.sheets():
        if sheet.name in OWN_SHEETS:
            continue
        if sheet.protected and sheet.name in marked:
            cleared.protected.append(sheet.name)
        elif not sheet.protected:
            _clear_sheet(sheet, memory, cleared)
        after_sheet()
    cleared.kept = Memory(memory.fills, [cell for cell in memory.cells if cell.sheet in cleared.protected])
    book.remove_sheet(SUMMARY_SHEET)
    return cleared


def _clear_sheet(sheet: OpenSheet, memory: Memory, cleared: Cleared) -> None:
    matching = MarkMatching(memory, sheet.name, _take_notes_out(sheet))
    places = {at: reference for reference in matching.places if (at := parse_address(reference))}
    colours = sheet.colours(list(places))
    own = {}
    for at, reference in places.items():
        told = f"{sheet.name} {reference}"
        fill = matching.fill(reference)
        covered = parse_fill(fill or mark_memory.NO_FILL)
        if colours.get(at) not in _MARKS:
            if covered.pattern != GRADIENT:
                cleared.lost.append(told)
            continue
        own[at] = covered
        cleared.cells += 1
        if fill is None or covered.pattern == GRADIENT:
            cleared.without_fill.append(told)
    for covered, cells in grouped(own.items()).items():
        sheet.paint(cells, covered)


def _take_notes_out(sheet: OpenSheet) -> list[FoundNote]:
    """Take our notes out, and our lines out of others' notes; return what they were."""
    found = []
    for note in list(sheet.notes()):
        head = _HEADS.search(note.text)
        if head is None:
            continue
        found.append(FoundNote(address(*note.at), note.author, mark_memory.digest(note.text[head.start() :])))
        sheet.cut_note(note.at, 0 if note.text.startswith(head[0].lstrip()) else head.start())
    return found
