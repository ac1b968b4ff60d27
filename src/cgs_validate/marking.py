"""Annotations written into a workbook, and taken out again; what is not marked stays as it was, to the byte."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from . import mark_memory
from .editors.markup import Markup
from .editors.notes import Note, NotesEditor, ShapeBlocks
from .editors.sheet import SheetEditor
from .editors.styles import StylesEditor
from .editors.workbook import WorkbookEditor
from .errors import ReadError
from .findings import Annotation, Kind
from .headers import SUMMARY_SHEET
from .mark_memory import Memory
from .messages import Catalog, catalog
from .readers.container import Limits
from .readers.xlsx import read_bytes
from .report import Report
from .saving import save
from .writers.sheet_part import sheet_part
from .writers.summary import summary_sheet

MOST_NOTES = 5_000  # the rest stand in the summary only
LONGEST_NOTE = 32_000  # characters; Excel's limit is 32,767

_SOLID = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/><bgColor indexed="64"/></patternFill></fill>'
_BOLD = b'<font><b/><sz val="11"/><name val="Microsoft JhengHei"/></font>'
_LINK = b'<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Microsoft JhengHei"/></font>'
FILLS = {Kind.MISSING: _SOLID.format("FFFFFF00"), Kind.INVALID: _SOLID.format("FFFF6666")}


@dataclass
class Marked:
    """What marking did: the cells marked, and those that got their colour but no note."""

    cells: int = 0
    without_note: list[str] = field(default_factory=list)


def mark(
    source: str | Path | bytes | BinaryIO,
    report: Report,
    target: str | Path | BinaryIO,
    *,
    summary: bool = True,
    language: str | None = None,
    replace: bool = False,
    limits: Limits | None = None,
) -> Marked:
    """Write a copy of a workbook with a report's annotations in it; earlier marks are taken out first.

    source: the workbook that the report is of; target: a path or a binary file; summary: whether the sheet 檢核結果 is
    added; replace: whether a file at the target may be overwritten, else FileExistsError is raised. Raises ReadError
    where the workbook cannot be read or edited.
    """
    sentences = catalog(language or report.language)
    try:
        data = _unmarked(read_bytes(source, limits or Limits())[0], limits)
        marked, result = _Marker(data, sentences).mark(report, summary)
    except ReadError as error:
        sentences.localise(error)
        raise
    if isinstance(target, str | Path):
        save(Path(target), result, replace=replace)
    else:
        target.write(result)
    return marked


class _Marker:
    def __init__(self, data: bytes, sentences: Catalog) -> None:
        self.book = WorkbookEditor(data)
        self.sentences = sentences
        self.memory = Memory()
        self.marked = Marked()
        self.styles_part = self.book.related(self.book.part, "styles")
        styles = self.book.package.read(self.styles_part) if self.styles_part else None
        self.styles = StylesEditor(styles, self.styles_part or "xl/styles.xml")
        self.parts = self.book.sheets()
        self.blocks = ShapeBlocks(self._drawings())

    def mark(self, report: Report, summary: bool) -> tuple[Marked, bytes]:
        by_sheet: dict[str, list[Annotation]] = {}
        for annotation in report.annotations:
            by_sheet.setdefault(annotation.place.sheet or "", []).append(annotation)
        for name, annotations in by_sheet.items():
            self._mark_sheet(name, annotations)
        if summary:
            bold, link = self.styles.with_font(_BOLD), self.styles.with_font(_LINK)
            part = summary_sheet(report, self.sentences, self.marked.without_note, bold, link)
            self.book.add_sheet(SUMMARY_SHEET, part)
        self._write_styles()
        self.book.add_sheet(mark_memory.SHEET, sheet_part(self.memory.rows()), hidden=True)
        result = io.BytesIO()
        self.book.package.save(result)
        return self.marked, result.getvalue()

    def _mark_sheet(self, name: str, annotations: list[Annotation]) -> None:
        part = self.parts[name]
        editor = SheetEditor(self.book.package.read(part), part)
        notes_part = self.book.related(part, "comments")
        drawing_part = self._drawing(editor.markup, part)
        package = self.book.package
        notes = NotesEditor(
            package.read(notes_part) if notes_part else None,
            package.read(drawing_part) if drawing_part else None,
            notes_part or "xl/comments.xml",
            self.blocks,
        )
        places = {(note.place.row or 0, note.place.column or 0): note for note in annotations}
        for place, cell in editor.locate(places).items():
            annotation = places[place]
            fill = self.styles.fill_of(cell.style).decode()
            reference = annotation.place.cell or ""
            author = self.memory.remember(name, reference, fill)
            editor.restyle(cell, self.styles.with_fill(cell.style, FILLS[annotation.kind].encode()))
            self._note(notes, annotation, author)
        self._write_notes(editor, notes, part, notes_part, drawing_part)
        package.write(part, editor.result())

    def _note(self, notes: NotesEditor, annotation: Annotation, author: str) -> None:
        place = annotation.place
        written = self.sentences.note(annotation)[:LONGEST_NOTE]
        old = notes.notes.get(place.cell or "")
        self.marked.cells += 1
        if self.marked.cells > MOST_NOTES or (old and (_is_thread(old) or len(old.text) > LONGEST_NOTE // 2)):
            self.marked.without_note.append(f"{place.sheet} {place.cell}")
        elif old:
            notes.extend(old, written)
        else:
            notes.add(place.row or 0, place.column or 0, place.cell or "", written, author)

    def _write_notes(
        self, editor: SheetEditor, notes: NotesEditor, part: str, notes_part: str | None, drawing_part: str | None
    ) -> None:
        comments, drawing = notes.result()
        package = self.book.package
        if notes_part:
            package.write(notes_part, comments)
        else:
            notes_part = package.free_name("xl/comments{}.xml")
            self.book.add_part(notes_part, comments, "comments")
            self.book.relate(part, "comments", notes_part)
        if drawing_part:
            package.write(drawing_part, drawing)
        else:
            drawing_part = package.free_name("xl/drawings/vmlDrawing{}.vml")
            self.book.add_drawing(drawing_part, drawing)
            editor.add_legacy_drawing(self.book.relation_attribute(self.book.relate(part, "vmlDrawing", drawing_part)))

    def _drawing(self, markup: Markup, part: str) -> str | None:
        """Return the sheet's drawing of notes: the one that <legacyDrawing> names, not that of headers."""
        legacy = markup.find(b"legacyDrawing")
        relation = markup.attribute(legacy, b"id") if legacy else None
        return next((found.target for found in self.book.relations(part) if found.id == relation), None)

    def _drawings(self) -> list[bytes]:
        package = self.book.package
        targets = {
            relation.target
            for part in self.parts.values()
            for relation in self.book.relations(part)
            if relation.kind == "vmlDrawing" and relation.target in package
        }
        return [package.read(target) for target in sorted(targets)]

    def _write_styles(self) -> None:
        if self.styles_part:
            self.book.package.write(self.styles_part, self.styles.result())
        else:
            self.book.add_part("xl/styles.xml", self.styles.result(), "styles")
            self.book.relate(self.book.part, "styles", "xl/styles.xml")


def _is_thread(note: Note) -> bool:
    return note.author.startswith("tc=")


def _unmarked(data: bytes, limits: Limits | None) -> bytes:

    return data
