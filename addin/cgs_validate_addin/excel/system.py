"""What xlwings tells and does differently, or not at all, on one system and another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from cgs_validate.workbook import Area

from ..fills import Fill
from ..open_book import At, Raw

if TYPE_CHECKING:
    import xlwings


class Program(Protocol):
    """Excel on one system."""

    def template(self, book: "xlwings.Book") -> str:
        """Return the category among the document's properties."""
        ...

    def locked(self, book: "xlwings.Book") -> bool:
        """Tell whether no sheet may be added, or none taken out again."""
        ...

    def full_name(self, book: "xlwings.Book") -> str:
        """Return the path of the file, or its address where it is on OneDrive or SharePoint."""
        ...

    def read_only(self, book: "xlwings.Book") -> bool:
        """Tell whether the workbook cannot be saved into its file."""
        ...

    def active_cell(self, app: "xlwings.App") -> At:
        """Return the row and the column of the active cell."""
        ...

    def protected(self, sheet: "xlwings.Sheet") -> bool:
        """Tell whether no cell may get a colour."""
        ...

    def writable(self, sheet: "xlwings.Sheet") -> bool:
        """Tell whether cells may be written."""
        ...

    def used(self, sheet: "xlwings.Sheet") -> Area | None:
        """Return the area that holds anything."""
        ...

    def values(self, area: "xlwings.Range") -> Sequence[Sequence[Raw]]:
        """Return the values of an area of more than one cell."""
        ...

    def recalculate(self, sheet: "xlwings.Sheet") -> None:
        """Calculate a sheet, also where the workbook is calculated by hand."""
        ...

    def hide(self, sheet: "xlwings.Sheet") -> None:
        """Hide a sheet, so that no menu shows it."""
        ...

    def colours(self, sheet: "xlwings.Sheet", cells: Sequence[At]) -> dict[At, str]:
        """Return the colours of cells with a solid fill."""
        ...

    def fills(self, sheet: "xlwings.Sheet", cells: Sequence[At]) -> dict[At, Fill]:
        """Return what cells are filled with."""
        ...

    def paint(self, sheet: "xlwings.Sheet", cells: Sequence[At], fill: Fill) -> None:
        """Fill cells."""
        ...

    def add_note(self, cell: "xlwings.Range", text: str) -> "xlwings.Note | None":
        """Add a note to a cell without one, in a box that shows it whole; return None where that is not possible."""
        ...

    def append_note(self, note: "xlwings.Note", text: str) -> bool:
        """Add text to a note; return False where that is not possible."""
        ...

    def cut_note(self, note: "xlwings.Note", kept: int) -> None:
        """Take the end of a note out."""
        ...

    def author(self, note: "xlwings.Note") -> str:
        """Return who wrote a note."""
        ...

    def alert(self, app: "xlwings.App", text: str, title: str, kind: str) -> bool:
        """Show a message until it is answered; return whether with yes. kind: ``info``, ``critical``, ``question``."""
        ...

    def asked_to_stop(self, app: "xlwings.App") -> bool:
        """Tell whether the person pressed Esc in the program."""
        ...
