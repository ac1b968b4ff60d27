"""The open workbook through xlwings' own objects, which are the same on Windows and Mac."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cgs_validate.marking.memory import VERSION
from cgs_validate.marking.own_sheets import named_as_memory
from cgs_validate.workbook import Area, Formula, Look, address, parse_address, parse_area

from ..dropdowns import absolute, source_in_file
from ..fills import Fill
from ..open_book import OpenNote, Position, ReadRow, Stopped, look_of
from ..ranges import area_address, cell_input, within
from .system import ExcelSystem

if TYPE_CHECKING:
    import xlwings

_TITLE = "輔導工作成果檢核"
_VISIBLE = (True, -1)  # hidden sheets are 0 or 2
_LINK_COLOUR = (5, 99, 193)
_Said = tuple[bool | None, ...]


class XlwingsBook:
    """An open workbook in Excel; an ``OpenBook``."""

    program = "excel"

    def __init__(self, book: "xlwings.Book", system: ExcelSystem) -> None:
        self._book = book
        self._app = book.app
        self._system = system
        self._shown: str | None = ""  # unknown: VBA may have set it
        self._reason: str | None = None

    @property
    def name(self) -> str:
        return str(self._book.name)

    @property
    def path(self) -> Path | None:
        name = self._system.full_name(self._book)  # xlwings guesses if it is on OneDrive
        local = "://" not in name and Path(name).is_file() and not self._system.read_only(self._book)
        return Path(name) if local else None

    def save(self) -> None:
        self._book.save()

    @property
    def template(self) -> str:
        return self._system.template(self._book)

    @property
    def locked(self) -> bool:
        return self._system.locked(self._book)

    def sheets(self) -> list["XlwingsSheet"]:
        return [XlwingsSheet(sheet, self._system) for sheet in self._book.sheets]

    def add_sheet(self, name: str, *, hidden: bool = False) -> "XlwingsSheet":
        active = self._book.sheets.active
        last = [each for each in self._book.sheets if each.visible in _VISIBLE][-1]
        sheet = self._book.sheets.add(name, after=last)  # Excel cannot place a sheet after a very hidden one
        active.activate()
        if hidden:
            self._system.hide(sheet)
        return XlwingsSheet(sheet, self._system)

    def remove_sheet(self, name: str) -> None:
        sheet = next((sheet for sheet in self._book.sheets if sheet.name == name), None)
        if sheet is not None:
            sheet.visible = True  # Excel does not delete very hidden sheets
            sheet.delete()

    def active(self) -> tuple[str, Position]:
        return str(self._book.sheets.active.name), self._system.active_cell(self._app)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        app, active = self._app, self._book.sheets.active.name
        updating, events = app.screen_updating, app.enable_events
        app.screen_updating = app.enable_events = False
        try:
            yield
            if active in (sheet.name for sheet in self._book.sheets):
                self._book.sheets[active].activate()
        finally:
            app.enable_events = events
            app.screen_updating = updating

    def show_status(self, text: str | None) -> None:
        text = text or self._reason
        if text != self._shown:
            self._app.status_bar = text or False
            self._shown = text

    def show_reason(self, sheet: str, at: Position, text: str) -> None:
        self._reason = text
        self.show_status(text)
        cell = address(*at)
        if self._system.show_note(self._book.sheets[sheet].range(cell), shown=True):
            for place in self._open_note():
                place.raw_value = ((sheet, cell),)

    def hide_reason(self) -> None:
        self._reason = None
        for place in self._open_note():
            name, cell = place.raw_value[0]
            if name and name in (sheet.name for sheet in self._book.sheets):
                self._system.show_note(self._book.sheets[name].range(cell), shown=False)
            place.raw_value = ((None, None),)

    def _open_note(self) -> "Iterator[xlwings.Range]":
        """Yield the cells of the mark memory that hold which note is open; none where it is missing."""
        for sheet in self._book.sheets:
            if named_as_memory(sheet.name) and sheet.range((1, 1)).raw_value == VERSION:
                yield sheet.range((1, 2), (1, 3))

    def raise_if_stopped(self) -> None:
        if self._system.stop_requested(self._app):
            raise Stopped

    def show_message(self, text: str, *, error: bool = False) -> None:
        self._system.alert(self._app, text, _TITLE, "critical" if error else "info")

    def ask(self, text: str) -> bool:
        return self._system.alert(self._app, text, _TITLE, "question")


class XlwingsSheet:
    """A worksheet of an open workbook in Excel; an ``OpenSheet``."""

    def __init__(self, sheet: "xlwings.Sheet", system: ExcelSystem) -> None:
        self._sheet = sheet
        self._system = system
        self._name = str(sheet.name)
        self._notes: dict[Position, xlwings.Note] | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def visible(self) -> bool:
        return bool(self._sheet.visible in _VISIBLE)

    @property
    def protected(self) -> bool:
        return self._system.protected(self._sheet)

    @property
    def writable(self) -> bool:
        return self._system.writable(self._sheet)

    def used(self) -> Area | None:
        if named_as_memory(self._name):
            self._system.recalculate(self._sheet)
        return self._system.used(self._sheet)

    def rows(self, area: Area) -> Iterator[ReadRow]:
        right = max(area.right, area.left + 1)  # a single cell would be returned without a row
        cells = self._sheet.range(area_address(area._replace(right=right)))
        values, formulas = self._system.values(cells), cells.formula
        width = area.right - area.left + 1
        for number, (row, written) in enumerate(zip(values, formulas, strict=True), area.top):
            yield ReadRow(number, row[:width], written[:width])

    def number_formats(self, column: int, rows: Sequence[int]) -> list[str]:
        cells = self._sheet.range(area_address(Area(rows[0], column, rows[-1], column)))
        code = cells.number_format  # None if mixed
        if isinstance(code, str):
            return [code] * len(rows)
        if len(rows) == 1:
            return ["General"]
        half = len(rows) // 2
        return self.number_formats(column, rows[:half]) + self.number_formats(column, rows[half:])

    def merges(self, area: Area) -> list[Area]:
        found: dict[Area, None] = {}
        waiting = [area]
        while waiting:
            area = waiting.pop()
            if any(_contains(known, area) for known in found):
                continue
            cells = self._sheet.range(area_address(area))
            merged = cells.merge_cells  # None if mixed
            if merged and (whole := _area(self._sheet.range((area.top, area.left)).merge_area)):
                found[whole] = None
            if merged is not False and (area.top, area.left) != (area.bottom, area.right):
                waiting += reversed(_halves(area))
        return sorted(found)

    def hidden(self, area: Area) -> tuple[list[int], list[int]]:
        rows = self._alike(area._replace(right=area.left), lambda cells: (self._system.hidden(cells, rows=True),))
        columns = self._alike(area._replace(bottom=area.top), lambda cells: (self._system.hidden(cells, rows=False),))
        return (
            [row for part, said in rows if True in said for row in range(part.top, part.bottom + 1)],
            [column for part, said in columns if True in said for column in range(part.left, part.right + 1)],
        )

    @property
    def filtered(self) -> bool:
        return self._system.filtered(self._sheet)

    def looks(self, area: Area) -> dict[Position, Look]:
        if None not in (said := self._system.fonts(self._sheet.range(area_address(area)))) and not any(said):
            return {}
        columns = (area._replace(left=column, right=column) for column in range(area.left, area.right + 1))
        parts = (part for column in columns for part in self._alike(column, self._system.fonts))
        return {at: look for part, said in parts if (look := look_of(*said)) for at in within(part)}

    def _alike(self, area: Area, ask: Callable[["xlwings.Range"], _Said]) -> Iterator[tuple[Area, _Said]]:
        """Yield the parts of an area for which Excel says the same of all cells, and what it says.

        None is said of what differs, also within a single cell.
        """
        said = ask(self._sheet.range(area_address(area)))
        if None not in said or (area.top, area.left) == (area.bottom, area.right):
            yield area, said
        else:
            for half in _halves(area):
                yield from self._alike(half, ask)

    def list_source(self, at: Position) -> str:
        return source_in_file(str(self._sheet.range(address(*at)).data_validation.source or ""))

    def named(self, name: str) -> str:
        scopes = (self._sheet.names, self._sheet.book.names)
        return next((absolute(str(names(name).refers_to)) for names in scopes if names.contains(name)), "")

    def colours(self, cells: Sequence[Position]) -> dict[Position, str]:
        return self._system.colours(self._sheet, cells)

    def fills(self, cells: Sequence[Position]) -> dict[Position, Fill]:
        return self._system.fills(self._sheet, cells)

    def paint(self, cells: Sequence[Position], fill: Fill) -> None:
        self._system.paint(self._sheet, cells, fill)

    def notes(self) -> Iterator[OpenNote]:
        for at, note in self._known_notes().items():
            yield OpenNote(at, note.text, self._system.author(note))

    def add_note(self, at: Position, text: str) -> bool:
        existing = self._known_notes().get(at)
        if existing is not None:
            return self._system.append_note(existing, f"\n{text}")
        note = self._system.add_note(self._sheet.range(address(*at)), text)
        if note is not None:
            self._known_notes()[at] = note
        return note is not None

    def truncate_note(self, at: Position, length: int) -> None:
        if length:
            self._system.truncate_note(self._known_notes()[at], length)
        else:
            self._known_notes().pop(at).delete()

    def write_text(self, at: Position, text: str) -> None:
        cell = self._sheet.range(address(*at))
        cell.raw_value = text if cell.number_format == "@" else cell_input(text)

    def write_number(self, at: Position, number: int) -> None:
        self._sheet.range(address(*at)).raw_value = float(number)

    def write(self, rows: Sequence[Sequence[str | Formula]]) -> None:
        width = max(map(len, rows))
        cells = self._sheet.range((1, 1), (len(rows), width))
        cells.raw_value = tuple((*map(cell_input, row), *[None] * (width - len(row))) for row in rows)

    def format_list(self, widths: Sequence[int], header: int, last: int, links: int) -> None:
        sheet = self._sheet
        for column, width in enumerate(widths, 1):
            sheet.range((1, column)).column_width = width
        sheet.range((header, 1), (header, len(widths))).font.bold = True
        body = sheet.range((header, 1), (last, len(widths)))
        body.wrap_text = True
        body.vertical_alignment = "top"
        if last > header:
            sheet.range((header + 1, links), (last, links)).font.color = _LINK_COLOUR
        sheet.autofit("rows")

    def arrange_list(self, table: Area) -> None:
        self._system.arrange_list(self._sheet, self._sheet.range(area_address(table)))

    def select(self, at: Position) -> bool:
        cell = self._sheet.range(address(*at))
        self._sheet.activate()
        cell.select()
        return bool(cell.row_height and cell.column_width)

    def _known_notes(self) -> dict[Position, "xlwings.Note"]:
        if self._notes is None:
            found = ((note.impl.location.address, note) for note in self._sheet.notes)
            self._notes = {_position(place): note for place, note in found}
        return self._notes


def _position(place: str) -> Position:
    found = parse_address(place.replace("$", ""))
    if found is None:
        raise ValueError(place)
    return found


def _area(cells: "xlwings.Range") -> Area | None:
    return parse_area(cells.address.replace("$", ""))


def _contains(area: Area, part: Area) -> bool:
    return area.covers(part.top, part.left) and area.covers(part.bottom, part.right)


def _halves(area: Area) -> tuple[Area, Area]:
    if area.bottom > area.top:
        middle = (area.top + area.bottom) // 2
        return area._replace(bottom=middle), area._replace(top=middle + 1)
    middle = (area.left + area.right) // 2
    return area._replace(right=middle), area._replace(left=middle + 1)
