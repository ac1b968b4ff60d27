"""A filled workbook of one year in another year's template, and the review items.

Columns are matched by the field's name in the specs, codes as ``map_answers`` says. Nothing is decided in silence: new
fields stay blank and are listed, as is all that is left behind, and every finding that the source did not have.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..api import validate
from ..atomic_write import deliver
from ..checking.columns import FieldColumn
from ..checking.engine import check, read_needed
from ..checking.findings import Place
from ..checking.matching import match_sheets
from ..checking.report import Report
from ..checking.rules import outside_table
from ..checking.sheet_match import SheetMatch
from ..checking.tables import Table
from ..editing.reopening import reopening
from ..errors import ReadError, errors_in
from ..formats.personal import PersonFinder
from ..marking.own_sheets import named_as_own
from ..ooxml.limits import Limits
from ..ooxml.opening import open_container
from ..reading.workbook import WorkbookReader
from ..spec.examples import NO_SCHOOL, Answer, Filled, FilledSheet
from ..spec.library import load_spec
from ..spec.model import FieldSpec, SheetSpec, TemplateSpec
from ..spec.months import Month, find_month
from ..text import is_blank
from ..workbook import CellKind, Column
from .looks import CarriedSheet, carry_looks
from .map_answers import FieldMapping
from .review import ReviewItem

_MOST_ROWS = 40_000  # four times what a school fills in a year
_MOST_ANSWERS = 160_000  # different ones, a long one as one more for each hundred characters
_MOST_COLUMNS = 40  # of a sheet, whose colours are looked at; no form has half as many
_HALF_WIDTH = str.maketrans("［］【】（）", "[][]()")
_OF_FORM = re.compile(r"說明|範例|^(?:工作表|Sheet)[0-9]*$")
_TITLE = frozenset(("title_month", "title_school"))  # the items that say what is blank in the new title

Key = tuple[str, str | None, int | None, str | None]  # code, sheet of the spec, row in the result, field


@dataclass(frozen=True)
class Migration:
    """A migration's outcome: the reports on the source and on the result, and what must be looked at.

    ``rows``: where each row of a sheet went, by the sheet's name in the spec and the row's number.
    """

    source: Report
    result: Report
    review: tuple[ReviewItem, ...]
    rows: dict[tuple[str, int], int]

    def place_of(self, source: Place) -> Place | None:
        """Return where the cell of a field went, None where it was left behind."""
        table = next(table for table in self.source.tables if table.sheet == source.sheet)
        name = next(name for name, column in table.columns.items() if column.number == source.column)
        sheet, row = self.result.spec.sheets.get(table.spec.name), self.rows.get((table.spec.name, source.row or 0))
        if sheet is None or row is None or name not in sheet.fields:
            return None
        return Place(sheet.sheet_name, row, list(sheet.fields).index(name) + 1)


def migrate(
    source: str | Path | bytes | BinaryIO,
    to: str | TemplateSpec,
    target: str | Path | BinaryIO,
    *,
    spec: str | TemplateSpec | None = None,
    name: str | None = None,
    language: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
) -> Migration:
    """Write the answers of a workbook into another template; the workbook itself is only read.

    source: a path, the file's bytes, or a binary file; to: the other template's spec or its id; spec: that of the
    source, by default recognised; target, language, force: as of ``mark``.

    Only ``limits`` bound the time and memory: for a file that is not trusted, ``WorkerPool.call`` a function with this.

    Raises ReadError where the workbook cannot be read or holds nothing of its form, SpecError where a spec is unknown
    or wrong, WriteError where the target cannot be written, or is there already without ``force``.
    """
    from ..templates.workbook import build_template  # with openpyxl, which other commands need not wait for

    with errors_in(language):
        new = load_spec(to) if isinstance(to, str) else to
        container, file_name = open_container(source, limits)
        opened = read_needed(WorkbookReader(container).opened(name or file_name), spec)
        before = check(opened, spec, language=language, limits=limits)
        if not before.tables:
            raise ReadError("nothing_to_carry", spec=before.spec.id)
        _check_size(before.tables)
        move = _Move(before, new, match_sheets(before.spec, before.workbook), (limits or Limits()).findings)
        data, looks = carry_looks(container, build_template(new, move.filled()), move.carried)
        with reopening():
            after = validate(data, new, name=before.workbook.name, language=language, limits=limits)
        deliver(data, target, force=force)
    return Migration(before, after, (*move.review, *looks, *move.new_findings(after)), move.rows)


def _check_size(tables: Sequence[Table]) -> None:
    """Raise ReadError for more than can be carried in the time and memory that a file may take."""
    rows = sum(len(table.rows) for table in tables)
    columns = [column for table in tables for column in table.columns.values()]
    answers = sum(1 + len(value.text) // 100 for column in columns for value in column.distinct)
    if rows > _MOST_ROWS or answers > _MOST_ANSWERS:
        raise ReadError("too_much_to_carry")


@dataclass
class _Move:
    """Moves one workbook, and lists what must be looked at.

    most: cells that are listed of a column; ``rows``: the new row of each row of the source; ``carried``: the cells of
    each of its sheets.
    """

    before: Report
    new: TemplateSpec
    matches: list[SheetMatch]
    most: int
    review: list[ReviewItem] = field(default_factory=list)
    rows: dict[tuple[str, int], int] = field(default_factory=dict)
    carried: list[CarriedSheet] = field(default_factory=list)

    def filled(self) -> Filled:
        month, school = self._month(), self._school()
        tables = {table.spec.name: table for table in self.before.tables}
        matches = {match.spec.name: match for match in self.matches}
        names_person = PersonFinder(f"{self.before.spec.words}\n{self.new.words}")
        sheets = {}
        for sheet in self.new.sheets.values():
            if sheet.name in tables:
                move = _SheetMove(tables[sheet.name], matches[sheet.name], sheet, self.most, names_person)
                sheets[sheet.name] = FilledSheet(move.answers())
                self.rows |= {(sheet.name, row): placed for row, placed in move.rows.items()}
                self.carried.append(move.carried())
                self.review += move.review()
            else:
                code = "sheet_missing" if sheet.name in self.before.spec.sheets else "sheet_new"
                self.review.append(ReviewItem(code, sheet.label, place=Place(sheet.sheet_name)))
        self.review += self._sheets_left(tables)
        return Filled(school=school, month=month, sheets=sheets)

    def new_findings(self, after: Report) -> Iterator[ReviewItem]:
        """Yield an item for each finding that the source did not have, on cells without an item."""
        listed = {item.place for item in self.review}
        left_blank = {item.code for item in self.review} & _TITLE
        known = set(self._keys(self.before, self.rows))
        for finding, key in zip(after.findings, self._keys(after), strict=True):
            said = finding.place in listed or (finding.code == "title_blank" and left_blank)
            if key not in known and not said:
                sheet = self.new.sheets[key[1]].label if key[1] else ""
                yield ReviewItem("finding", sheet, finding.label or "", finding.place, finding=finding)

    @staticmethod
    def _keys(report: Report, rows: dict[tuple[str, int], int] | None = None) -> Iterator[Key]:
        """Yield the keys by which findings of source and result are the same. rows: the new rows of the source's."""
        names = {table.sheet: table.spec.name for table in report.tables}
        for finding in report.findings:
            sheet, row = names.get(finding.place.sheet or ""), finding.place.row
            if rows is not None and sheet and row:
                row = rows.get((sheet, row))
            yield finding.code, sheet, row if finding.field else None, finding.field

    def _month(self) -> Month | None:
        titles = [[text for _, _, text in match.titles()] for match in self.matches]
        months = {found[1] for texts in titles if (found := find_month(texts))}
        month = months.pop() if len(months) == 1 else None
        if month and self.new.serves(month):
            return month
        self.review.append(ReviewItem("title_month", before=str(month or "")))
        return None

    def _school(self) -> str | None:
        schools = {school for match in self.matches if (school := _school(match)) and school != NO_SCHOOL}
        if len(schools) == 1:
            return schools.pop()
        self.review.append(ReviewItem("title_school"))
        return None

    def _sheets_left(self, tables: dict[str, Table]) -> Iterator[ReviewItem]:
        for name, table in tables.items():
            if name not in self.new.sheets and table.rows:
                yield ReviewItem("sheet_dropped", table.spec.label, source=Place(table.sheet), count=len(table.rows))
        for match in self.matches:
            for sheet in match.namesakes:
                yield ReviewItem("duplicate_sheet", match.spec.label, source=Place(sheet.name))
        known = {id(sheet) for match in self.matches for sheet in (match.sheet, *match.namesakes)}
        for sheet in self.before.workbook:
            if id(sheet) not in known and sheet.visible and not _is_no_ones(sheet.name):
                yield ReviewItem("sheet_left", sheet.name, source=Place(sheet.name))


