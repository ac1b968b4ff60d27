"""A workbook as the rules see it: sheets, columns, cells. No Excel library is known here.

Rows and columns are Excel's own, counted from 1. Readers (files, the open book in Excel) make these objects. Columns
are dictionary-encoded, so that each distinct cell is made and checked once.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .cached_property import cached_property
from .text import key

if TYPE_CHECKING:
    Numbers = array[int]
else:
    Numbers = array  # which has no parameters before Python 3.12

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet of Excel's

_TOP_ROWS = 60  # headers are above
_LONGEST_HEADER = 1_000  # characters, with all blanks


class CellKind(Enum):
    """The kind of a cell's value."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # or a time
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"  # a formula that was saved without its result


class Look(Enum):
    """What of a cell's font changes what its text says."""

    STRUCK = "struck"  # all of it is struck out
    PARTLY_STRUCK = "partly_struck"
    RAISED = "raised"  # or lowered, if only in part


_TEXT = CellKind.TEXT  # looked up once: attributes of an Enum are slow


class Cell(NamedTuple):
    """One cell's value: ``text`` as Excel shows it, and the number or date behind it.

    ``stored``: the value itself, where that is not what is shown; the same as the text where what is shown is unknown.
    ``look``: None where its font says nothing.
    """

    text: str
    kind: CellKind = CellKind.TEXT
    number: float | None = None
    day: date | None = None
    formula: bool = False
    stored: str = ""
    look: Look | None = None


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
        """Return whether the cell at that place lies in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: "Area") -> bool:
        """Return whether the areas share a cell."""
        rows = self.top <= other.bottom and other.top <= self.bottom
        return rows and self.left <= other.right and other.left <= self.right


Places = dict[str, list[tuple[int, int]]]  # (row, column), many times


def numbers(values: Iterable[int] = ()) -> Numbers:
    """Return whole numbers from 0 in little memory, which the garbage collector does not walk through."""
    return array("I", values)


@dataclass(eq=False)
class Column:
    """The non-empty cells of a column: ``rows``, which ascend, and in step with them ``codes``.

    ``distinct`` holds each cell once; its code is its index in there. 0 is no cell's. Columns are equal that have equal
    cells in the same rows, whatever their codes.
    """

    rows: Numbers = field(default_factory=numbers)
    codes: Numbers = field(default_factory=numbers)
    distinct: list[Cell] = field(default_factory=lambda: [Cell("")])
    _known: dict[int, int] = field(default_factory=dict, init=False, repr=False)  # codes by identity

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Column) and list(self.between()) == list(other.between())

    def append(self, row: int, cell: Cell) -> None:
        """Put a cell below the others."""
        self.rows.append(row)
        self.codes.append(self.code(cell))

    def code(self, cell: Cell) -> int:
        """Return the code of a cell, which gets one where it is new."""
        code = self._known.setdefault(id(cell), len(self.distinct))
        if code == len(self.distinct):
            self.distinct.append(cell)
        return code

    def get(self, row: int) -> Cell | None:
        """Return the cell in that row, or None."""
        index = bisect_left(self.rows, row)
        return self.distinct[self.codes[index]] if index < len(self.rows) and self.rows[index] == row else None

    def between(self, first: int = 1, last: int = LAST_ROW) -> Iterator[tuple[int, Cell]]:
        """Yield the cells from a row to another, each with its row."""
        start, end = bisect_left(self.rows, first), bisect_right(self.rows, last)
        return zip(self.rows[start:end], map(self.distinct.__getitem__, self.codes[start:end]), strict=True)


@dataclass
class Grid:
    """The cells of a sheet, in columns by number, and its merged areas.

    ``last_format``: the largest index of a cell format in a file's sheet, of blank cells too; None: it is not known.
    ``hidden_rows``, ``hidden_columns``: their numbers, which ascend; ``filtered``: whether a filter may have hidden
    rows; ``dressed``: whether any cell has a look.
    """

    columns: dict[int, Column] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    last_format: int | None = field(default=None, compare=False)
    hidden_rows: Numbers = field(default_factory=numbers)
    hidden_columns: Numbers = field(default_factory=numbers)
    filtered: bool = False
    dressed: bool = False
    _texts_at_top: dict[object, Places] = field(default_factory=dict, init=False, repr=False, compare=False)

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

    def texts_at_top(self, rows: range, longest: int, compared: Callable[[str], str] | None = None) -> Places:
        """Return the places of each text in some rows near the top, by the form in which headers are compared.

        A merged text has a place in each row of its area. longest: characters, without blanks; longer texts are left
        out. compared: returns that form of a text, by default ``key``.
        """
        if (rows, longest, compared) not in self._texts_at_top:
            self._texts_at_top[rows, longest, compared] = self._places(rows, longest, compared)
        return self._texts_at_top[rows, longest, compared]

    def _places(self, rows: range, longest: int, compared: Callable[[str], str] | None) -> Places:
        compared = compared or key
        texts = [
            (cell.text, (row, number))
            for number, column in self.columns.items()
            for row, cell in column.between(rows[0], rows[-1])
            if cell.kind is _TEXT and len(cell.text) <= _LONGEST_HEADER
        ]
        merged = ((self.get(*first), place) for place, first in self.merged_from.items() if not self.get(*place))
        texts += ((cell.text, place) for cell, place in merged if cell and place[0] in rows)
        written: Places = {}
        for text, place in texts:
            written.setdefault(text, []).append(place)
        places: Places = {}
        for text, found in written.items():
            if len(text) <= longest or len("".join(text.split())) <= longest:
                places.setdefault(compared(text), []).extend(found)
        return places

    @property
    def last_column(self) -> int:
        """The right-most column with a value, 0 for an empty sheet."""
        return max(self.columns, default=0)


@dataclass
class Sheet:
    """A worksheet. ``cells``: None until it is read; ``key``: the form in which its name is compared."""

    name: str
    visible: bool
    cells: Grid | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = key(self.name)

    @property
    def grid(self) -> Grid:
        """The cells. Raises LookupError where the sheet was not read."""
        if self.cells is None:
            raise LookupError("this sheet was not read")
        return self.cells

    @property
    def last_format(self) -> int | None:
        """The largest index of a cell format, None where it is not known."""
        return self.cells.last_format if self.cells else None


@dataclass
class Workbook:
    """A workbook: the file's name, the SHA-256 of its bytes, its sheets in order.

    ``template``: the id of the spec whose blank it began as, where the file still names it.
    """

    name: str
    sha256: str
    sheets: list[Sheet]
    template: str = ""

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


def _no_fills(_sheet: str, _cells: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    return {}


def _no_dropdown(_sheet: str, _row: int, _column: int) -> tuple[str, ...]:
    return ()


@dataclass
class OpenedWorkbook:
    """A workbook whose sheets are known by name.

    ``read_grid``: returns the cells of a sheet by its name. ``offered``: returns the entries of the dropdown of a cell,
    by its sheet's name, row and column; none where it has no dropdown. ``fills``: returns the solid fills of some cells
    of a sheet, in a form that equal fills share.
    """

    workbook: Workbook
    read_grid: Callable[[str], Grid]
    offered: Callable[[str, int, int], tuple[str, ...]] = _no_dropdown
    fills: Callable[[str, Iterable[tuple[int, int]]], dict[tuple[int, int], str]] = _no_fills

    def read(self, sheets: Iterable[Sheet]) -> Workbook:
        """Return the workbook with the cells of some of its sheets; ignored ones cost nothing. Raises ReadError."""
        for sheet in sheets:
            if sheet.cells is None:
                sheet.cells = self.read_grid(sheet.name)
        return self.workbook


def runs(ascending: Iterable[int]) -> list[list[int]]:
    """Return the first and the last of numbers that follow each other.

    >>> runs([6, 8, 9, 10])
    [[6, 6], [8, 10]]
    """
    found: list[list[int]] = []
    for number in ascending:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


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
