"""Excel on Windows. ``.api`` is used where xlwings has no call of its own.

For several cells at once, Excel returns None for a property that differs between them, but 0 for a colour.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from cgs_validate.text import wrapped_lines
from cgs_validate.workbook import Area, address

from ..fills import AUTOMATIC, GRADIENT, Colour, Fill
from ..open_book import Position, Raw
from ..ranges import addresses

if TYPE_CHECKING:
    import xlwings

_T = TypeVar("_T")

_FIRST_ERROR = -2146828288  # error values are this plus their own number
_NONE, _AUTOMATIC, _SOLID = -4142, -4105, 1
_PATTERNS = {
    _SOLID: "solid",
    -4125: "mediumGray",
    -4126: "darkGray",
    -4124: "lightGray",
    -4128: "darkHorizontal",
    -4166: "darkVertical",
    -4121: "darkDown",
    -4162: "darkUp",
    9: "darkGrid",
    10: "darkTrellis",
    11: "lightHorizontal",
    12: "lightVertical",
    13: "lightDown",
    14: "lightUp",
    15: "lightGrid",
    16: "lightTrellis",
    17: "gray125",
    18: "gray0625",
}
_NUMBERS = {name: number for number, name in _PATTERNS.items()}
_FORMULAS, _PART, _BY_ROWS, _BY_COLUMNS, _PREVIOUS = -4123, 2, 1, 2, 2
_VERY_HIDDEN = 2
_ESCAPE, _PRESSED = 0x1B, 0x8001
_THEME_COLOURS = 12
_CONTINUOUS, _GREY, _LANDSCAPE = 1, 0xBFBFBF, 2
_NOTE_WIDTH, _NOTE_LINE, _COLUMNS_WIDE = 220, 13, 34  # points, points, half-width characters


class WindowsExcel:
    """An ``ExcelSystem``."""

    def __init__(self) -> None:
        self._days_from_1904: bool | None = None
        _escape_was_pressed()  # discard what was pressed before the button

    def template(self, book: "xlwings.Book") -> str:
        return str(book.api.BuiltinDocumentProperties("Category").Value or "").strip()

    def locked(self, book: "xlwings.Book") -> bool:
        return bool(book.api.ProtectStructure or book.api.MultiUserEditing)

    def full_name(self, book: "xlwings.Book") -> str:
        return str(book.api.FullName)

    def read_only(self, book: "xlwings.Book") -> bool:
        return bool(book.api.ReadOnly)

    def active_cell(self, app: "xlwings.App") -> Position:
        cell = app.api.ActiveCell
        return (cell.Row, cell.Column) if cell else (1, 1)

    def protected(self, sheet: "xlwings.Sheet") -> bool:
        return not self.writable(sheet) and not sheet.api.Protection.AllowFormattingCells

    def writable(self, sheet: "xlwings.Sheet") -> bool:
        return not sheet.api.ProtectContents

    def used(self, sheet: "xlwings.Sheet") -> Area | None:
        """Return the area from the first cell to the last with content, ignoring formats beyond it."""
        last_row = _last(sheet, _BY_ROWS)
        last_column = _last(sheet, _BY_COLUMNS)
        return Area(1, 1, last_row.Row, last_column.Column) if last_row and last_column else None

    def values(self, area: "xlwings.Range") -> Sequence[Sequence[Raw]]:
        """Return values without Excel's rounding of times and money; dates as such if they count from 1904."""
        if self._days_from_1904 is None:
            self._days_from_1904 = bool(area.sheet.book.api.Date1904)
        values = area.raw_value if self._days_from_1904 else area.api.Value2
        return [
            [_CONVERTERS[type(value)](value) if type(value) in _CONVERTERS else value for value in row]
            for row in values
        ]

    def hidden(self, cells: "xlwings.Range", *, rows: bool) -> bool | None:
        found: bool | None = (cells.api.EntireRow if rows else cells.api.EntireColumn).Hidden
        return found

    def filtered(self, sheet: "xlwings.Sheet") -> bool:
        return bool(sheet.api.AutoFilterMode or sheet.api.FilterMode or sheet.api.ListObjects.Count)

    def fonts(self, cells: "xlwings.Range") -> tuple[bool | None, bool | None, bool | None]:
        font = cells.api.Font
        return font.Strikethrough, font.Superscript, font.Subscript

    def recalculate(self, sheet: "xlwings.Sheet") -> None:
        sheet.api.Calculate()

    def hide(self, sheet: "xlwings.Sheet") -> None:
        sheet.api.Visible = _VERY_HIDDEN

    def colours(self, sheet: "xlwings.Sheet", cells: Sequence[Position]) -> dict[Position, str]:
        found = _read(sheet, cells, _solid_colour)
        return {at: colour for at, colour in found.items() if colour}

    def fills(self, sheet: "xlwings.Sheet", cells: Sequence[Position]) -> dict[Position, Fill]:
        return _read(sheet, cells, _fill)

    def paint(self, sheet: "xlwings.Sheet", cells: Sequence[Position], fill: Fill) -> None:
        for place, _ in addresses(cells):
            interior = sheet.range(place).api.Interior
            interior.Pattern = _NUMBERS.get(fill.pattern, _NONE)
            if fill.pattern == "solid":
                _set_colour(interior, "", fill.fore)
            elif fill.pattern in _NUMBERS:
                _set_colour(interior, "", fill.back)
                _set_colour(interior, "Pattern", fill.fore)

    def add_note(self, cell: "xlwings.Range", text: str) -> "xlwings.Note | None":
        from xlwings import Note

        lines = sum(wrapped_lines(line, _COLUMNS_WIDE) for line in text.split("\n"))
        try:
            note = Note(impl=cell.impl.add_note(text))
            box = note.api.Shape
            box.Width, box.Height = _NOTE_WIDTH, _NOTE_LINE * (lines + 1)
        except _com_error():
            return None
        return note

    def append_note(self, note: "xlwings.Note", text: str) -> bool:
        try:
            note.api.Text(text, _utf16_length(note.text) + 1, False)
        except _com_error():
            return False
        return True

    def truncate_note(self, note: "xlwings.Note", length: int) -> None:
        """Delete the end as a user would, so that the rest keeps its bold type."""
        text = note.text
        start = _utf16_length(text[:length]) + 1
        note.api.Shape.TextFrame.Characters(start, _utf16_length(text[length:])).Delete()
        if note.text != text[:length]:
            note.text = text[:length]

    def show_note(self, cell: "xlwings.Range", *, shown: bool) -> bool:
        note = cell.api.Comment
        if note is None or bool(note.Visible) == shown:
            return False
        try:
            note.Visible = shown
        except _com_error():  # on a protected sheet
            return False
        return True

    def author(self, note: "xlwings.Note") -> str:
        return str(note.api.Author or "")

    def arrange_list(self, sheet: "xlwings.Sheet", table: "xlwings.Range") -> None:
        cells, head = table.api, table.row
        cells.Borders.LineStyle, cells.Borders.Color = _CONTINUOUS, _GREY
        cells.AutoFilter()
        sheet.activate()
        window = sheet.book.app.api.ActiveWindow
        window.SplitColumn, window.SplitRow = 0, head
        window.FreezePanes = True
        page = sheet.api.PageSetup
        with suppress(_com_error()):  # without a printer
            page.PrintTitleRows = f"${head}:${head}"
            page.Orientation = _LANDSCAPE
            page.Zoom = page.FitToPagesTall = False
            page.FitToPagesWide = 1

    def alert(self, app: "xlwings.App", text: str, title: str, kind: str) -> bool:
        if kind == "question":
            return bool(app.alert(text, title, "yes_no") == "yes")
        app.alert(text, title, "ok", kind)
        return False

    def stop_requested(self, app: "xlwings.App") -> bool:
        import win32gui
        import win32process

        if not _escape_was_pressed():
            return False
        _, in_front = win32process.GetWindowThreadProcessId(win32gui.GetForegroundWindow())
        return bool(in_front == app.pid)


