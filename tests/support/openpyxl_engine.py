"""An engine for xlwings over openpyxl: xlwings' real objects, and real files, without Excel.

It behaves like Excel on a Mac: error values are text, whole numbers are int, typed text becomes a number
where it looks like one, a sheet that is added becomes the active one, a protected sheet refuses every change. ROW() and
COLUMN() are calculated.
"""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import mac_stubs
import xlwings
from excel_model import (
    address_of,
    columns_hidden,
    day_of,
    font_says,
    guard_of,
    result_of,
    rows_hidden,
    type_in,
    typed,
)
from mac_stubs import CommandError, Property, Reference
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes


class Engine:
    name = "openpyxl"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()


class Apps(base_classes.Apps):
    def __iter__(self) -> Iterator[Any]:
        return reversed(RUNNING.values())


class App(base_classes.App):
    """One workbook in a program of its own.

    ``answers``: what a person presses; ``messages``: what was shown; ``results``: of formulas, by sheet and cell.
    """

    pid = 0

    def __init__(self, book: "Book") -> None:
        self.book = book
        self.pid = len(mac_stubs.PEOPLE) + 1
        self.in_front = True
        self.open_notes: set[str] = set()  # cells of which the note is shown
        self.threads: set[str] = set()  # cells with threaded comments, which are no notes
        self.partly: dict[tuple[str, str], dict[str, Any]] = {}  # by sheet and cell, what is not of all of its text
        mac_stubs.PEOPLE[self.pid] = self.answer
        self.engine = ENGINE
        self.messages: list[str] = []
        self.answers: list[str] = []
        self.results: dict[tuple[str, str], Any] = {}
        self.status: list[Any] = []
        self.updating = self.events = self.display_alerts = True
        self.selected = (1, 1)

    @property
    def selection(self) -> "Range":
        return Range(self.book.openpyxl.active, (*self.selected, *self.selected))

    display_alerts = True
    screen_updating = property(lambda self: self.updating, lambda self, value: setattr(self, "updating", value))
    enable_events = property(lambda self: self.events, lambda self, value: setattr(self, "events", value))
    status_bar = property(lambda self: self.status[-1], lambda self, value: self.status.append(value))

    def calculate(self) -> None:
        pass

    def activate(self, steal_focus: bool = False) -> None:
        RUNNING[self.book.openpyxl] = RUNNING.pop(self.book.openpyxl)

    @property
    def api(self) -> Reference:
        return Reference(frontmost=Property(lambda: self.in_front))

    def answer(self, message: str, buttons: list[str]) -> str:
        assert self.updating, "a message while the screen is frozen"
        self.messages.append(message)
        chosen = {"yes": "是", "no": "否"}[self.answers.pop(0)] if len(buttons) > 1 else "好"
        assert chosen in buttons
        return chosen


class Book(base_classes.Book):
    def __init__(self, openpyxl: Workbook, name: str) -> None:
        self.openpyxl = openpyxl
        self._name = name
        self.address = ""  # on OneDrive
        self._app = App(self)
        self.shared = self.read_only = False

    @property
    def api(self) -> Reference:
        structure = Property(lambda: bool(self.openpyxl.security and self.openpyxl.security.lockStructure))
        shared, read_only = Property(lambda: self.shared), Property(lambda: self.read_only)
        full_name = Property(lambda: self.address or self._name)
        return Reference(
            protect_structure=structure, multi_user_editing=shared, read_only=read_only, full_name=full_name
        )

    def save(self, path: None, password: None) -> None:
        self.openpyxl.save(self._name)

    def refuse_where_locked(self) -> None:
        if self.shared or self.api.protect_structure.get():
            raise CommandError(mac_stubs.REFUSED)

    name = property(lambda self: Path(self._name).name)
    fullname = property(lambda self: self._name)
    app = property(lambda self: self._app)
    sheets = property(lambda self: Sheets(self))
    names = property(lambda self: Names(self.openpyxl.defined_names))

    def activate(self) -> None:
        pass


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.openpyxl.active)

    def __call__(self, key: str | int) -> "Sheet":
        sheets = self.book.openpyxl.worksheets
        return Sheet(self.book, sheets[key - 1] if isinstance(key, int) else self.book.openpyxl[key])

    def __len__(self) -> int:
        return len(self.book.openpyxl.worksheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, sheet) for sheet in self.book.openpyxl.worksheets)

    def add(self, before: None, after: "Sheet", name: str) -> "Sheet":
        self.book.refuse_where_locked()
        sheet = self.book.openpyxl.create_sheet(name, after.index)
        self.book.openpyxl.active = sheet
        return Sheet(self.book, sheet)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book = book
        self.openpyxl = sheet

    name = property(lambda self: self.openpyxl.title)
    book = property(lambda self: self._book)
    names = property(lambda self: Names(self.openpyxl.defined_names))
    index = property(lambda self: self._book.openpyxl.worksheets.index(self.openpyxl) + 1)
    visible = property(
        lambda self: self.openpyxl.sheet_state == "visible",
        lambda self, shown: setattr(self.openpyxl, "sheet_state", "visible" if shown else "veryHidden"),
    )

    @property
    def api(self) -> Reference:
        rows = {1: Reference(columns={1: None})}
        protected = Property(lambda: self.openpyxl.protection.sheet)
        filtered = Property(lambda: bool(self.openpyxl.auto_filter.ref))
        return Reference(
            protect_contents=protected,
            cells=Reference(find=self._find),
            rows=rows,
            autofilter_mode=filtered,
            filter_mode=Property(lambda: False),
            list_objects=Property(lambda: [*self.openpyxl.tables]),
        )

    def _find(self, **how: Any) -> Reference:
        options = {"what": "*", "after_": None, "look_in": "formulas", "look_at": "part"}
        assert how == {**options, "search_order": "by_rows", "search_direction": "search_previous"}
        held = [row for (row, _), cell in self.openpyxl._cells.items() if cell.value is not None]
        if not held:
            raise CommandError(mac_stubs.PARAMETER)
        return Reference(get_address=lambda: f"$A${max(held)}")

    @property
    def notes(self) -> list["Note"]:
        return [Note(cell) for row in self.openpyxl.iter_rows() for cell in row if cell.comment]

    @property
    def used_range(self) -> "Range":
        return Range(self.openpyxl, (1, 1, self.openpyxl.max_row, self.openpyxl.max_column))

    def range(self, first: Any, last: Any = None) -> "Range":
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first)
            return Range(self.openpyxl, (top, left, bottom, right))
        return Range(self.openpyxl, (*first, *(last or first)))

    def activate(self) -> None:
        assert self.visible, "a hidden sheet cannot be shown"
        self._book.openpyxl.active = self.openpyxl

    def autofit(self, axis: str) -> None:
        assert axis == "rows", "widths are set already"

    def delete(self) -> None:
        assert self.visible, "a sheet that is quite hidden cannot be deleted"
        self._book.refuse_where_locked()
        self._book.openpyxl.remove(self.openpyxl)


