"""A sheet's data as the rules see it: rows that hold something, columns by field name, values in step with the rows."""

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, count
from typing import Any, NamedTuple

from ..cached_property import cached_property
from ..formats.calendar_date import age_at
from ..spec.model import Condition, RuleSpec, SheetSpec
from ..spec.source import Sourced
from ..workbook import Area, Column, Grid, Look, Numbers, numbers
from .columns import FieldColumn, read_column, without_blank, without_rows
from .findings import Hit, Hits, Place
from .sheet_match import SheetMatch
from .values import Value


class NoRecord(NamedTuple):
    """A row that is no record: its first cell, what it is, and a field that it has no answer to."""

    place: Place
    reason: str
    unanswered: str


@dataclass
class Table:
    """One sheet of the spec with the columns that were found. ``rows`` are Excel's own row numbers.

    ``headers``: by field, as the sheet has them, where the wording of the form is not known. ``no_records``: the rows
    below the headers that are none of ``rows``, by their numbers.
    """

    spec: SheetSpec
    sheet: str
    grid: Grid
    rows: Numbers
    columns: dict[str, FieldColumn]
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    no_records: dict[int, NoRecord] = dataclasses.field(default_factory=dict)
    _held: dict[object, list[bool | None]] = dataclasses.field(default_factory=dict, repr=False)

    def covered(self, field: str) -> dict[int, Place]:
        """Return the indices of rows whose cell of a field lies under a merged area, with the area's first cell.

        That one alone has a value. The rows are in their order.
        """
        number = self.columns[field].number
        covered = {}
        for area in self._merged.get(number, ()):
            first = Place(self.sheet, area.top, area.left)
            below = area.top + (number == area.left)
            inside = range(bisect_left(self.rows, below), bisect_right(self.rows, area.bottom))
            covered.update(dict.fromkeys(inside, first))
        return covered

    @cached_property
    def _merged(self) -> dict[int, list[Area]]:
        """The merged areas of each column that reach the rows, from above."""
        numbers = sorted(column.number for column in self.columns.values())
        merged: dict[int, list[Area]] = {}
        for area in sorted(area for area in self.grid.merges if self.rows and area.bottom >= self.rows[0]):
            for number in numbers[bisect_left(numbers, area.left) : bisect_right(numbers, area.right)]:
                merged.setdefault(number, []).append(area)
        return merged

    def without(self, no_records: Mapping[int, NoRecord]) -> "Table":
        """Return the table without some rows that are no records, given by their indices."""
        columns = {name: dataclasses.replace(column) for name, column in self.columns.items()}
        rows = without_rows(no_records.keys(), self.rows, list(columns.values()))
        for column in columns.values():
            used = set(column.codes)
            column.by_code = {code: value for code, value in column.by_code.items() if code in used}
        set_aside = {self.rows[index]: found for index, found in no_records.items()}
        return dataclasses.replace(self, rows=rows, columns=columns, no_records=set_aside, _held={})

    def refer_to(self, spec: SheetSpec) -> None:
        """Refer to the spec's own declarations, but for columns whose code lists are those of the workbook's form."""
        self.spec = spec
        for name, column in self.columns.items():
            if column.spec.codes is spec.fields[name].codes:
                column.spec = spec.fields[name]

    def rules(self, name: str) -> list[RuleSpec]:
        """Return the sheet's declared rules of that name whose columns are all here."""
        return [rule for rule in self.spec.rules if rule.name == name and not self.lacking(rule)]

    def lacking(self, rule: RuleSpec) -> frozenset[str]:
        """Return the fields that a declared rule needs and this table lacks."""
        return rule.fields - self.columns.keys()

    def named(self, field: str) -> dict[str, str]:
        """Return a field as findings have it: its name and its header."""
        return {"field": field, "label": self.header(field)}

    def header(self, field: str) -> str:
        """Return a field's header."""
        return self.headers.get(field) or self.spec.fields[field].header

    def described(self, condition: Condition) -> list[dict[str, Any]]:
        """Return a condition as findings have it: each field with its header, and its codes with their labels."""
        return [{**item, "label": self.header(item["field"])} for item in self.spec.described(condition)]

    def place(self, index: int, field: str) -> Place:
        """Return the place of a field's cell in the row of that index."""
        return Place(self.sheet, self.rows[index], self.columns[field].number)

    def holds(self, condition: Condition, index: int) -> bool | None:
        """Return whether a condition holds in a row; None where that is not known."""
        known: bool | None = True
        for field, codes in condition.items():
            value = self.columns[field][index] if field in self.columns else None
            if value is None or not value.certain:
                known = None
            elif set(codes).isdisjoint(value.codes):
                return False
        return known

    def held(self, condition: Condition) -> list[bool | None]:
        """Return for every row whether a condition holds; each combination of values is looked at once."""
        key = tuple(condition.items())
        if key not in self._held:
            self._held[key] = self._held_by_value(*key[0]) if len(key) == 1 else self._held_by_values(condition)
        return self._held[key]

    def _held_by_value(self, field: str, codes: Sequence[str]) -> list[bool | None]:
        if field not in self.columns:
            return [None] * len(self.rows)
        column, due = self.columns[field], set(codes)
        known = {code: not due.isdisjoint(value.codes) for code, value in column.by_code.items() if value.certain}
        return list(map(known.get, column.codes))

    def _held_by_values(self, condition: Condition) -> list[bool | None]:
        columns = [self.columns[field].codes for field in condition if field in self.columns]
        combinations = list(zip(*columns, strict=True)) or [()] * len(self.rows)
        examples = dict(zip(combinations, count(), strict=False))
        known = {combination: self.holds(condition, index) for combination, index in examples.items()}
        return list(map(known.__getitem__, combinations))

    def hits_where(
        self,
        field: str,
        values: Iterable[Value],
        condition: Condition,
        params: Callable[[], dict[str, Any]],
        *,
        holds: bool,
        rests_on: Sourced | None = None,
    ) -> Hits:
        """Yield a hit for each of some values of a field in rows where a condition holds, or surely does not.

        params: makes those of the hits, if there are any. rests_on: what declares the condition, by default the field.
        """
        found = list(self.columns[field].rows_of(values))
        held = self.held(condition) if found else []
        indices = [index for index in found if held[index] is holds]
        rests_on, shared = rests_on or self.columns[field].spec, params() if indices else {}
        return (Hit(self.place(index, field), field, shared, rests_on=rests_on) for index in indices)

    def rows_with(self, fields: Iterable[str], test: Callable[..., object]) -> Iterator[int]:
        """Yield the rows whose values in some fields pass a test; each combination is tested once."""
        columns = [self.columns[field] for field in fields]
        combinations = list(zip(*(column.codes for column in columns), strict=True))
        examples = dict(zip(combinations, count(), strict=False))
        passed = {codes for codes, index in examples.items() if test(*(column[index] for column in columns))}
        return compress(count(), map(passed.__contains__, combinations) if passed else ())

    def looking(self, field: str, look: Look) -> Iterator[tuple[int, Value]]:
        """Yield the values of a field that have that look, each with the index of its row."""
        column = self.columns[field]
        found = {code: value for code, value in column.by_code.items() if value.cell.look is look}
        return ((index, found[column.codes[index]]) for index in column.rows_coded(found))

    def filled(self, index: int) -> int:
        """Return how many cells of a row are not blank."""
        return sum(bool(column.codes[index]) for column in self.columns.values())

    def day(self, field: str, index: int) -> date | None:
        """Return the day of a field in a row; None where it has none."""
        value = self.columns[field][index] if field in self.columns else None
        return value.meaning if value and isinstance(value.meaning, date) else None

    def age(self, born: str, on: str, index: int) -> int | None:
        """Return the age in full years between two fields of a row; None where that is not known."""
        birth, day = self.day(born, index), self.day(on, index)
        return age_at(birth, day) if birth and day else None

    def value_at(self, place: Place, field: str) -> Value | None:
        """Return the value of a field in Excel's row of that place, None for a blank cell."""
        index = bisect_left(self.rows, place.row or 0)
        if field not in self.columns or index == len(self.rows) or self.rows[index] != place.row:
            return None
        return self.columns[field][index]


def build_table(match: SheetMatch, *, known: bool = True) -> Table:
    """Return the data of a matched sheet. known: whether the wording of the form is. Raises ReadError."""
    assert match.sheet is not None  # noqa: S101 - the engine builds tables of found sheets only
    grid = match.sheet.grid
    found, fields = {**match.columns, **match.renamed}, match.spec.fields
    filled = {name: grid.columns.get(number, Column()) for name, number in found.items()}
    written = (column.rows[bisect_left(column.rows, match.first_row) :] for column in filled.values())
    rows = _all_rows(list(filter(None, written)))
    columns = {name: read_column(fields[name], found[name], column, rows) for name, column in filled.items()}
    headers = {} if known else {name: match.label(name) for name in found}
    return Table(match.spec, match.sheet.name, grid, without_blank(rows, list(columns.values())), columns, headers)


def _all_rows(written: list[Numbers]) -> Numbers:
    """Return the rows that any column has, in order; they need no comparing where one has them all without a gap."""
    first, last = min((rows[0] for rows in written), default=0), max((rows[-1] for rows in written), default=0)
    if any(len(rows) == last - first + 1 for rows in written):
        return numbers(range(first, last + 1))
    return numbers(sorted(set[int]().union(*written)))
