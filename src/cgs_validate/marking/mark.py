"""Annotations written into a workbook: colours, notes, the sheet 檢核結果. All else stays as it is, to the byte."""

import base64
import io
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from ..atomic_write import deliver
from ..checking.findings import COLOURS, Annotation, Finding, Place, annotate
from ..checking.matching import SUMMARY_SHEET
from ..checking.messages import Catalog, catalog
from ..checking.report import Report
from ..editing.notes import Note
from ..editing.sheet import CellPart, SheetEditor, areas_of
from ..editing.sheet_blocks import sheet_blocks
from ..editing.sheet_notes import SheetNotes
from ..editing.styles import StylesEditor
from ..editing.workbook import WorkbookEditor
from ..errors import ReadError, errors_in
from ..isolation.pool import Workers
from ..living.disarm import disarmed
from ..living.lists import is_armed
from ..localisation import known_language
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container, read_bytes
from ..workbook import Area, address
from . import memory
from .memory import Memory
from .own_sheets import free_name
from .sheet_xml import RowWriter, worksheet
from .summary_sheet import Looks, Marked, Summary, names_of, summarise, summary_sheet
from .unmark import Unmarked, may_be_marked, unmarked

MOST_NOTES = 5_000  # the other reasons are in the summary only
LONGEST_NOTE = 32_000  # characters; Excel's limit is 32,767
_NO_FILL = memory.NO_FILL.encode()
HEAD = memory.fill("FFE7E6E6")
FILLS = {sort: memory.fill(f"FF{colour}") for sort, colour in COLOURS.items()}

_PLAIN = b'<font><sz val="11"/><name val="Microsoft JhengHei"/></font>'
_TITLE = b'<font><b/><sz val="14"/><name val="Microsoft JhengHei"/></font>'
_BOLD = b'<font><b/><sz val="11"/><name val="Microsoft JhengHei"/></font>'
_LINK = b'<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Microsoft JhengHei"/></font>'
_BORDER = b"<border>%s<diagonal/></border>" % b"".join(
    b'<%s style="thin"><color rgb="FFBFBFBF"/></%s>' % (side, side) for side in (b"left", b"right", b"top", b"bottom")
)

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_EMPTY = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"/>',
}


def mark(
    source: str | Path | bytes | BinaryIO,
    report: Report,
    target: str | Path | BinaryIO,
    *,
    summary: bool = True,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
    workers: Workers | None = None,
) -> Marked:
    """Write a copy of a workbook with a report's annotations in it; earlier marks, and living colours, go first.

    source: the workbook that the report is of; target: a path or a binary file; summary: whether the sheet 檢核結果 is
    added; force: whether a file at the target may be overwritten; workers: processes, one of which edits a file that is
    not trusted, else only ``limits`` bound the time and memory. Raises ReadError where the workbook cannot be read or
    edited, or was changed since, and WriteError.
    """
    language = known_language(language or report.language)
    limits = limits or Limits()
    with errors_in(language):
        if workers is None:
            result, marked = _marked(source, report, summary, language, limits)
        else:
            data, _ = read_bytes(source, limits)
            result, marked = _marked_apart(workers, data, report, summary, language, limits)
        deliver(result, target, force=force)
    return marked


def write_summary(
    report: Report, target: str | Path | BinaryIO, *, language: str | None = None, force: bool = False
) -> None:
    """Write a new workbook with only the sheet 檢核結果, for one that cannot be marked. Arguments as of ``mark``."""
    language = known_language(language or report.language)
    marker = _Marker(WorkbookEditor(Container(_empty_workbook())), catalog(language), Unmarked())
    marker.add_summary(report)
    with errors_in(language):
        deliver(marker.result(), target, force=force)


def _marked(
    source: str | Path | bytes | BinaryIO, report: Report, summary: bool, language: str, limits: Limits
) -> tuple[bytes, Marked]:
    container, _ = open_container(source, limits, report.digest_within(limits.allow))
    report.ensure_same_file(container.sha256)
    book, last_formats = WorkbookEditor(container), {sheet.name: sheet.last_format for sheet in report.workbook}
    before = Unmarked()
    if was_armed := is_armed(book):
        container = disarmed(container)
        book, last_formats = WorkbookEditor(container), {}
    if may_be_marked(book):
        container, before = unmarked(container)
        book, last_formats = WorkbookEditor(container), {}
    marker = _Marker(book, catalog(language), before)
    marker.marked.disarmed = was_armed
    marker.styles.leave_free(book, last_formats)
    marker.mark(report, summary)
    return marker.result(), marker.marked


def _marked_apart(workers: Workers, *arguments: Any) -> tuple[bytes, Marked]:
    answer = workers.call(_mark_in_worker, *arguments)
    try:
        return base64.b64decode(answer["file"]), Marked(**answer["marked"])
    except Exception:  # of any kind: no worker of ours answers so
        raise ReadError("worker_died") from None


def _mark_in_worker(*arguments: Any) -> dict[str, Any]:
    result, marked = _marked(*arguments)
    return {"file": base64.b64encode(result).decode(), "marked": asdict(marked)}


