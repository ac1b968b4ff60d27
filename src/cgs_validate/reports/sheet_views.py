"""The sheets of a report as they are drawn in HTML: cells in their colours, with their findings."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..cached_property import cached_property
from ..checking.columns import FieldColumn
from ..checking.findings import Finding, Place, Sort
from ..checking.report import Report
from ..checking.rules import PERSONAL, instruction_row
from ..checking.tables import Table
from ..formats.personal import PersonFinder
from ..text import printable
from ..workbook import Cell as SheetCell
from ..workbook import column_letters
from .grouping import SECTIONS, Group, rank

MOST_ROWS = 500

_DRAWN_WHOLE = 300  # rows; of a longer sheet only the rows with findings are drawn


class Column(NamedTuple):
    """A column as drawn; ``label`` is the form's header, empty for a column that the form does not have."""

    number: int
    letters: str
    label: str


class Bar(NamedTuple):
    """How many findings a column has; ``share`` of the column with the most, in percent."""

    column: Column
    counts: Counter[str]
    share: float


class Cell(NamedTuple):
    """A cell as drawn: ``anchor`` names it where there are findings, ``sort`` is that of its annotation.

    ``hidden``: its value may name a person. ``checked``: it is not in a column that the form does not have, where a
    teacher's notes may name pupils, and which is not drawn.
    """

    text: str
    hidden: bool
    checked: bool
    column: Column
    anchor: str | None
    sort: Sort | None
    findings: tuple[Finding, ...]

    @property
    def warned(self) -> bool:
        """Whether one of the findings is a hint."""
        return any(finding.certainty is None for finding in self.findings)


class Row(NamedTuple):
    """A row as drawn; ``jump``: the row above it in the sheet is not drawn."""

    number: int
    jump: bool
    cells: list[Cell]


@dataclass(frozen=True)
class SheetView:
    """A sheet of the report: its findings, and its drawing, which a sheet without findings lacks.

    ``left_out``: how many rows are not drawn; ``cut``: there are some with findings among them.
    """

    name: str
    anchor: str
    groups: list[Group]
    bars: list[Bar]
    columns: list[Column]
    rows: list[Row]
    left_out: int
    cut: bool

    @property
    def sections(self) -> Iterator[tuple[str, list[Group]]]:
        """The groups under their headings."""
        for heading, certainty in SECTIONS.items():
            if chosen := [same for same in self.groups if same.certainty is certainty]:
                yield heading, chosen


@dataclass(frozen=True)
class _Drawing:
    """Draws one sheet: its table, and what was found where.

    most: how many rows of a long sheet; data: every row, and codes with their labels; ``first``: the first row that may
    be of a pupil, None where none is.
    """

    anchor: str
    table: Table
    found: dict[Place, list[Finding]]
    sorts: dict[Place, Sort]
    values: bool
    most: int
    data: bool
    names_person: Callable[[str], bool]
    first: int | None

    def view(self, groups: list[Group]) -> SheetView:
        columns, (numbers, left_out, cut) = self.columns(), self.row_numbers()
        bars, rows = _bars(columns, groups), self.rows(numbers, columns)
        return SheetView(printable(self.table.sheet), self.anchor, groups, bars, columns, rows, left_out, cut)

    def columns(self) -> list[Column]:
        labels = {column.number: self.table.header(name) for name, column in self.table.columns.items()}
        numbers = sorted({*labels, *(place.column for place in self.found if place.column)})
        return [Column(number, column_letters(number), labels.get(number, "")) for number in numbers]

    def row_numbers(self) -> tuple[list[int], int, bool]:
        """Return the rows to draw, none without findings unless all data are drawn; how many are left out, and whether
        some with findings are.
        """
        wrong = sorted({place.row for place in self.found if place.row})
        every = sorted({*wrong, *self.table.rows}) if wrong or self.data else []
        drawn = every if len(every) <= _DRAWN_WHOLE else (every if self.data else wrong)[: self.most]
        return drawn, len(every) - len(drawn), bool(wrong and drawn and drawn[-1] < wrong[-1])

    def rows(self, numbers: list[int], columns: list[Column]) -> list[Row]:
        return [
            Row(number, before not in (None, number - 1), [self._cell(number, column) for column in columns])
            for before, number in zip([None, *numbers], numbers, strict=False)
        ]

    def _cell(self, row: int, column: Column) -> Cell:
        place = Place(self.table.sheet, row, column.number)
        findings = tuple(sorted(self.found.get(place, ()), key=rank))
        cell = self.table.grid.get(row, column.number)
        is_head = self.first is None or row < self.first
        personal = any(finding.code in PERSONAL for finding in findings)
        as_published = is_head and not findings  # and so no pupil's data
        hidden = personal or (cell is not None and not as_published and self.names_person(cell.text))
        checked = bool(column.label) or is_head
        text = self._text(place, cell) if cell and self.values and checked and not hidden else ""
        anchor = f"{self.anchor}-{place.cell}" if findings else None
        return Cell(text, hidden, checked, column, anchor, self.sorts.get(place), findings)

    def _text(self, place: Place, cell: SheetCell) -> str:
        column = self._fields.get(place.column or 0) if self.data else None
        value = self.table.value_at(place, column.spec.name) if column else None
        return column.labelled(value) if column and value else cell.text

    @cached_property
    def _fields(self) -> dict[int, FieldColumn]:
        return {column.number: column for column in self.table.columns.values()}


def sheet_views(report: Report, groups: list[Group], *, values: bool, most: int, data: bool) -> Iterator[SheetView]:
    """Yield the sheets that were found in a workbook.

    groups: of findings in them; values: whether cell values are shown; most: how many rows of a long sheet are drawn;
    data: whether every row is drawn, whatever was found, and codes have their labels.
    """
    sorts = {note.place: note.sort for note in report.annotations}
    names_person = PersonFinder(report.spec.words)
    for number, table in enumerate({table.sheet: table for table in report.tables}.values(), 1):
        found: dict[Place, list[Finding]] = {}
        for finding in report.findings:
            if finding.place.sheet == table.sheet and finding.place.cell:
                found.setdefault(finding.place, []).append(finding)
        doubtful = [place.row for place, here in found.items() if place.row and here[0].code == instruction_row.CODE]
        first = min([*table.rows[:1], *table.no_records, *doubtful], default=None)
        drawing = _Drawing(f"s{number}", table, found, sorts, values, most, data, names_person, first)
        yield drawing.view([same for same in groups if same.first.place.sheet == table.sheet])


def _bars(columns: Iterable[Column], groups: Iterable[Group]) -> list[Bar]:
    counted: dict[int, Counter[str]] = {}
    for same in groups:
        if same.first.field:
            counted.setdefault(same.first.place.column or 0, Counter())[same.first.sort] += same.count
    most = max((counts.total() for counts in counted.values()), default=0)
    return [
        Bar(column, counts, round(100 * counts.total() / most, 1))
        for column in columns
        if (counts := counted.get(column.number))
    ]
