"""Marks removed from a workbook: the cells' own fills and notes come back, also after Excel saved it."""

import re
from collections.abc import Collection
from collections.abc import Container as Holding
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import BinaryIO

from ..atomic_write import deliver
from ..checking.matching import named_as_summary
from ..checking.messages import LANGUAGES, catalog
from ..editing.notes import NotesEditor
from ..editing.references import formats_in
from ..editing.sheet import SheetEditor
from ..editing.sheet_notes import SheetNotes
from ..editing.styles import StylesEditor
from ..editing.workbook import WorkbookEditor
from ..errors import ReadError, errors_in
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.workbook import WorkbookReader
from ..workbook import OpenedWorkbook, Sheet, parse_address
from . import memory
from .memory import FoundNote, MarkMatching, Memory, recall
from .summary_sheet import is_title


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
    reader = WorkbookReader(container)
    own, memory = _own_sheets(opened := reader.opened())
    if not own or len(own) == len(opened.workbook.sheets):  # a workbook has a sheet
        return container, Unmarked()
    unmarker = _Unmarker(container, reader.opened(), own, memory)
    return unmarker.result(), unmarker.done


def _own_sheets(opened: OpenedWorkbook) -> tuple[list[str], Memory]:
    """Return the names of the sheets that came with marks, and the memory in one of them.

    opened: read for this only, so that these sheets do not count in the limits on all others.
    """
    named = [sheet for sheet in opened.workbook if named_as_own(sheet.name)]
    opened.read(named)
    own = {sheet.name: sheet for sheet in named if _is_own(sheet)}
    remembered = own.get(memory.SHEET)
    return list(own), recall(remembered.grid) if remembered else Memory()


def named_as_own(name: str) -> bool:
    """Return whether a sheet's name is one that marking gives to what it adds."""
    return name == memory.SHEET or named_as_summary(name)


def _is_own(sheet: Sheet) -> bool:
    if not named_as_summary(sheet.name):
        return sheet.name == memory.SHEET
    first = sheet.grid.get(1, 1)
    return bool(first and is_title(first.text))


class _Unmarker:
    """Takes the marks out of one workbook. own: the names of the sheets that came with them."""

    def __init__(self, container: Container, opened: OpenedWorkbook, own: Collection[str], memory: Memory) -> None:
        self.book = WorkbookEditor(container)
        self.styles = StylesEditor.of(self.book)
        self.styles.leave_free(self.book, {})
        self.own = own
        self.memory = memory
        self.done = Unmarked()
        self.formats: set[int] = set()  # of marked cells and our own sheets
        parts, marked = self.book.worksheets, {cell.sheet for cell in memory.cells}
        for sheet in opened.workbook:
            part = parts.get(sheet.name, "")
            if part and sheet.name not in own and (sheet.name in marked or self.book.related(part, "comments")):
                with nullcontext() if sheet.name in marked else suppress(ReadError):  # as mark never read it
                    opened.read([sheet])  # no sheet is edited that cannot be read
                    self._unmark_sheet(sheet, part)

    def result(self) -> Container:
        for name in self.own:
            part = self.book.worksheets[name]
            self.formats |= formats_in(self.book.package.read(part), part)
            self.book.remove_sheet(name)
        self.styles.write_undone(self.book, self.formats)
        return self.book.result()

    def _unmark_sheet(self, sheet: Sheet, part: str) -> None:
        editor, notes = SheetEditor(self.book.package.read(part), part), SheetNotes(self.book, part)
        matching = MarkMatching(self.memory, sheet.name, self._remove_notes(notes.editor))
        places = {place: at for at in (*matching.places, *matching.below) if (place := parse_address(at))}
        if not places:
            return
        for at, note in notes.editor.notes.items():
            if grown := matching.growth(at):
                notes.editor.boxes.shrink(note.place, grown)
        cells = {places[place]: cell for place, cell in editor.locate(places).items()}
        colours = {at: memory.mark_colour(self.styles.fill_of(cell.style)) for at, cell in cells.items()}
        marks = matching.marks(colours)
        for at in filter(marks.get, cells):
            if not colours[at]:
                self.done.lost.append(f"{sheet.name} {at}")
                continue
            fill = matching.fill(marks[at])
            style = self.styles.with_old_fill(cells[at].style, (fill or memory.NO_FILL).encode())
            editor.restyle(cells[at], style)
            self.formats.add(cells[at].style)
            self.done.cells += 1
            if fill is None:
                self.done.without_fill.append(f"{sheet.name} {at}")
        notes.write(editor)
        self.book.package.write(part, *editor.pieces())

    def _remove_notes(self, notes: NotesEditor) -> list[FoundNote]:
        remembered = {cell.note for cell in self.memory.cells}
        found = []
        for note in list(notes.notes.values()):
            ours = our_lines(note.text, remembered)
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


def our_lines(text: str, remembered: Holding[str]) -> slice | None:
    """Return the place of our lines in a note's text, None where there are none; all else is other people's.

    remembered: digests of the notes that we wrote.
    """
    head = _note_heads().search(text)
    return slice(head.start(), memory.end_of(text, head.start(), remembered)) if head else None


@cache
def _note_heads() -> re.Pattern[str]:
    """Return the pattern of the first line of a mark in a note, in any language."""
    words = {head for language in LANGUAGES for head in catalog(language).sentences["note_heads"].values()}
    return re.compile(r"(?:^|\n)(?:{})\n".format("|".join(map(re.escape, sorted(words, key=len, reverse=True)))))
