"""Last month's workbook made this month's, as ``next_month`` in the spec declares it, and the items to look at.

Where the form stays, only the cells concerned are changed, and the titles; else the result is carried into the form
that serves the month. What a person must decide is listed, and not done: who is promoted, whose case is closed.
"""

import dataclasses
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..api import validate
from ..atomic_write import deliver
from ..checking.engine import check, read_needed
from ..checking.findings import Kind, Place
from ..checking.matching import match_sheets
from ..checking.report import Report
from ..checking.sheet_match import SheetMatch
from ..editing.cell_text import CellTexts
from ..editing.formulas import has_formula
from ..editing.sheet import SheetEditor
from ..editing.workbook import WorkbookEditor
from ..errors import ReadError, errors_in
from ..marking.unmark import unmarked
from ..ooxml.container import Container
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.workbook import WorkbookReader
from ..spec.library import all_specs
from ..spec.model import Layout, TemplateSpec
from ..spec.months import Month, parse_month, with_month
from .migrate import Migration, migrate
from .next_answers import NextAnswers
from .review import ReviewItem


@dataclass(frozen=True)
class NextMonth:
    """The outcome: the reports on last month's workbook and on the result, its month, and what must be looked at.

    ``calculated``: whether formulas are calculated when a program opens the file.
    """

    source: Report
    result: Report
    month: Month
    review: tuple[ReviewItem, ...]
    calculated: bool

    @property
    def migrated(self) -> bool:
        """Whether the result is in another form."""
        return self.source.spec.id != self.result.spec.id


def next_month(
    source: str | Path | bytes | BinaryIO,
    target: str | Path | BinaryIO,
    *,
    month: str | None = None,
    spec: str | TemplateSpec | None = None,
    name: str | None = None,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
) -> NextMonth:
    """Write last month's workbook as that of the next month; the workbook itself is only read.

    month: the one of the result, ``111-11``, by default the one after that in the title; spec: that of the source, by
    default recognised; all else as of ``migrate``, also the errors. Besides, ReadError where the month is not known,
    ValueError for one that is none.
    """
    due = parse_month(month) if month is not None else None
    if month is not None and due is None:
        raise ValueError(f"month {month!r} is not of the form 111-10")
    with errors_in(language):
        container, file_name = open_container(source, limits)
        plain, _ = unmarked(container)
        opened = read_needed(WorkbookReader(plain).opened(name or file_name), spec)
        before = check(opened, spec, language=language, limits=limits)
        if not before.tables:
            raise ReadError("nothing_to_carry", spec=before.spec.id)
        due = due or (before.month.next if before.month else None)
        if due is None:
            raise ReadError("no_month_to_follow")
        new_year = before.month is not None and due.school_year != before.month.school_year
        sheets = [NextAnswers(table, new_year=new_year) for table in before.tables]
        continued = _Continued(plain, sheets, due)
        continued.raise_titles(match_sheets(before.spec, before.workbook))
        data, moved = continued.data(), None
        form = form_in(before.spec, before.month, due)
        if not _same_form(before.spec, form):
            moved, data = _migrated(data, before, form, language, limits)
        result = validate(data, form, str(due), name=before.workbook.name, language=language, limits=limits)
        deliver(data, target, force=force)
    review = [*_of_form(form, due), *continued.review, *_of_sheets(sheets, moved)]
    review += _of_result(result, sheets, {item.place for item in review})
    return NextMonth(before, result, due, tuple(review), continued.calculated)


def form_in(spec: TemplateSpec, month: Month | None, due: Month) -> TemplateSpec:
    """Return the form to use in a month by those who used one in the month before: the same, as long as it serves.

    Where it did not serve the month before either, they know better.
    """
    if spec.serves(due) or (month and not spec.serves(month)):
        return spec
    serving = [other for other in all_specs() if other.family == spec.family and other.serves(due)]
    return max(serving, key=lambda other: other.first_month, default=spec)


def _same_form(one: TemplateSpec, other: TemplateSpec) -> bool:
    """Return whether two specs are of one form: the same sheets, columns and layout."""
    return _layouts(one) == _layouts(other)