@dataclass
class _SheetMove:
    """Moves one sheet. ``rows``: the new row of each of its rows; rows without any answer left are closed up.

    ``more``: how many cells there are beyond the most that are listed of a column, by field and code.
    """

    table: Table
    match: SheetMatch
    new: SheetSpec
    most: int
    names_person: Callable[[str], bool]
    rows: dict[int, int] = field(default_factory=dict)
    noted: dict[str, list[tuple[int, ReviewItem]]] = field(default_factory=dict)
    more: Counter[tuple[str, str]] = field(default_factory=Counter)

    def answers(self) -> tuple[tuple[Answer, ...], ...]:
        columns = [self._column(item) for item in self.new.fields.values()]
        rows: list[tuple[Answer, ...]] = []
        for index, row in enumerate(self.table.rows):
            if any(answers := tuple(column[index] for column in columns)):
                self.rows[row] = self.new.layout.first_row + len(rows)
                rows.append(answers)
        return tuple(rows)

    def carried(self) -> CarriedSheet:
        """Return where the cells went, which is known when there are answers."""
        columns: dict[int, int | None] = dict.fromkeys(sorted(self.table.grid.columns)[:_MOST_COLUMNS])
        for number, name in enumerate(self.new.fields, start=1):
            if name in self.table.columns:
                columns[self.table.columns[name].number] = number
        rows = {row: self.rows.get(row) for row in self.table.rows}
        return CarriedSheet(self.table.sheet, self.new.sheet_name, self.new.label, rows, columns)

    def review(self) -> Iterator[ReviewItem]:
        """Yield what must be looked at: column by column, then what is left behind."""
        for number, name in enumerate(self.new.fields, start=1):
            for row, item in self.noted[name]:
                place = Place(self.new.sheet_name, self.rows[row], number) if row in self.rows else None
                yield dataclasses.replace(item, place=place)
        for (name, code), count in self.more.items():
            yield ReviewItem(code, self.new.label, self.new.fields[name].header, count=count)
        yield from self._left_behind()

    def _column(self, item: FieldSpec) -> Sequence[Answer]:
        self.noted[item.name] = []
        column = self.table.columns.get(item.name)
        if column is None:
            code = "column_new" if item.required else "column_optional"
            if item.name in self.table.spec.fields:
                code = "column_missing"
            for row in self.table.rows:
                self._note(row, item, code)
            return [""] * len(self.table.rows)
        return self._mapped_column(item, column)

    def _mapped_column(self, item: FieldSpec, column: FieldColumn) -> list[Answer]:
        mapping = FieldMapping(column.spec, item)
        mapped = {id(value): mapping.map(value) for value in column.distinct}
        renamed = self.match.renamed.get(item.name)
        covered = self.table.covered(item.name)
        answers: list[Answer] = []
        for index, (row, value) in enumerate(zip(self.table.rows, column.values, strict=True)):
            if value is None:
                answers.append("")
                if index in covered:
                    self._note(row, item, "merged_cell")
                continue
            new = mapped[id(value)]
            answers.append(new.answer)
            if new.review:
                self._note(row, item, new.review, new.before, new.after)
            if value.cell.formula and value.cell.kind is not CellKind.UNCALCULATED:
                self._note(row, item, "formula")
            if value.cell.look:
                self._note(row, item, "look_lost")
            if renamed:
                self._note(row, item, "column_renamed", self.match.header(renamed), item.header)
        return answers

    def _note(self, row: int, item: FieldSpec, code: str, before: str = "", after: str = "") -> None:
        if len(self.noted[item.name]) >= self.most:
            self.more[item.name, code] += 1
            return
        column = self.table.columns.get(item.name)
        source = Place(self.table.sheet, row, column.number) if column else None
        persons = item.names_persons or (column is not None and column.spec.names_persons)
        personal = (persons and code != "column_renamed") or any(map(self.names_person, {before, after}))
        review = ReviewItem(code, self.new.label, item.header, None, source, before, after, personal)
        self.noted[item.name].append((row, review))

    def _left_behind(self) -> Iterator[ReviewItem]:
        if self.match.doubtful_row:
            yield ReviewItem(
                "instruction_row", self.new.label, source=Place(self.table.sheet, self.match.doubtful_row, 1)
            )
        for left_out in self.table.no_records.values():
            yield ReviewItem("not_a_record", self.new.label, source=left_out.place)
        if len(self.table.grid.columns) > _MOST_COLUMNS:
            yield ReviewItem("columns_beyond_left", self.new.label)
        for hit in outside_table.check(self.match):
            yield ReviewItem("outside_left", self.new.label, source=hit.place)
        lost = [
            *(("duplicate_column", number) for numbers in self.match.duplicates.values() for number in numbers),
            *(("column_dropped", column.number) for name, column in self.table.columns.items()
              if name not in self.new.fields),
            *(("column_dropped", number) for number in self.match.unknown),
        ]  # fmt: skip
        for code, number in lost:
            cells = self.table.grid.columns.get(number, Column()).between(self.match.first_row)
            if count := sum(not is_blank(cell.text) for _, cell in cells):
                source = Place(self.table.sheet, None, number)
                yield ReviewItem(code, self.new.label, self.match.header(number), source=source, count=count)


def _is_no_ones(sheet: str) -> bool:
    """Return whether a sheet is ours, the form's own, or one that Excel adds, by its name."""
    return named_as_own(sheet) or _OF_FORM.search(sheet) is not None


def _school(match: SheetMatch) -> str | None:
    before, named, after = match.spec.title.partition("\n")[0].partition("{school}")
    sign, words = before.rpartition("{month}")[2].strip(), re.split(r"[(（]", after)[0].strip()
    if not named:
        return None
    return next((name for _, _, text in match.titles() if (name := _between(text, sign, words))), None)


def _between(title: str, sign: str, words: str) -> str:
    """Return what a title has between a sign and words on the same line, or on the line after the sign."""
    folded = title.translate(_HALF_WIDTH)
    before = folded[: max(folded.find(words), 0)].rstrip()
    line = before.rfind("\n") + 1
    at = before.find(sign, line)
    start = at + len(sign) if at >= 0 else line
    return title[start : len(before)].strip() if at >= 0 or before[:line].rstrip().endswith(sign) else ""
