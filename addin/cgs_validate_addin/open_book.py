"""What the bridge needs of an open workbook. Each spreadsheet program has its own implementation.

Rows and columns are counted from 1, as everywhere. A value is None (blank), text, a number (float), a bool, a day with
its time (datetime), or an error value: an int, Excel's own number of it (2042 is #N/A).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from cgs_validate.workbook import Area, Formula

from .fills import Fill

At = tuple[int, int]
Raw = float | str | bool | datetime | None
Progress = Callable[[float], None]


class Stopped(Exception):  # noqa: N818 # it is no error
    """The person pressed Esc, or said no."""


class ReadRow(NamedTuple):
    """A row of an area: its number, what its cells hold, and their formulas; a constant is its own formula."""

    number: int
    values: Sequence[Raw]
    formulas: Sequence[str | None]


@dataclass(frozen=True)
class OpenNote:
    """A note of a cell. ``author`` is empty where the program does not tell it."""

    at: At
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
        """Whether the sheet is shown."""
        ...

    @property
    def protected(self) -> bool:
        """Whether no cell may get a colour."""
        ...

    @property
    def writable(self) -> bool:
        """Whether cells may be written."""
        ...

    def used(self) -> Area | None:
        """Return the area that holds anything, None for an empty sheet."""
        ...

    def rows(self, area: Area) -> Iterator[ReadRow]:
        """Yield the rows of an area."""
        ...

    def number_formats(self, column: int, rows: Sequence[int]) -> list[str]:
        """Return the number formats of some cells of a column, rows ascending; ``General`` is one of them."""
        ...

    def merges(self, area: Area) -> list[Area]:
        """Return the merged areas."""
        ...

    def colours(self, cells: Sequence[At]) -> dict[At, str]:
        """Return the colour of each cell with a solid fill, six hexadecimal digits; others are left out."""
        ...

    def fills(self, cells: Sequence[At]) -> dict[At, Fill]:
        """Return what each cell is filled with."""
        ...

    def paint(self, cells: Sequence[At], fill: Fill) -> None:
        """Fill cells; nothing else of their looks changes."""
        ...

    def notes(self) -> Iterator[OpenNote]:
        """Yield the notes."""
        ...

    def add_note(self, at: At, text: str) -> bool:
        """Add a note, or lines below the one that is there; return False where the cell can have none."""
        ...

    def cut_note(self, at: At, kept: int) -> None:
        """Take the end of a note out, behind so many characters; all of it takes the note away."""
        ...

    def write_text(self, at: At, text: str) -> None:
        """Write a text that stays one, whatever it looks like."""
        ...

    def write_number(self, at: At, number: int) -> None:
        """Write a number."""
        ...

    def write(self, rows: Sequence[Sequence[str | Formula]]) -> None:
        """Write rows from the first cell on; text stays text, an empty one is a blank cell."""
        ...

    def set_list_looks(self, widths: Sequence[int], heads: int, rows: int, links: int) -> None:
        """Make a list readable. heads: the row of its headings; rows: its last row; links: the column of links."""
        ...

    def select(self, at: At) -> bool | None:
        """Show the sheet, and go to a cell; return False where its row or column is hidden."""
        ...


class OpenBook(Protocol):
    """An open workbook."""

    @property
    def program(self) -> str:
        """What the messages know the program by: ``excel`` or ``libreoffice``."""
        ...

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    @property
    def path(self) -> Path | None:
        """The file, None where it was never saved, cannot be saved, or is not on this computer."""
        ...

    def save(self) -> None:
        """Save into the file."""
        ...

    @property
    def template(self) -> str:
        """The category among the document's properties: there our blanks note their spec."""
        ...

    @property
    def locked(self) -> bool:
        """Whether no sheet may be added."""
        ...

    def sheets(self) -> Sequence[OpenSheet]:
        """Return the worksheets in their order."""
        ...

    def add_sheet(self, name: str, *, hidden: bool = False) -> OpenSheet:
        """Add a sheet behind all that are shown; the one in front stays there."""
        ...

    def remove_sheet(self, name: str) -> None:
        """Take a sheet out, without asking; one that is not there is no matter."""
        ...

    def active(self) -> tuple[str, At]:
        """Return the sheet that is shown, and its active cell."""
        ...

    def undisturbed(self) -> AbstractContextManager[None]:
        """Hold the screen and the workbook's own macros still for a while."""
        ...

    def show_status(self, text: str | None) -> None:
        """Show a line at the lower edge of the window; None: the program's own again."""
        ...

    def stop_if_asked(self) -> None:
        """Raise Stopped where the person pressed Esc."""
        ...

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a message, and wait until it is read."""
        ...

    def ask(self, text: str) -> bool:
        """Ask, and return whether the answer is yes."""
        ...


def sheet_named(book: OpenBook, name: str) -> OpenSheet | None:
    """Return the sheet of that name, or None."""
    return next((sheet for sheet in book.sheets() if sheet.name == name), None)


def grouped(items: Iterable[tuple[At, Fill]]) -> dict[Fill, list[At]]:
    """Return which cells have, or get, the same fill."""
    groups: dict[Fill, list[At]] = {}
    for at, fill in items:
        groups.setdefault(fill, []).append(at)
    return groups
