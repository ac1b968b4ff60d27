"""The operations that xlwings does differently, or not at all, on Windows and Mac."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from cgs_validate.workbook import Area

from ..fills import Fill
from ..open_book import Position, Raw

if TYPE_CHECKING:
    import xlwings


class ExcelSystem(Protocol):
    """Excel on one operating system."""

    def template(self, book: "xlwings.Book") -> str:
        """Return the document property ``category``."""
        ...

    def locked(self, book: "xlwings.Book") -> bool:
        """Return whether sheets cannot be added or removed."""
        ...

    def full_name(self, book: "xlwings.Book") -> str:
        """Return the path of the file, or its address if it is on OneDrive or SharePoint."""
        ...

    def read_only(self, book: "xlwings.Book") -> bool:
        """Return whether the workbook cannot be saved to its file."""
        ...

    def active_cell(self, app: "xlwings.App") -> Position:
        """Return the row and the column of the active cell."""
        ...

    def protected(self, sheet: "xlwings.Sheet") -> bool:
        """Return whether cells cannot be coloured."""
        ...

    def writable(self, sheet: "xlwings.Sheet") -> bool:
        """Return whether cells can be written."""
        ...

    def used(self, sheet: "xlwings.Sheet") -> Area | None:
        """Return the area with content."""
        ...

    def values(self, area: "xlwings.Range") -> Sequence[Sequence[Raw]]:
        """Return the values of an area of more than one cell."""
        ...

    def hidden(self, cells: "xlwings.Range", *, rows: bool) -> bool | None:
        """Return whether the rows, or the columns, of cells are hidden; None where they differ."""
        ...

    def filtered(self, sheet: "xlwings.Sheet") -> bool:
        """Return whether a filter may have hidden rows."""
        ...

    def fonts(self, cells: "xlwings.Range") -> tuple[bool | None, bool | None, bool | None]:
        """Return whether text is struck out, raised, lowered; None where that is not the same for all of it."""
        ...

    def recalculate(self, sheet: "xlwings.Sheet") -> None:
        """Calculate a sheet, even with manual calculation."""
        ...

    def hide(self, sheet: "xlwings.Sheet") -> None:
        """Hide a sheet from the menus as well."""
        ...

    def colours(self, sheet: "xlwings.Sheet", cells: Sequence[Position]) -> dict[Position, str]:
        """Return the colours of cells with a solid fill."""
        ...

    def fills(self, sheet: "xlwings.Sheet", cells: Sequence[Position]) -> dict[Position, Fill]:
        """Return each cell's fill."""
        ...

    def paint(self, sheet: "xlwings.Sheet", cells: Sequence[Position], fill: Fill) -> None:
        """Fill cells."""
        ...

    def add_note(self, cell: "xlwings.Range", text: str) -> "xlwings.Note | None":
        """Add a note, in a box that shows all of it, to a cell without one; return None if it cannot have one."""
        ...

    def append_note(self, note: "xlwings.Note", text: str) -> bool:
        """Append text to a note; return False if that is not possible."""
        ...

    def truncate_note(self, note: "xlwings.Note", length: int) -> None:
        """Shorten a note to its first characters."""
        ...

    def show_note(self, cell: "xlwings.Range", *, shown: bool) -> bool:
        """Open a cell's note, or close it; return whether it has one, and that was a change."""
        ...

    def author(self, note: "xlwings.Note") -> str:
        """Return a note's author."""
        ...

    def arrange_list(self, sheet: "xlwings.Sheet", table: "xlwings.Range") -> None:
        """Frame a list, filter it, and have its headings stay in sight and on every printed page."""
        ...

    def alert(self, app: "xlwings.App", text: str, title: str, kind: str) -> bool:
        """Show a message until it is closed; return whether with yes. kind: ``info``, ``critical``, ``question``."""
        ...

    def stop_requested(self, app: "xlwings.App") -> bool:
        """Return whether the user pressed Esc in Excel."""
        ...