def is_windows_excel(book: "xlwings.Book") -> bool:
    """Return whether a workbook is open in Excel on Windows."""
    module = sys.modules.get("xlwings._xlwindows")
    return module is not None and isinstance(book.impl, module.Book)


def _escape_was_pressed() -> bool:
    """Return whether Esc was pressed, in any program, since the last call."""
    import ctypes

    windows: Any = ctypes
    return bool(windows.windll.user32.GetAsyncKeyState(_ESCAPE) & _PRESSED)


def _last(sheet: "xlwings.Sheet", order: int) -> Any:
    """Return the last cell with content, including hidden rows and columns, None for an empty sheet."""
    cells = sheet.api.Cells
    return cells.Find("*", cells(1, 1), _FORMULAS, _PART, order, _PREVIOUS)


def _own_number(error: int) -> int:
    return error - _FIRST_ERROR


_CONVERTERS: dict[type, Callable[[Any], Raw]] = {int: _own_number, Decimal: float}  # error values, sums of money


class _MixedError(Exception):
    """The cells have different values of a property."""


class _MaybeThemedError(Exception):
    """The cells have fills that look the same, but some may use theme colours."""

    def __init__(self, fill: Fill) -> None:
        super().__init__()
        self.fill = fill


def _read(sheet: "xlwings.Sheet", cells: Sequence[Position], read: Callable[[Any, bool], _T]) -> dict[Position, _T]:
    """Return what ``read`` finds in each cell's interior, splitting mixed groups of cells until they are uniform.

    Groups are split into odd and even rows first, since tables are often striped.
    """
    found: dict[Position, Any] = {}
    waiting = [inside for _, inside in addresses(cells)]
    while waiting:
        some = waiting.pop()
        place, _ = next(addresses(some))
        try:
            common = read(sheet.range(place).api.Interior, len(some) == 1)
        except _MaybeThemedError as alike:
            for at in some:
                interior = sheet.range(address(*at)).api.Interior
                found[at] = alike.fill if _theme(interior, "ThemeColor") is None else read(interior, True)
        except _MixedError:
            odd_rows = [at for at in some if at[0] % 2]
            half = len(some) // 2
            striped = 0 < len(odd_rows) < len(some)
            waiting += [odd_rows, [at for at in some if at[0] % 2 == 0]] if striped else [some[:half], some[half:]]
        else:
            found |= dict.fromkeys(some, common)
    return found


