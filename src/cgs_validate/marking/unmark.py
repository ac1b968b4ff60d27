"""Marks removed from a workbook: the cells' own fills and notes come back, also after Excel saved it."""

from collections.abc import Collection, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from ..atomic_write import deliver
from ..editing.markup import utf8
from ..editing.notes import NotesEditor
from ..editing.references import formats_in
from ..editing.shared_texts import remove_last_texts
from ..editing.sheet import CellPart, SheetEditor
from ..editing.sheet_notes import SheetNotes
from ..editing.styles import StylesEditor
from ..editing.workbook import WorkbookEditor
from ..errors import ReadError, errors_in
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.workbook import WorkbookReader
from ..workbook import Grid, OpenedWorkbook, Sheet, parse_address
from . import memory
from .memory import FoundNote, MarkMatching, Memory, recall
from .own_notes import has_head, may_hold_ours, our_lines
from .own_sheets import is_own, listed_colours, named_as_memory, named_as_own

_MOST_RENAMED, _SAMPLE = 20, 100  # sheets that are looked for by their marks; marks of each
_NAME, _FORMULA = 2, 6  # columns of the memory: the name of a sheet, and a formula that follows a cell of it


@dataclass
class Unmarked:
    """How many marks were removed, and the cells that did not come back as they were.

    lost: their mark was no longer where it was put; without_fill: the fill that the mark covered is not known.
    """

    cells: int = 0
    lost: list[str] = field(default_factory=list)
    without_fill: list[str] = field(default_factory=list)


def unmark(
    source: str | Path | bytes | BinaryIO,
    target: str | Path | BinaryIO,
    *,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
) -> Unmarked:
    """Write a copy of a workbook without the marks in it. Arguments and errors as those of ``mark``.

    Only ``limits`` bound the time and memory: for a file that is not trusted, ``WorkerPool.call`` a function with this.
    """
    with errors_in(language):
        container, _ = open_container(source, limits)
        plain, done = unmarked(container)
        deliver(plain.data, target, force=force)
    return done


def unmarked(container: Container) -> tuple[Container, Unmarked]:
    """Return a workbook without marks, and what was done; a workbook without any comes back as it is."""
    reader, book = WorkbookReader(container), WorkbookEditor(container)
    own = own_sheets(opened := reader.opened())
    if len(own) == len(opened.workbook.sheets) or not (own or may_be_marked(book)):  # a workbook has a sheet
        return container, Unmarked()
    unmarker = _Unmarker(book, reader.opened(), own)
    return unmarker.result(), unmarker.done


def may_be_marked(book: WorkbookEditor) -> bool:
    """Return whether a workbook has sheets that are named as ours, or notes that may be ours."""
    if any(map(named_as_own, book.worksheets)):
        return True
    notes = (book.related(part, "comments") for part in book.worksheets.values())
    return any(may_hold_ours(utf8(book.package.read(part), part)) for part in notes if part)


def own_sheets(opened: OpenedWorkbook) -> dict[str, Grid]:
    """Return the sheets that came with marks, by their names.

    opened: read for this only, so that these sheets do not count in the limits on all others.
    """
    own = {}
    for sheet in opened.workbook:
        if named_as_own(sheet.name):
            with nullcontext() if named_as_memory(sheet.name) else suppress(ReadError):  # a list of ours can be read
                opened.read([sheet])
                first = sheet.grid.get(1, 1)
                if first and is_own(sheet.name, first.text):
                    own[sheet.name] = sheet.grid
    return own


def _memory(own: dict[str, Grid], book: WorkbookEditor) -> Memory:
    """Return the memory in one of our sheets, with the names that sheets have now."""
    name = next(filter(named_as_memory, own), None)
    if name is None:
        return Memory()
    found = recall(own[name])
    if not found.sheets() <= book.worksheets.keys():
        part = book.worksheets[name]
        named = _names_in_formulas(own[name], SheetEditor(book.package.read(part), part))
        found.rename({old: new for old, new in named if new in book.worksheets})
    return found


def _names_in_formulas(grid: Grid, editor: SheetEditor) -> Iterator[tuple[str, str]]:
    """Yield the names of sheets as the memory has them and as they are in its formulas, where programs rename them."""
    names = dict(grid.columns[_NAME].between())
    for (row, _), cell in editor.locate((row, _FORMULA) for row in names).items():
        if cell.element and (formula := editor.markup.child(cell.element, b"f")):
            yield names[row].text, memory.sheet_in(editor.markup.text(formula))


