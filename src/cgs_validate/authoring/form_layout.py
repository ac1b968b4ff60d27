"""The layout of a blank form that no spec describes: its title, header row, columns, instructions, first data row.

The header row is the one that is most like one: many short, different texts, each over a column of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..checking.header_row import header_text
from ..checking.matching import named_as_summary
from ..reading.validations import Validation
from ..spec.own_template import without_signs
from ..text import is_blank, key, strip
from ..workbook import Area, CellKind, Grid, address
from .read_form import BlankForm, BlankSheet

_TOP_ROWS, _FIRST_COLUMNS = 40, 200
_MOST_INSTRUCTION_ROWS = 12
_LONGEST_HEADER = 40  # characters
_MOST_HEADER_LINES = 3
_LEAST_COLUMNS = 2
_NEARLY = 0.8  # of the best score; the first row that reaches it is the header row
_SHORT = 8  # characters; a longer text below a header is an instruction
_INSTRUCTS = re.compile(r"[請填選例：:]|必|說明|不可|格式|代[號碼]|\n")
_HELPER = re.compile(r"說明|範例|範列|代碼|代號表|對照|清單|選項|下拉|參照|list|code|lookup|readme|example")


@dataclass(frozen=True)
class Piece:
    """A text of the form and its area."""

    area: Area
    text: str

    @property
    def place(self) -> str:
        """The address of the text's cell."""
        return address(self.area.top, self.area.left)


@dataclass(frozen=True)
class FormColumn:
    """A column to be filled in. ``instructions``: below its header; ``validations``: of its first answer."""

    number: int
    header: Piece
    instructions: tuple[Piece, ...] = ()
    validations: tuple[Validation, ...] = ()
    number_format: str = ""


@dataclass(frozen=True)
class FormSheet:
    """A sheet to be filled in. ``title``: None where the header row is at the top."""

    blank: BlankSheet
    title: Piece | None
    groups: tuple[Piece, ...]
    header_row: int
    columns: tuple[FormColumn, ...]
    instructions: tuple[Piece, ...]
    first_row: int

    @property
    def name(self) -> str:
        """The sheet's name in the workbook."""
        return self.blank.sheet.name


def form_sheets(form: BlankForm) -> list[FormSheet]:
    """Return the sheets that are there to be filled in; not those with explanations, examples, lists, or hidden."""
    shown = [blank for blank in form.sheets if blank.sheet.visible and not named_as_summary(blank.sheet.name)]
    likely = [blank for blank in shown if not blank.offers and not _HELPER.search(key(blank.sheet.name))]
    found = [sheet for sheet in map(lay_out, likely) if sheet]
    return found or [sheet for sheet in map(lay_out, shown) if sheet]


def lay_out(blank: BlankSheet, header_row: int | None = None) -> FormSheet | None:
    """Return the layout of a sheet, None where no row is like a header row. header_row: where it is known already."""
    page = _Page(blank.sheet.grid)
    row = header_row or page.header_row()
    if row is None:
        return None
    headers = list(page.row(row))
    bottom = max((piece.area.bottom for piece in headers if piece.area.bottom < row + _MOST_HEADER_LINES), default=row)
    above = [piece for piece in page.pieces(1, row - 1) if piece.area.bottom < row]
    first = _first_row(page, blank, {piece.area.left for piece in headers}, bottom)
    below = tuple(page.pieces(bottom + 1, first - 1))
    columns = (
        FormColumn(
            number=(number := header.area.left),
            header=header,
            instructions=tuple(piece for piece in below if piece.area.left <= number <= piece.area.right),
            validations=tuple(guard for guard in blank.validations if guard.guards(first, number)),
            number_format=blank.number_format(first, number),
        )
        for header in headers
    )
    return FormSheet(
        blank=blank,
        title=above[0] if above else None,
        groups=tuple(above[1:]),
        header_row=row,
        columns=tuple(columns),
        instructions=below,
        first_row=first,
    )


def _first_row(page: "_Page", blank: BlankSheet, columns: set[int], bottom: int) -> int:
    end, last = bottom + 1, bottom + _MOST_INSTRUCTION_ROWS
    for row in range(bottom + 1, last + 2):
        pieces = page.pieces(row, row)
        if any(len(strip(piece.text)) > _SHORT or _INSTRUCTS.search(piece.text) for piece in pieces):
            end = max(row + 1, end, *(piece.area.bottom + 1 for piece in pieces))
        elif row >= end:
            break
    guarded = Counter(
        area.top
        for validation in blank.validations
        for area in validation.areas
        if bottom < area.top <= last and any(area.left <= number <= area.right for number in columns)
    )
    walked = end if end <= last + 1 else bottom + 1
    return max([walked, *(row for row, _ in guarded.most_common(1))])


class _Page:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.merged = {(area.top, area.left): area for area in grid.merges}

    def header_row(self) -> int | None:
        """Return the first of the rows that are nearly the most like a header row, None where none is."""
        scores = {row: self.likeness(row) for row in range(1, _TOP_ROWS + 1)}
        best = max(scores.values())
        return next(row for row in scores if scores[row] >= _NEARLY * best) if best >= _LEAST_COLUMNS else None

    def likeness(self, row: int) -> float:
        """Return how much like a header row a row is: its different short texts, those over several columns half."""
        texts: dict[str, float] = {}
        for piece in self.row(row):
            cell, text = self.grid.get(piece.area.top, piece.area.left), key(piece.text)
            worded = cell is not None and cell.kind is CellKind.TEXT and any(char.isalpha() for char in text)
            if worded and len(text) <= _LONGEST_HEADER and strip(piece.text).count("\n") < _MOST_HEADER_LINES:
                texts.setdefault(text, 0.5 if piece.area.right > piece.area.left else 1)
        return sum(texts.values())

    def row(self, row: int) -> Iterator[Piece]:
        """Yield the texts that a row shows, those that are merged into it from above included."""
        for column in range(1, min(self.grid.last_column, _FIRST_COLUMNS) + 1):
            text = header_text(self.grid, row, column)
            if not is_blank(text):
                yield Piece(self.area(*self.grid.merged_from.get((row, column), (row, column))), text)

    def pieces(self, first_row: int, last_row: int) -> list[Piece]:
        pieces = []
        for number, column in self.grid.columns.items():
            for row, cell in column.between(first_row, last_row):
                if number <= _FIRST_COLUMNS and not is_blank(cell.text):
                    pieces.append(Piece(self.area(row, number), without_signs(cell.text)))
        return sorted(pieces, key=lambda piece: piece.area)

    def area(self, row: int, column: int) -> Area:
        return self.merged.get((row, column), Area(row, column, row, column))
