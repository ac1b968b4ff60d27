"""A workbook as the rules see it: sheets, columns, cells. No Excel library is known here.

Rows and columns are Excel's own, counted from 1. Readers (files, the open book in Excel) make these objects; equal
cells may be one shared object, so that each distinct value of a column is judged once.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from typing import NamedTuple

from .text import key

_TOP_ROWS = 60  # headers stand above
_FIRST_ROWS = 10
_LONGEST_HEADER = 1_000  # characters, with all blanks


class CellKind(Enum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"  # a formula that was saved without its result


_TEXT = CellKind.TEXT  # an Enum is slow to ask


class Cell(NamedTuple):
    """One cell's value: ``text`` as Excel shows it, and the number or date behind it."""

    text: str
    kind: CellKind = CellKind.TEXT
    number: float | None = None
    day: date | None = None
    formula: bool = False


class Formula(NamedTuple):
    """A formula to be written, with its result, a number."""

    text: str
    result: int | str


class Area(NamedTuple):
    """A rectangle of cells, its bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Tell whether the cell at that place lies in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass
class Column:
    """The non-empty cells of a column: two parallel lists, rows ascending."""

    rows: list[int] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def get(self, row: int) -> Cell | None:
        """Return the cell in that row, or None."""
        index = bisect_left(self.rows, row)
        return self.cells[index] if index < len(self.rows) and self.rows[index] == row else None


@dataclass
class Grid:
    """What a sheet holds: its columns by number, and its merged areas."""

    columns: dict[int, Column] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)

    def get(self, row: int, column: int) -> Cell | None:
        """Return the cell at that place, or None where nothing is."""
        found = self.columns.get(column)
        return found.get(row) if found else None

    @cached_property
    def merged_from(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For the left edge of each merged area near the top: place → place of the area's first cell."""
        return {
            (row, area.left): (area.top, area.left)
            for area in self.merges
            for row in range(area.top, min(area.bottom, _TOP_ROWS) + 1)
        }

    @cached_property
    def at_top(self) -> dict[str, list[tuple[int, int]]]:
        """As ``near_top``, of the first rows only, in which most forms have their headers."""
        return self._places(_FIRST_ROWS)

    @cached_property
    def near_top(self) -> dict[str, list[tuple[int, int]]]:
        """Where each text near the top stands, by the form in which headers are compared: (row, column), many times.

        A merged text stands in each row of its area.
        """
        return self._places(_TOP_ROWS)

    def _places(self, last_row: int) -> dict[str, list[tuple[int, int]]]:
        texts = [
            (cell.text, (row, number))
            for number, column in self.columns.items()
            for row, cell in zip(column.rows[:last_row], column.cells, strict=False)
            if cell.kind is _TEXT and row <= last_row and len(cell.text) <= _LONGEST_HEADER
        ]
        merged = ((self.get(*first), place) for place, first in self.merged_from.items() if not self.get(*place))
        texts += ((cell.text, place) for cell, place in merged if cell and place[0] <= last_row)
        written: dict[str, list[tuple[int, int]]] = {}
        for text, place in texts:
            written.setdefault(text, []).append(place)
        places: dict[str, list[tuple[int, int]]] = {}
        for text, found in written.items():
            places.setdefault(key(text), []).extend(found)
        return places

    @property
    def last_column(self) -> int:
        """The right-most column with a value, 0 for an empty sheet."""
        return max(self.columns, default=0)


@dataclass
class Sheet:
    """A worksheet. Its grid is read when it is first asked for, so ignored sheets cost nothing."""

    name: str
    visible: bool
    read: Callable[[], Grid]

    @cached_property
    def key(self) -> str:
        """The form in which its name is compared."""
        return key(self.name)

    @cached_property
    def grid(self) -> Grid:
        """The cells. Raises ReadError where the sheet cannot be read."""
        return self.read()


@dataclass
class Workbook:
    """An opened workbook: the file's name, the SHA-256 of its bytes, its sheets in order.

    ``template``: the id of the spec whose blank it began as, where the file still says so.
    """

    name: str
    sha256: str
    sheets: list[Sheet]
    template: str = ""

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


@lru_cache(1024)
def column_letters(column: int) -> str:
    """Return Excel's letters of a column: 1 → A, 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's address: (7, 3) → C7."""
    return f"{column_letters(column)}{row}"


def parse_address(reference: str) -> tuple[int, int] | None:
    """Return (row, column) of an address such as ``C7``, or None where it is not one."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not digits or not letters.isascii() or not letters.isalpha() or len(letters) > 3 or len(digits) > 7:
        return None
    return int(digits), column_number(letters)


@lru_cache(1024)
def column_number(letters: str) -> int:
    """Return the number of a column by its letters: A → 1, AB → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_area(reference: str) -> Area | None:
    """Return the area of ``A1:B2`` (or of a single ``A1``), or None where it is not one."""
    first, _, second = reference.partition(":")
    start, end = parse_address(first), parse_address(second or first)
    return Area(*start, *end) if start and end else None