def _layouts(spec: TemplateSpec) -> list[tuple[str, Layout, list[str]]]:
    sheets = spec.sheets.values()
    return [(sheet.sheet_name, sheet.layout, [item.header for item in sheet.fields.values()]) for sheet in sheets]


class _Continued:
    """Writes what changes into the workbook. ``review``: of what could not be written."""

    def __init__(self, container: Container, sheets: list[NextAnswers], month: Month) -> None:
        self.book = WorkbookEditor(container)
        self.month = month
        self.review: list[ReviewItem] = []
        self.calculated = False
        self._texts = CellTexts(self.book)
        self._editors: dict[str, SheetEditor] = {}
        for sheet in sheets:
            editor = self._editor(sheet.table.sheet)
            for at, cell in editor.locate(sheet.cells).items():
                answer = sheet.cells[at]
                if answer is None:
                    editor.clear(cell)
                elif isinstance(answer, int):
                    editor.set_number(cell, answer)
                else:
                    editor.set_text(cell, answer)

    def raise_titles(self, matches: list[SheetMatch]) -> None:
        """Put the month into the title of each sheet that is there."""
        for match in matches:
            if match.sheet is None:
                continue
            editor = self._editor(match.sheet.name)
            titles = [(row, column) for row, column, text in match.titles() if self._raised(text)]
            cells = editor.locate(titles).values()
            changed = [self._texts.change(editor, cell, self._raised) for cell in cells]
            if not any(changed):
                self.review.append(ReviewItem("title_stays", match.spec.label, place=Place(match.sheet.name)))

    def data(self) -> bytes:
        """Return the workbook's bytes with all changes."""
        for name, part in self.book.worksheets.items():
            editor = self._editors.get(name)
            sheet = editor.markup.data if editor else self.book.package.read(part)
            self.calculated = self.calculated or has_formula(sheet, part)
            if editor:
                self.book.package.write(part, *editor.pieces())
        if self.calculated:
            self.book.calculate_on_opening()
        return self.book.result().data

    def _raised(self, title: str) -> str | None:
        return with_month(title, self.month)

    def _editor(self, name: str) -> SheetEditor:
        if name not in self._editors:
            part = self.book.worksheets[name]
            self._editors[name] = SheetEditor(self.book.package.read(part), part)
        return self._editors[name]


def _migrated(
    data: bytes, before: Report, form: TemplateSpec, language: str | None, limits: Limits | None
) -> tuple[Migration, bytes]:
    written = io.BytesIO()
    moved = migrate(data, form, written, spec=before.spec, name=before.workbook.name, language=language, limits=limits)
    return moved, written.getvalue()


def _of_form(form: TemplateSpec, month: Month) -> Iterator[ReviewItem]:
    if not form.serves(month):
        yield ReviewItem("form_unknown")


def _of_sheets(sheets: list[NextAnswers], moved: Migration | None) -> Iterator[ReviewItem]:
    """Yield what must be asked about the answers, at their places in the result; then what the migration lists."""
    for sheet in sheets:
        for item in sheet.review:
            yield dataclasses.replace(item, place=moved.place_of(item.source)) if moved and item.source else item
    yield from (item for item in moved.review if item.code != "finding") if moved else ()


def _of_result(result: Report, sheets: list[NextAnswers], listed: set[Place | None]) -> Iterator[ReviewItem]:
    """Yield what is wrong in the result, such as students who come twice, but for what was left blank.

    listed: the places of which something is said already.
    """
    left_blank = {(sheet.table.spec.name, name) for sheet in sheets for name in sheet.blank}
    names = {table.sheet: table.spec for table in result.tables}
    for finding in result.findings:
        spec = names.get(finding.place.sheet or "")
        due = finding.kind is Kind.MISSING and spec and (spec.name, finding.field) in left_blank
        if finding.certainty and not due and finding.place not in listed:
            label = spec.label if spec else ""
            yield ReviewItem("finding", label, finding.label or "", finding.place, finding=finding)