def _same(value: Any, alone: bool) -> Any:
    if value is None and not alone:
        raise _MixedError
    return value


def _solid_colour(interior: Any, alone: bool) -> str:
    """Return the colour of a solid fill, an empty string for other fills."""
    if _same(interior.Pattern, alone) != _SOLID:
        return ""
    return _hexadecimal(_same(interior.Color or None, alone))


def _fill(interior: Any, alone: bool) -> Fill:
    pattern = _same(interior.Pattern, alone)
    if pattern == _NONE:
        return Fill()
    back = _colour(interior, "", alone)
    if pattern == _SOLID:
        fill = Fill("solid", back)
        if back.rgb and not alone:
            raise _MaybeThemedError(fill)
        return fill
    if not alone:
        raise _MixedError
    return Fill(_PATTERNS.get(pattern, GRADIENT), _colour(interior, "Pattern", alone), back)


def _colour(interior: Any, which: str, alone: bool) -> Colour:
    """Return one of an interior's colours. which: empty or ``Pattern``."""
    if getattr(interior, f"{which}ColorIndex") == _AUTOMATIC:
        return AUTOMATIC
    value = _same(getattr(interior, f"{which}Color") or None, alone)
    tint = float(_same(getattr(interior, f"{which}TintAndShade"), alone) or 0)
    theme = _theme(interior, f"{which}ThemeColor")
    return Colour(rgb=_hexadecimal(value)) if theme is None else Colour(theme=theme - 1, tint=tint)


def _theme(interior: Any, name: str) -> int | None:
    try:
        theme = getattr(interior, name)
    except _com_error():
        return None
    return int(theme) if theme and 1 <= theme <= _THEME_COLOURS else None


def _set_colour(interior: Any, which: str, colour: Colour) -> None:
    if colour == AUTOMATIC:
        setattr(interior, f"{which}ColorIndex", _AUTOMATIC)
    elif colour.theme is not None:
        setattr(interior, f"{which}ThemeColor", colour.theme + 1)
        setattr(interior, f"{which}TintAndShade", colour.tint)
    elif colour.indexed is not None:
        setattr(interior, f"{which}ColorIndex", colour.indexed - 7 if colour.indexed > 7 else colour.indexed + 1)
    else:
        setattr(interior, f"{which}Color", int.from_bytes(bytes.fromhex(colour.rgb), "little"))
        setattr(interior, f"{which}TintAndShade", colour.tint)


def _hexadecimal(colour: float | None) -> str:
    return int(colour or 0).to_bytes(3, "little").hex().upper()


def _utf16_length(text: str) -> int:
    """Return the length as Excel counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _com_error() -> type[Exception]:
    """Return the exception for what Excel refuses."""
    import pywintypes

    error: type[Exception] = pywintypes.com_error
    return error