class Range(base_classes.Range):
    def __init__(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        self.openpyxl = sheet
        self.area = area
        self.options: dict[str, Any] = {}

    @property
    def cells(self) -> tuple[tuple[Cell | MergedCell, ...], ...]:
        top, left, bottom, right = self.area
        return tuple(self.openpyxl.iter_rows(top, bottom, left, right))

    @property
    def first(self) -> Any:
        return self.openpyxl.cell(*self.area[:2])

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    row = property(lambda self: self.area[0])
    column = property(lambda self: self.area[1])
    shape = property(lambda self: (self.area[2] - self.area[0] + 1, self.area[3] - self.area[1] + 1))
    address = property(lambda self: address_of(self.area))

    @property
    def raw_value(self) -> Any:
        values = [[_value(cell) for cell in row] for row in self.cells]
        return values[0][0] if self.shape == (1, 1) else values

    @property
    def api(self) -> Reference:
        words = {"strike": "strikethrough", "superscript": "superscript", "subscript": "subscript"}
        font = {word: Property(partial(self._font_says, name)) for name, word in words.items()}
        rows = Property(lambda: _or_missing(rows_hidden(self.openpyxl, self.area)))
        columns = Property(lambda: _or_missing(columns_hidden(self.openpyxl, self.area)))
        return Reference(
            Excel_comment=Reference(visible=NoteVisible(self)),
            font_object=Reference(**font),
            entire_row=Reference(hidden=rows),
            entire_column=Reference(hidden=columns),
        )

    def _font_says(self, name: str) -> Any:
        partly = RUNNING[self.openpyxl.parent].partly
        cells = [cell for row in self.cells for cell in row]
        more = [partly.get((self.openpyxl.title, cell.coordinate), {}) for cell in cells]
        found = {own.get(name, font_says(cell, name)) for own, cell in zip(more, cells, strict=True)}
        return _or_missing(found.pop() if len(found) == 1 else None)

    def refuse_where_protected(self) -> None:
        if self.openpyxl.protection.sheet:
            raise CommandError(mac_stubs.REFUSED)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.refuse_where_protected()
        rows = data if isinstance(data, tuple | list) else ((data,),)
        for cells, values in zip(self.cells, rows, strict=True):
            for cell, value in zip(cells, values, strict=True):
                type_in(cell, value)

    @property
    def formula(self) -> Any:
        return [["" if cell.value is None else unescape(str(cell.value)) for cell in row] for row in self.cells]

    @property
    def number_format(self) -> str | None:
        formats = {cell.number_format for row in self.cells for cell in row}
        return formats.pop() if len(formats) == 1 else None

    @property
    def merge_cells(self) -> bool | None:
        areas = [area.bounds for area in self.openpyxl.merged_cells.ranges]
        places = [(cell.row, cell.column) for row in self.cells for cell in row]
        inside = [any(left <= c <= right and top <= r <= low for left, top, right, low in areas) for r, c in places]
        return None if len(set(inside)) > 1 else inside[0]

    @property
    def merge_area(self) -> "Range":
        row, column = self.area[:2]
        for area in self.openpyxl.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                return Range(self.openpyxl, (area.min_row, area.min_col, area.max_row, area.max_col))
        return self

    @property
    def color(self) -> tuple[int, ...] | None:
        fill = self.first.fill
        return tuple(bytes.fromhex(fill.fgColor.rgb[-6:])) if fill.patternType == "solid" else None

    @color.setter
    def color(self, colour: str | None) -> None:
        self.refuse_where_protected()
        self.first.fill = PatternFill("solid", fgColor=f"FF{colour[1:]}") if colour else PatternFill()

    @property
    def note(self) -> "Note | None":
        return Note(self.first) if self.first.comment else None

    def add_note(self, text: str) -> "Note":
        self.refuse_where_protected()
        assert self.first.comment is None, "a note is there"
        if self.first.coordinate in RUNNING[self.openpyxl.parent].threads:
            raise CommandError(mac_stubs.REFUSED)
        self.first.comment = Comment(text, "一位老師")
        return Note(self.first)

    def select(self) -> None:
        RUNNING[self.openpyxl.parent].selected = self.area[:2]

    def _set_width(self, width: float) -> None:
        self.openpyxl.column_dimensions[get_column_letter(self.area[1])].width = width

    def _width(self) -> float:
        return 0 if self.openpyxl.column_dimensions[get_column_letter(self.area[1])].hidden else 8.43

    data_validation = property(lambda self: Validation(self.first))
    row_height = property(lambda self: 0 if self.openpyxl.row_dimensions[self.area[0]].hidden else 15)
    column_width = property(_width, _set_width)

    def _align(self, **how: Any) -> None:
        for row in self.cells:
            for cell in row:
                cell.alignment = Alignment(**{"wrapText": cell.alignment.wrapText, **how})

    wrap_text = property(None, lambda self, value: self._align(wrapText=value))
    vertical_alignment = property(None, lambda self, value: self._align(vertical=value))
    font = property(lambda self: _Font(self))


class NoteVisible:
    """Whether a cell's note is shown."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells
        self.notes = RUNNING[cells.openpyxl.parent].open_notes

    def get(self) -> bool:
        if self.cells.first.comment is None:
            raise CommandError(mac_stubs.REFUSED)
        return self.cells.first.coordinate in self.notes

    def set(self, shown: bool) -> None:
        self.cells.refuse_where_protected()
        (self.notes.add if shown else self.notes.discard)(self.cells.first.coordinate)


class Validation(base_classes.DataValidation):
    def __init__(self, cell: Any) -> None:
        self.guard = guard_of(cell)

    source = property(lambda self: typed(self.guard) if self.guard and self.guard.type == "list" else None)


class Names(base_classes.Names):
    def __init__(self, names: Any) -> None:
        self.names = {name.casefold(): defined for name, defined in names.items()}

    def contains(self, name: str) -> bool:
        return name.casefold() in self.names

    def __call__(self, name: str) -> "Name":
        return Name(self.names[name.casefold()])


class Name(base_classes.Name):
    def __init__(self, defined: Any) -> None:
        self.defined = defined

    refers_to = property(lambda self: f"={self.defined.attr_text}")


class _Font(base_classes.Font):
    def __init__(self, cells: Range) -> None:
        self.range = cells

    def _set(self, **what: Any) -> None:
        for row in self.range.cells:
            for cell in row:
                cell.font = Font(**what)

    bold = property(None, lambda self, value: self._set(b=value))
    color = property(None, lambda self, rgb: self._set(color="FF{:02X}{:02X}{:02X}".format(*rgb)))


class Note(base_classes.Note):
    def __init__(self, cell: Any) -> None:
        self.cell = cell

    author = property(lambda self: self.cell.comment.author)
    location = property(lambda self: Range(self.cell.parent, (self.cell.row, self.cell.column) * 2))

    @property
    def text(self) -> str:
        return str(self.cell.comment.text)

    @text.setter
    def text(self, text: str) -> None:
        self.cell.comment = Comment(text, self.cell.comment.author)

    def delete(self) -> None:
        self.location.refuse_where_protected()
        self.cell.comment = None


mac_stubs.install()
ENGINE = Engine()
RUNNING: dict[Workbook, App] = {}


def open_book(book: Workbook, name: str = "111-10.xlsx") -> xlwings.Book:
    """Return an open workbook as an object of xlwings."""
    impl = Book(book, name)
    RUNNING[book] = impl.app
    xlwings.engines.active = xlwings.Engine(impl=ENGINE)
    return xlwings.Book(impl=impl)


def _or_missing(value: bool | None) -> Any:
    """Return a value as a Mac's Excel does: one that differs is missing."""
    return "missing_value" if value is None else value


def _value(cell: Any) -> Any:
    value = result_of(cell, RUNNING[cell.parent.parent].results) if cell.data_type == "f" else cell.value
    if isinstance(value, time | datetime):
        return day_of(value, cell.parent.parent.epoch)
    return unescape(value) if isinstance(value, str) else value