class _Unmarker:
    """Takes the marks out of one workbook. own: the sheets that came with them."""

    def __init__(self, book: WorkbookEditor, opened: OpenedWorkbook, own: dict[str, Grid]) -> None:
        self.book = book
        self.styles = StylesEditor.of(self.book)
        self.styles.leave_free(self.book, {})
        self.own = own
        self.memory = _memory(own, book)
        self.listed = {} if self.memory.cells else listed_colours(own.values())
        self.done = Unmarked()
        self.formats: set[int] = set()  # of marked cells and our own sheets
        self._follow(sorted(self.memory.sheets() - book.worksheets.keys())[:_MOST_RENAMED])
        parts, marked = self.book.worksheets, self.memory.sheets() | self.listed.keys()
        for sheet in opened.workbook:
            part = parts.get(sheet.name, "")
            if part and sheet.name not in own and (sheet.name in marked or self.book.related(part, "comments")):
                with nullcontext() if sheet.name in marked else suppress(ReadError):  # as mark never read it
                    opened.read([sheet])  # no sheet is edited that cannot be read
                    self._unmark_sheet(sheet, part)

    def result(self) -> Container:
        """Return the workbook, as it is where nothing of ours was in it."""
        if not (self.own or self.done.cells or self.book.package.written()):
            return self.book.container
        gone = []
        for name in self.own:
            part = self.book.worksheets[name]
            gone.append(utf8(self.book.package.read(part), part))
            self.formats |= formats_in(gone[-1], part)
            self.book.remove_sheet(name)
        remove_last_texts(self.book, gone)
        self.styles.write_undone(self.book, self.formats)
        return self.book.result()

    def _unmark_sheet(self, sheet: Sheet, part: str) -> None:
        editor, notes = SheetEditor(self.book.package.read(part), part), SheetNotes(self.book, part)
        listed = self.listed.get(sheet.name, {})
        matching = MarkMatching(self.memory, sheet.name, self._remove_notes(notes.editor, editor))
        places = {place: at for at in (*matching.places, *matching.below, *listed) if (place := parse_address(at))}
        if not places:
            return
        for at, note in notes.editor.notes.items():
            if any(grown := matching.growth(at)):
                notes.editor.boxes.shrink(note.place, *grown)
        cells = {places[place]: cell for place, cell in editor.locate(places).items()}
        colours = {at: self._colour(cell) for at, cell in cells.items()}
        marks = {at: at for at, own in listed.items() if colours[at] in own} | matching.marks(colours)
        for at in filter(marks.get, cells):
            if not colours[at] and self.memory.cells:
                self.done.lost.append(f"{sheet.name} {at}")
                continue
            self.done.cells += 1
            if not colours[at]:  # somebody gave it another
                continue
            fill = matching.fill(marks[at])
            style = self.styles.with_old_fill(cells[at].style, (fill or memory.NO_FILL).encode())
            editor.restore_style(cells[at], style)
            self.formats.add(cells[at].style)
            if fill is None:
                self.done.without_fill.append(f"{sheet.name} {at}")
        notes.write(editor)
        self.book.package.write(part, *editor.pieces())

    def _follow(self, names: Collection[str]) -> None:
        """Find sheets that a program renamed but in our formulas: most marked cells there have a mark's colour."""
        cells = {name: (cell.cell for cell in self.memory.cells if cell.sheet == name) for name in names}
        places = {name: set(filter(None, map(parse_address, islice(cells[name], _SAMPLE)))) for name in names}
        others = self.book.worksheets.keys() - self.memory.sheets() - self.own.keys()
        for other in sorted(others) if names else ():
            part = self.book.worksheets[other]
            with suppress(ReadError):  # as mark never read it
                located = SheetEditor(self.book.package.read(part), part).locate(set().union(*places.values()))
                coloured = {place for place, cell in located.items() if self._colour(cell)}
                if found := next((name for name in places if 2 * len(places[name] & coloured) > len(places[name])), ""):
                    self.memory.rename({found: other})
                    del places[found]

    def _colour(self, cell: CellPart) -> str:
        return memory.mark_colour(self.styles.fill_of(cell.style))

    def _remove_notes(self, notes: NotesEditor, sheet: SheetEditor) -> list[FoundNote]:
        remembered = {cell.note for cell in self.memory.cells}
        headed = [note.place for note in notes.notes.values() if has_head(note.text)] if not remembered else []
        coloured = {place for place, cell in sheet.locate(filter(all, headed)).items() if self._colour(cell)}
        found = []
        for note in list(notes.notes.values()):
            ours = our_lines(note.text, note.author, remembered, coloured=note.place in coloured)
            if ours is None:
                continue
            found.append(FoundNote(note.reference, note.author, memory.digest(note.text[ours])))
            behind = note.text[ours.stop :].lstrip()
            if ours.start or note.text.startswith("\n"):  # below another's note, which may be empty
                notes.cut(note, ours.start, ours.stop if behind else len(note.text))
            elif behind:
                notes.cut(note, 0, len(note.text) - len(behind))
            else:
                notes.remove(note)
        return found
