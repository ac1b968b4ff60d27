"""Excel through xlwings' own objects alone, as on a Mac: fills by their colour only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cgs_validate.errors import ReadError
from cgs_validate.readers.xlsx import read_workbook
from cgs_validate.sheets import Area, address

from .fills import GRADIENT, Colour, Fill
from .open_book import At, Raw
from .reading import ERRORS

if TYPE_CHECKING:
    import xlwings

_NUMBERS = {name: number for number, name in ERRORS.items()}


class PlainExcel:
    """A ``Program``. It knows nothing of protection: what is refused ends with an exception."""

    def template(self, book: "xlwings.Book") -> str:
        try:
            return read_workbook(str(book.fullname)).template
        except ReadError:  # never saved, or where no file is
            return ""

    def locked(self, book: "xlwings.Book") -> bool:
        return False

    def active_cell(self, app: "xlwings.App") -> At:
        selected = app.selection
        return (selected.row, selected.column) if selected else (1, 1)

    def protected(self, sheet: "xlwings.Sheet") -> bool:
        return False

    def used(self, sheet: "xlwings.Sheet") -> Area | None:
        cells = sheet.used_range
        height, width = cells.shape
        return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)

    def values(self, area: "xlwings.Range") -> Sequence[Sequence[Raw]]:
        return [[_as_on_windows(value) for value in row] for row in area.raw_value]

    def recalculate(self, sheet: "xlwings.Sheet") -> None:
        sheet.book.app.calculate()

    def hide(self, sheet: "xlwings.Sheet") -> None:
        sheet.visible = False

    def colours(self, sheet: "xlwings.Sheet", cells: Sequence[At]) -> dict[At, str]:
        found = {at: sheet.range(address(*at)).color for at in cells}
        return {at: "{:02X}{:02X}{:02X}".format(*colour) for at, colour in found.items() if colour}

    def fills(self, sheet: "xlwings.Sheet", cells: Sequence[At]) -> dict[At, Fill]:
        colours = self.colours(sheet, cells)
        return {at: Fill("solid", Colour(rgb=colours[at])) if at in colours else Fill() for at in cells}

    def paint(self, sheet: "xlwings.Sheet", cells: Sequence[At], fill: Fill) -> None:
        colour = None if fill.pattern in ("none", GRADIENT) else f"#{fill.fore.shown}"
        for at in cells:
            sheet.range(address(*at)).color = colour

    def add_note(self, cell: "xlwings.Range", text: str) -> bool:
        cell.add_note(text)
        return True

    def append_note(self, note: "xlwings.Note", text: str) -> bool:
        note.text += text
        return True

    def cut_note(self, note: "xlwings.Note", kept: int) -> None:
        note.text = note.text[:kept]

    def author(self, note: "xlwings.Note") -> str:
        return str(note.impl.author or "")

    def asked_to_stop(self) -> bool:
        return False


def _as_on_windows(value: Any) -> Raw:
    """Return a value as Excel on Windows gives it: each number a float, an error value by its number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _NUMBERS.get(value, value) if isinstance(value, str) else value
