"""Where a sheet of a spec was found in a workbook, and which of its columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..cached_property import cached_property
from ..spec.model import FieldSpec, OtherTemplate, SheetSpec
from ..text import half_width, key
from ..workbook import Sheet
from .findings import Place
from .header_row import header_text


@dataclass
class SheetMatch:
    """Where a sheet of the spec was found, and which of its columns.

    Columns are by field name; ``duplicates`` and ``renamed`` are no part of ``columns``. ``by_place``: those of
    ``columns`` known by their place alone. ``doubtful_row``: one above the first that may be data, or explain the form;
    ``answered``: whether something in the first is surely an answer.
    """

    spec: SheetSpec
    sheet: Sheet | None = None
    namesakes: list[Sheet] = field(default_factory=list)
    found_by_headers: bool = False
    header_row: int | None = None
    header_end: int = 0
    first_row: int = 1
    doubtful_row: int | None = None
    answered: bool = True
    columns: dict[str, int] = field(default_factory=dict)
    duplicates: dict[str, list[int]] = field(default_factory=dict)
    renamed: dict[str, int] = field(default_factory=dict)
    by_place: set[str] = field(default_factory=set)
    moved: list[str] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    other_template: OtherTemplate | None = None

    @property
    def missing(self) -> list[FieldSpec]:
        """The fields whose column is nowhere."""
        found = {*self.columns, *self.duplicates, *self.renamed}
        return [item for name, item in self.spec.fields.items() if name not in found]

    @property
    def checkable(self) -> bool:
        """Whether its columns are known, and are those of this template, so that its data can be checked."""
        return self.header_row is not None and self.other_template is None

    @property
    def complete(self) -> bool:
        """Whether the sheet has as many columns as the form, those that are known where the form has them."""
        found, fields = {**self.columns, **self.renamed}, list(self.spec.fields)
        headers = len(found) + len(self.unknown) + sum(map(len, self.duplicates.values()))
        return headers == len(fields) and all(fields[column - 1 :][:1] == [name] for name, column in found.items())

    def place(self, column: int | None = None) -> Place:
        """Return the place of a column's header, or of the whole header row."""
        return Place(self.sheet.name if self.sheet else None, self.header_row, column)

    def header(self, column: int) -> str:
        """Return the header text of a column, on one line."""
        if self.sheet is None or self.header_row is None:
            return ""
        return " ".join(header_text(self.sheet.grid, self.header_row, column).split())

    def label(self, field: str) -> str:
        """Return the header of a field as the sheet has it, where it is a known one of it; else the spec's."""
        column = self.columns.get(field)
        header = self.header(column) if column else ""
        return header if self.spec.headers.get(key(header)) == field else self.spec.fields[field].header

    @cached_property
    def folded_titles(self) -> list[tuple[int, int, str]]:
        """The titles in half-width form: (row, column, text)."""
        return [(row, column, half_width(text)) for row, column, text in self.titles()]

    def titles(self) -> Iterable[tuple[int, int, str]]:
        """Yield (row, column, text) of the cells above the header row."""
        if self.sheet is not None:
            for number, column in sorted(self.sheet.grid.columns.items()):
                for row, cell in column.between(last=(self.header_row or 6) - 1):
                    yield row, number, cell.text
