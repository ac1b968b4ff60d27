"""The protocols of an open workbook, which each spreadsheet program implements.

Rows and columns are counted from 1, as everywhere. A value is None (blank), text, a number (float), a bool, a date with
its time (datetime), or an error value (int, Excel's own number: 2042 is #N/A).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from cgs_validate.workbook import Area, Formula, Look

from .fills import Fill

Position = tuple[int, int]
Raw = float | str | bool | datetime | None
Progress = Callable[[float], None]


class Stopped(Exception):  # noqa: N818 # not an error
    """The user pressed Esc or answered no."""


class ReadRow(NamedTuple):
    """A row of an area: its number, values and formulas; a constant is its own formula."""

    number: int
    values: Sequence[Raw]
    formulas: Sequence[str | None]


@dataclass(frozen=True)
class OpenNote:
    """A cell's note; ``author`` is empty if the program does not give it."""

    at: Position
    text: str
    author: str = ""


class OpenSheet(Protocol):
    """A worksheet of an open workbook."""

    @property
    def name(self) -> str:
        """The sheet's name."""
        ...

    @property
    def visible(self) -> bool:
        """Whether the sheet is visible."""
        ...

    @property
    def protected(self) -> bool:
        """Whether cells cannot be coloured."""
        ...

    @property
    def writable(self) -> bool:
        """Whether cells can be written."""
        ...

    def used(self) -> Area | None:
        """Return the area with content, None for an empty sheet."""
        ...

    def rows(self, area: Area) -> Iterator[ReadRow]:
        """Yield the rows of an area."""
        ...

    def number_formats(self, column: int, rows: Sequence[int]) -> list[str]:
        """Return the number formats of cells of a column, rows ascending; the default is ``General``."""
        ...

    def merges(self, area: Area) -> list[Area]:
        """Return the merged areas."""
        ...

    def hidden(self, area: Area) -> tuple[list[int], list[int]]:
        """Return the rows and the columns of an area that cannot be seen."""
        ...

    @property
    def filtered(self) -> bool:
        """Whether a filter may have hidden rows."""
        ...

    def looks(self, area: Area) -> dict[Position, Look]:
        """Return which cells are struck out, raised or lowered, if only in part."""
        ...

    def list_source(self, at: Position) -> str:
        """Return the source of a cell's dropdown as in a file, empty if there is none.

        It is ``"1,2"`` with its quotes, a range such as ``清單!$A$1:$A$9``, or a defined name; anything else is none.
        """
        ...

    def named(self, name: str) -> str:
        """Return the formula of a defined name, the sheet's own first; empty if there is none."""
        ...

    def colours(self, cells: Sequence[Position]) -> dict[Position, str]:
        """Return the colour of each cell with a solid fill, as six hexadecimal digits, omitting other cells."""
        ...

    def fills(self, cells: Sequence[Position]) -> dict[Position, Fill]:
        """Return each cell's fill."""
        ...

    def paint(self, cells: Sequence[Position], fill: Fill) -> None:
        """Fill cells, leaving the rest of their format alone."""
        ...

    def notes(self) -> Iterator[OpenNote]:
        """Yield the notes."""
        ...

    def add_note(self, at: Position, text: str) -> bool:
        """Add a note, or append lines to the existing one; return False if the cell cannot have one."""
        ...

    def truncate_note(self, at: Position, length: int) -> None:
        """Shorten a note to its first characters; a length of 0 deletes it."""
        ...

    def write_text(self, at: Position, text: str) -> None:
        """Write a text that stays text, even if it looks like a number."""
        ...

    def write_number(self, at: Position, number: int) -> None:
        """Write a number."""
        ...

    def write(self, rows: Sequence[Sequence[str | Formula]]) -> None:
        """Write rows from the first cell on; text stays text, empty text is a blank cell."""
        ...

    def format_list(self, widths: Sequence[int], header: int, last: int, links: int) -> None:
        """Format a list. header: the row of its headings; last: its last row; links: the column of links."""
        ...

    def arrange_list(self, table: Area) -> None:
        """Frame a list, filter it, and have its headings stay in sight and on every printed page, as far as it can."""
        ...

    def select(self, at: Position) -> bool | None:
        """Show the sheet and select a cell; return False if its row or column is hidden."""
        ...


class OpenBook(Protocol):
    """An open workbook."""

    @property
    def program(self) -> str:
        """The program's key in the messages: ``excel`` or ``libreoffice``."""
        ...

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def path(self) -> Path | None:
        """The file, None if it was never saved, cannot be saved, or is not on this computer."""
        ...

    @property
    def template(self) -> str:
        """The document property ``category``, in which our blank forms name their spec."""
        ...

    @property
    def locked(self) -> bool:
        """Whether sheets cannot be added."""
        ...

    def sheets(self) -> Sequence[OpenSheet]:
        """Return the worksheets in their order."""
        ...

    def add_sheet(self, name: str, *, hidden: bool = False) -> OpenSheet:
        """Add a sheet after all visible ones, leaving the active sheet active."""
        ...

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet, if there is one of that name, without asking."""
        ...

    def active(self) -> tuple[str, Position]:
        """Return the active sheet's name and the active cell."""
        ...

    def frozen(self) -> AbstractContextManager[None]:
        """Stop screen updates and the workbook's own macros for a while."""
        ...

    def show_status(self, text: str | None) -> None:
        """Show a text in the status bar; None restores the program's own."""
        ...

    def show_reason(self, sheet: str, at: Position, text: str) -> None:
        """Open a cell's note, if it has one, and show a text in the status bar, until the user goes on."""
        ...

    def hide_reason(self) -> None:
        """Close what ``show_reason`` opened."""
        ...

    def raise_if_stopped(self) -> None:
        """Raise Stopped if the user pressed Esc."""
        ...

    def show_message(self, text: str, *, error: bool = False) -> None:
        """Show a message until it is closed."""
        ...

    def ask(self, text: str) -> bool:
        """Ask a question; return whether the answer is yes."""
        ...


class SavableBook(OpenBook, Protocol):
    """An open workbook of a program that saves it for us."""

    def save(self) -> None:
        """Save into the file."""
        ...


def look_of(struck: bool | None, raised: bool | None, lowered: bool | None) -> Look | None:
    """Return the look of a cell by what a program says of all of its text; None is said where it is some of it."""
    if struck is not False:
        return Look.STRUCK if struck else Look.PARTLY_STRUCK
    return None if raised is False and lowered is False else Look.RAISED


def sheet_named(book: OpenBook, name: str) -> OpenSheet | None:
    """Return the sheet of that name, or None."""
    return next((sheet for sheet in book.sheets() if sheet.name == name), None)


def group_by_fill(items: Iterable[tuple[Position, Fill]]) -> dict[Fill, list[Position]]:
    """Return the cells by fill."""
    groups: dict[Fill, list[Position]] = {}
    for at, fill in items:
        groups.setdefault(fill, []).append(at)
    return groups
