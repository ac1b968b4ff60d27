"""Excel on a Mac, where fills have only a colour. ``.api`` is used where xlwings has no call of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cgs_validate.errors import ReadError
from cgs_validate.reading.workbook import open_workbook
from cgs_validate.workbook import Area, address, parse_address

from ..fills import GRADIENT, Fill, solid_fills
from ..open_book import Position, Raw
from ..reading import ERRORS

if TYPE_CHECKING:
    import xlwings

_SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_ANY_KEYBOARD, _ESCAPE = 0, 0x35
_TALL, _NOTHING_FOUND = 10_000, -50
_YES, _NO, _GOOD = "是", "否", "好"
_NEVER = -1  # appscript's timeout
_NUMBERS = {name: number for number, name in ERRORS.items()}


class MacExcel:
    """An ``ExcelSystem``."""

    def template(self, book: "xlwings.Book") -> str:
        from xlwings import XlwingsError

        try:
            return open_workbook(str(book.fullname)).workbook.template
        except (ReadError, XlwingsError):  # never saved, file missing, or only on OneDrive
            return ""

    def locked(self, book: "xlwings.Book") -> bool:
        return any(state.get() is True for state in (book.api.protect_structure, book.api.multi_user_editing))

    def full_name(self, book: "xlwings.Book") -> str:
        return str(book.api.full_name.get())

    def read_only(self, book: "xlwings.Book") -> bool:
        return book.api.read_only.get() is True

    def active_cell(self, app: "xlwings.App") -> Position:
        selected = app.selection
        return (selected.row, selected.column) if selected else (1, 1)

    def protected(self, sheet: "xlwings.Sheet") -> bool:
        return sheet.api.protect_contents.get() is True

    def writable(self, sheet: "xlwings.Sheet") -> bool:
        return not self.protected(sheet)

    def used(self, sheet: "xlwings.Sheet") -> Area | None:
        """Return the used area; a tall one, which may only be formatted, ends at the last cell with content."""
        cells = sheet.used_range
        height, width = cells.shape
        bottom = cells.row + height - 1
        if height > _TALL:
            bottom = min(bottom, _last_row(sheet))
        return Area(cells.row, cells.column, bottom, cells.column + width - 1) if bottom >= cells.row else None

    def values(self, area: "xlwings.Range") -> Sequence[Sequence[Raw]]:
        return [[_as_on_windows(value) for value in row] for row in area.raw_value]

    def hidden(self, cells: "xlwings.Range", *, rows: bool) -> bool | None:
        return _truth((cells.api.entire_row if rows else cells.api.entire_column).hidden.get())

    def filtered(self, sheet: "xlwings.Sheet") -> bool:
        states = (sheet.api.autofilter_mode, sheet.api.filter_mode)
        return any(state.get() is True for state in states) or bool(sheet.api.list_objects.get())

    def fonts(self, cells: "xlwings.Range") -> tuple[bool | None, bool | None, bool | None]:
        font = cells.api.font_object
        return _truth(font.strikethrough.get()), _truth(font.superscript.get()), _truth(font.subscript.get())

    def recalculate(self, sheet: "xlwings.Sheet") -> None:
        sheet.book.app.calculate()

    def hide(self, sheet: "xlwings.Sheet") -> None:
        sheet.visible = False

    def colours(self, sheet: "xlwings.Sheet", cells: Sequence[Position]) -> dict[Position, str]:
        found = {at: sheet.range(address(*at)).color for at in cells}
        return {at: "{:02X}{:02X}{:02X}".format(*colour) for at, colour in found.items() if colour}

    def fills(self, sheet: "xlwings.Sheet", cells: Sequence[Position]) -> dict[Position, Fill]:
        return solid_fills(cells, self.colours(sheet, cells))

    def paint(self, sheet: "xlwings.Sheet", cells: Sequence[Position], fill: Fill) -> None:
        colour = None if fill.pattern in ("none", GRADIENT) else f"#{fill.fore.shown}"
        for at in cells:
            sheet.range(address(*at)).color = colour

    def add_note(self, cell: "xlwings.Range", text: str) -> "xlwings.Note | None":
        from appscript.reference import CommandError

        try:
            cell.add_note(text)
        except CommandError:
            return None
        return cell.note

    def append_note(self, note: "xlwings.Note", text: str) -> bool:
        from appscript.reference import CommandError

        try:
            note.text += text
        except CommandError:
            return False
        return True

    def truncate_note(self, note: "xlwings.Note", length: int) -> None:
        note.text = note.text[:length]

    def show_note(self, cell: "xlwings.Range", *, shown: bool) -> bool:
        from appscript.reference import CommandError

        note = cell.api.Excel_comment
        try:
            if note.visible.get() is shown:
                return False
            note.visible.set(shown)
        except CommandError:  # there is none, or the sheet is protected
            return False
        return True

    def author(self, note: "xlwings.Note") -> str:
        return str(note.impl.author or "")

    def arrange_list(self, sheet: "xlwings.Sheet", table: "xlwings.Range") -> None:
        """Do nothing: the words for it were never tried, and one that is wrong would stop the check."""

    def alert(self, app: "xlwings.App", text: str, title: str, kind: str) -> bool:
        """Show a message as xlwings does, but with Chinese buttons and without its timeout of 60 s."""
        import osax
        from appscript import k

        additions = osax.OSAX(pid=app.pid)
        additions.activate()
        answer = additions.display_alert(
            title,
            message=text,
            buttons=[_NO, _YES] if kind == "question" else [_GOOD],
            as_=k.critical if kind == "critical" else k.informational,
            timeout=_NEVER,
        )
        return bool(answer[k.button_returned] == _YES)

    def stop_requested(self, app: "xlwings.App") -> bool:
        """Return whether Esc is held down in Excel; a Mac has no record of earlier key presses."""
        import ctypes

        try:
            is_down = ctypes.CDLL(_SERVICES).CGEventSourceKeyState
        except (OSError, AttributeError):  # another version of macOS
            return False
        is_down.restype = ctypes.c_bool
        return is_down(_ANY_KEYBOARD, _ESCAPE) and app.api.frontmost.get() is True


def _last_row(sheet: "xlwings.Sheet") -> int:
    """Return the last row with content, including hidden rows, 0 for an empty sheet."""
    from appscript import k
    from appscript.reference import CommandError

    options = {
        "look_in": k.formulas,
        "look_at": k.part,
        "search_order": k.by_rows,
        "search_direction": k.search_previous,
    }
    try:
        found = sheet.api.cells.find(what="*", after_=sheet.api.rows[1].columns[1], **options)
        place = parse_address(found.get_address().replace("$", ""))
    except CommandError as error:
        if error.errornumber != _NOTHING_FOUND:
            raise
        place = None
    return place[0] if place else 0


def _truth(value: Any) -> bool | None:
    """Return a truth value, None for Excel's missing value."""
    return value if isinstance(value, bool) else None


def _as_on_windows(value: Any) -> Raw:
    """Return a value as on Windows: numbers as float, error values by number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _NUMBERS.get(value, value) if isinstance(value, str) else value
