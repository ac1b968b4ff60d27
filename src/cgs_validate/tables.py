"""A sheet's data as the rules see it: rows that hold something, columns by field name, values in step with the rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .findings import Place
from .formats.calendar_date import age_at
from .headers import SheetMatch
from .months import Month
from .sheets import Column, Grid
from .spec import Condition, FieldSpec, RuleSpec, SheetSpec, TemplateSpec
from .values import FieldReader, Value


@dataclass
class FieldColumn:
    """One field's column: ``values`` is as long as the table's ``rows``; None is a blank cell."""

    spec: FieldSpec
    number: int
    values: list[Value | None]
    distinct: list[Value]


@dataclass
class Table:
    """One sheet of the spec with the columns that were found. ``rows`` are Excel's own row numbers."""

    spec: SheetSpec
    sheet: str
    grid: Grid
    rows: list[int]
    columns: dict[str, FieldColumn]

    @cached_property
    def covered(self) -> dict[Place, Place]:
        """The cells of data rows that lie under a merged area, with the area's first cell, which alone has a value."""
        numbers = sorted(column.number for column in self.columns.values())
        covered = {}
        for area in self.grid.merges:
            first = Place(self.sheet, area.top, area.left)
            for row in self.rows[bisect_left(self.rows, area.top) : bisect_right(self.rows, area.bottom)]:
                for number in numbers[bisect_left(numbers, area.left) : bisect_right(numbers, area.right)]:
                    if (row, number) != (area.top, area.left):
                        covered[Place(self.sheet, row, number)] = first
        return covered

    def rules(self, name: str) -> list[RuleSpec]:
        """Return the sheet's declared rules of that name whose columns are all here."""
        return [rule for rule in self.spec.rules if rule.name == name and not self.lacking(rule)]

    def lacking(self, rule: RuleSpec) -> set[str]:
        """Return the fields that a declared rule needs and this table lacks."""
        return rule.fields - self.columns.keys()

    def label(self, field: str) -> str:
        """Return a field's header."""
        return self.spec.fields[field].header

    def place(self, index: int, field: str) -> Place:
        """Return the place of a field's cell in the row of that index."""
        return Place(self.sheet, self.rows[index], self.columns[field].number)

    def holds(self, condition: Condition, index: int) -> bool | None:
        """Tell whether a condition holds in a row; None where that cannot be told."""
        known: bool | None = True
        for field, codes in condition.items():
            value = self.columns[field].values[index] if field in self.columns else None
            if value is None or not value.certain:
                known = None
            elif set(codes).isdisjoint(value.codes):
                return False
        return known

    def day(self, field: str, index: int) -> date | None:
        """Return the day that a field tells in a row; None where it tells none."""
        value = self.columns[field].values[index] if field in self.columns else None
        return value.reading.meant if value and isinstance(value.reading.meant, date) else None

    def age(self, born: str, on: str, index: int) -> int | None:
        """Return the age in full years between two fields of a row; None where that cannot be told."""
        birth, day = self.day(born, index), self.day(on, index)
        return age_at(birth, day) if birth and day else None

    def spans(self, rule: RuleSpec) -> Iterator[tuple[int, date, date]]:
        """Yield the rows with the two days that a rule compares, ``from`` and ``to``."""
        for index in range(len(self.rows)):
            first, last = self.day(rule.params["from"], index), self.day(rule.params["to"], index)
            if first and last:
                yield index, first, last

    def value_at(self, place: Place, field: str) -> Value | None:
        """Return the value of a field in Excel's row of that place, None for a blank cell."""
        index = bisect_left(self.rows, place.row or 0)
        if field not in self.columns or index == len(self.rows) or self.rows[index] != place.row:
            return None
        return self.columns[field].values[index]


@dataclass
class Submission:
    """One workbook with all that is known of it: what the rules over the whole file look at.

    ``month``: the report month, given or read from a title; ``titles``: the months that titles tell, with their places.
    """

    spec: TemplateSpec
    name: str
    matches: list[SheetMatch]
    tables: list[Table]
    month: Month | None
    titles: list[tuple[Place, Month]]
    stage: str | None
    cut: bool = False  # whether there was more to find than is told


def build_table(match: SheetMatch) -> Table:
    """Return the data of a matched sheet. Raises ReadError where the sheet cannot be read."""
    assert match.sheet is not None  # noqa: S101 - the engine builds tables of found sheets only
    grid = match.sheet.grid
    numbers = {**match.columns, **match.renamed}
    readers = {name: FieldReader(match.spec.fields[name]) for name in numbers}
    by_row = {name: _values(reader, grid, numbers[name], match.first_row) for name, reader in readers.items()}
    rows = sorted({row for values in by_row.values() for row in values})
    columns = {
        name: FieldColumn(reader.spec, numbers[name], [by_row[name].get(row) for row in rows], reader.values())
        for name, reader in readers.items()
    }
    return Table(match.spec, match.sheet.name, grid, rows, columns)


def _values(reader: FieldReader, grid: Grid, number: int, first_row: int) -> dict[int, Value]:
    column = grid.columns.get(number, Column())
    start = bisect_left(column.rows, first_row)
    read = ((row, reader.read(cell)) for row, cell in zip(column.rows[start:], column.cells[start:], strict=True))
    return {row: value for row, value in read if value is not None}