class _Marker:
    def __init__(self, book: WorkbookEditor, sentences: Catalog, before: Unmarked) -> None:
        self.book = book
        self.styles = StylesEditor.of(self.book)
        self.sentences = sentences
        self.memory = Memory()
        self.marked = Marked(signed=self.book.signed, lost=before.lost, without_fill=before.without_fill)

    def mark(self, report: Report, summary: bool) -> None:
        by_sheet: dict[str, list[Annotation]] = {}
        for annotation in report.annotations:
            by_sheet.setdefault(annotation.place.sheet or "", []).append(annotation)
        merges = {sheet.name: sheet.grid.merges for sheet in report.workbook if sheet.name in by_sheet}
        for name, annotations in by_sheet.items():
            self._mark_sheet(name, on_first_cells(annotations, merges[name]))
        if summary:
            self.add_summary(report)

    def add_summary(self, report: Report) -> None:
        summary = summarise(report, self.sentences, self.marked)
        part = summary_sheet(summary, self._looks(summary))
        self.book.add_sheet(free_name(SUMMARY_SHEET, self.book.names()), part, names=names_of(summary))

    def _looks(self, summary: Summary) -> Looks:
        """Return the cell formats that the list needs; one that no cell has would be left when the list goes."""
        new, sorts = self.styles.with_font, dict.fromkeys(summary.sorts)
        return Looks(
            title=new(_TITLE),
            head=new(_BOLD, _BORDER, HEAD),
            plain=new(_PLAIN, _BORDER) if sorts else 0,
            link=new(_LINK, _BORDER) if summary.links else 0,
            kinds={sort: new(_BOLD, _BORDER, FILLS.get(sort, _NO_FILL)) for sort in sorts},
        )

    def result(self) -> bytes:
        if self.marked.cells:
            writer = RowWriter()
            rows = (writer.row(number, cells) for number, cells in enumerate(self.memory.rows(), 1))
            self.book.add_sheet(free_name(memory.SHEET, self.book.names()), worksheet(rows), hidden=True)
        self.styles.write(self.book)
        return self.book.result().data

    def _mark_sheet(self, name: str, annotations: list[Annotation]) -> None:
        part = self.book.worksheets.get(name)
        if part is None:
            raise ReadError("damaged", part=self.book.part)
        notes, writer = SheetNotes(self.book, part), self.book.package.writer()
        found = {(note.place.row or 0, note.place.column or 0): note for note in annotations}
        left = sorted(found)
        for block in sheet_blocks(self.book.package.pieces(part), part):
            places, left = block.split(left)
            for place, cell in block.sheet.locate(places).items():
                self._mark_cell(block.sheet, cell, found[place], notes)
            if block.is_last:
                hidden = block.sheet.with_own_fill(found, self.styles.differential_fills)
                self.marked.hidden += [f"{name} {address(*place)}" for place in sorted(hidden)]
                notes.write(block.sheet)
                self.memory.add_growth(name, notes.editor.boxes.grown)
            writer.add(*block.pieces())
        writer.add(*block.sheet.rest())
        writer.close()
        self.book.package.put(part, writer)

    def _mark_cell(self, sheet: SheetEditor, cell: CellPart, annotation: Annotation, notes: SheetNotes) -> None:
        place, at = annotation.place, annotation.place.cell or ""
        old = notes.editor.notes.get(at)
        self.marked.count(annotation.sort)
        note = "" if notes.shared else self._note(old, annotation)
        if not note:
            self.marked.without_note.append(f"{place.sheet} {at}")
        covered = self.styles.fill_of(cell.style).decode()
        fill = self.memory.add(place.sheet or "", at, covered, memory.digest(note) if note else "")
        sheet.restyle(cell, self.styles.with_fill(cell.style, FILLS[annotation.sort]))
        if note and old:
            notes.editor.extend(old, note)
        elif note:
            notes.editor.add(place.row or 0, place.column or 0, note, f"{memory.AUTHOR} {fill}")

    def _note(self, old: Note | None, annotation: Annotation) -> str:
        """Return the note that a cell gets, an empty string where it can have none. old: the one that it has."""
        if self.marked.cells > MOST_NOTES or (old and old.is_thread):
            return ""
        written = self.sentences.note(annotation)[:LONGEST_NOTE]
        return "" if old and len(old.text) + len(written) > LONGEST_NOTE else written


def on_first_cells(annotations: list[Annotation], merges: list[Area]) -> list[Annotation]:
    """Put the annotations of merged cells together on the first, which alone is shown."""
    merged = dict(areas_of({(note.place.row or 0, note.place.column or 0) for note in annotations}, merges))
    if not merged:
        return annotations
    moved: dict[Place, list[Finding]] = {}
    for annotation in annotations:
        first = annotation.place
        if area := merged.get((first.row or 0, first.column or 0)):
            first = first._replace(row=area.top, column=area.left)
        moved.setdefault(first, []).extend(finding.at(first) for finding in annotation.findings)
    return [annotation for found in moved.values() for annotation in annotate(found)]


def _empty_workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _EMPTY.items():
            archive.writestr(
                zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'
            )
    return buffer.getvalue()
