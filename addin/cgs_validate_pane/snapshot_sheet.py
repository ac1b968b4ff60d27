"""A worksheet in a snapshot of a workbook: it is read and changed there, and each change is recorded as an action."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from cgs_validate.formats.number_format import FIRST_OF_1904, is_date_format
from cgs_validate.text import wrapped_lines
from cgs_validate.workbook import Area, Formula, Look, address, parse_address
from cgs_validate_addin.dropdowns import absolute, source_in_file
from cgs_validate_addin.fills import AUTOMATIC, GRADIENT, Colour, Fill
from cgs_validate_addin.open_book import OpenNote, Position, Raw, ReadRow, look_of
from cgs_validate_addin.ranges import addresses, cell_input
from cgs_validate_addin.reading import ERRORS

from .merged import parse_merged
from .snapshot import FillData, SheetData, Snapshot, Value

_PATTERNS = {
    "None": "none",
    "Solid": "solid",
    "Gray50": "mediumGray",
    "Gray75": "darkGray",
    "Gray25": "lightGray",
    "Horizontal": "darkHorizontal",
    "Vertical": "darkVertical",
    "Down": "darkDown",
    "Up": "darkUp",
    "Checker": "darkGrid",
    "SemiGray75": "darkTrellis",
    "LightHorizontal": "lightHorizontal",
    "LightVertical": "lightVertical",
    "LightDown": "lightDown",
    "LightUp": "lightUp",
    "Grid": "lightGrid",
    "CrissCross": "lightTrellis",
    "Gray16": "gray125",
    "Gray8": "gray0625",
}
_NAMES = {pattern: name for name, pattern in _PATTERNS.items()}
_NUMBERS = {name: number for number, name in ERRORS.items()}
_UNKNOWN_ERROR = 2048
_NOTE_LINE, _COLUMNS_WIDE = 13, 34  # points, half-width characters

Record = Callable[..., None]
_T = TypeVar("_T")


class SnapshotSheet:
    """A worksheet of a snapshot; an ``OpenSheet``."""

    def __init__(self, data: SheetData, book: Snapshot, record: Record) -> None:
        self._data = data
        self._book = book
        self._record = record
        self._notes = {_position(note["cell"]): note for note in data["notes"]}

    @property
    def name(self) -> str:
        return self._data["name"]

    @property
    def visible(self) -> bool:
        return self._data["visible"]

    @property
    def protected(self) -> bool:
        return self._data["protected"] and not self._data["formattable"]

    @property
    def writable(self) -> bool:
        return not self._data["protected"]

    def used(self) -> Area | None:
        bottom, right = self._data["content"]
        return Area(1, 1, bottom, right) if bottom else None

    def rows(self, area: Area) -> Iterator[ReadRow]:
        formulas = self._data["formulas"]
        for row in range(area.top, area.bottom + 1):
            places = [(row, column) for column in range(area.left, area.right + 1)]
            yield ReadRow(row, [self._raw(at) for at in places], [formulas.get(address(*at)) for at in places])

    def _raw(self, at: Position) -> Raw:
        value = _at(self._data["values"], at, None)
        if isinstance(value, dict):
            return _NUMBERS.get(value["error"], _UNKNOWN_ERROR)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        days = self._book["days_from_1904"] and is_date_format(_at(self._data["formats"], at, "General"))
        return float(value) + (FIRST_OF_1904 if days else 0)

    def number_formats(self, column: int, rows: Sequence[int]) -> list[str]:
        return [_at(self._data["formats"], (row, column), "General") for row in rows]

    def merges(self, area: Area) -> list[Area]:
        return [found for found in parse_merged(self._data["merged"]) if _overlap(found, area)]

    def hidden(self, area: Area) -> tuple[list[int], list[int]]:
        rows, columns = self._data["hiddenRows"], self._data["hiddenColumns"]
        return (
            [row for row in rows if area.top <= row <= area.bottom],
            [column for column in columns if area.left <= column <= area.right],
        )

    @property
    def filtered(self) -> bool:
        return self._data["filtered"]

    def looks(self, area: Area) -> dict[Position, Look]:
        found = ((_position(cell), look_of(*says)) for cell, says in self._data["fonts"].items())
        return {at: look for at, look in found if look and area.covers(*at)}

    def list_source(self, at: Position) -> str:
        return source_in_file(self._data["validations"].get(address(*at), ""))

    def named(self, name: str) -> str:
        for names in (self._data["names"], self._book["names"]):
            for found, formula in names.items():
                if found.casefold() == name.casefold():
                    return absolute(formula)
        return ""

    def colours(self, cells: Sequence[Position]) -> dict[Position, str]:
        return {at: fill.fore.rgb for at, fill in self.fills(cells).items() if fill.pattern == "solid"}

    def fills(self, cells: Sequence[Position]) -> dict[Position, Fill]:
        return {at: _fill(self._data["fills"].get(address(*at))) for at in cells}

    def paint(self, cells: Sequence[Position], fill: Fill) -> None:
        data = _fill_data(fill)
        self._data["fills"].update({address(*at): data for at in cells})
        for place, _ in addresses(cells):
            self._record("paint", sheet=self.name, cells=place, fill=data)

    def notes(self) -> Iterator[OpenNote]:
        for at, note in self._notes.items():
            yield OpenNote(at, note["text"], note["author"])

    def add_note(self, at: Position, text: str) -> bool:
        cell = address(*at)
        if not self._book["notes"] or self._data["protected"] or cell in self._data["threads"]:
            return False
        if at in self._notes:
            self._write_note(at, f"{self._notes[at]['text']}\n{text}")
            return True
        self._notes[at] = {"cell": cell, "text": text, "author": ""}
        lines = sum(wrapped_lines(line, _COLUMNS_WIDE) for line in text.split("\n"))
        self._record("addNote", sheet=self.name, cell=cell, text=text, height=_NOTE_LINE * (lines + 1))
        return True

    def truncate_note(self, at: Position, length: int) -> None:
        if length:
            self._write_note(at, self._notes[at]["text"][:length])
        else:
            del self._notes[at]
            self._record("deleteNote", sheet=self.name, cell=address(*at))

    def _write_note(self, at: Position, text: str) -> None:
        self._notes[at]["text"] = text
        self._record("writeNote", sheet=self.name, cell=address(*at), text=text)

    def write_text(self, at: Position, text: str) -> None:
        plain = _at(self._data["formats"], at, "General") == "@"
        self._write(at, [[text]], [[text if plain else f"'{text}"]])

    def write_number(self, at: Position, number: int) -> None:
        self._write(at, [[number]], [[number]])

    def write(self, rows: Sequence[Sequence[str | Formula]]) -> None:
        width = max(map(len, rows))
        padded = [[*row, *[""] * (width - len(row))] for row in rows]
        values = [[cell.result if isinstance(cell, Formula) else cell or None for cell in row] for row in padded]
        self._data["content"] = (len(rows), width)
        self._write((1, 1), values, [[cell_input(cell) or "" for cell in row] for row in padded])

    def _write(self, at: Position, values: Sequence[Sequence[Value]], typed: Sequence[Sequence[object]]) -> None:
        top, left = at
        held, width = self._data["values"], left - 1 + len(values[0])
        for row, line in enumerate(values, top):
            held.extend([] for _ in range(row - len(held)))
            held[row - 1].extend([None] * (width - len(held[row - 1])))
            held[row - 1][left - 1 : width] = line
            for column in range(left, width + 1):
                self._data["formulas"].pop(address(row, column), None)
        self._record("write", sheet=self.name, row=top, column=left, values=typed)

    def format_list(self, widths: Sequence[int], header: int, last: int, links: int) -> None:
        self._record("formatList", sheet=self.name, widths=widths, header=header, last=last, links=links)

    def arrange_list(self, table: Area) -> None:
        pass  # a pane's list has its colours only

    def select(self, at: Position) -> bool:
        self._record("select", sheet=self.name, cell=address(*at))
        return at[0] not in self._data["hiddenRows"] and at[1] not in self._data["hiddenColumns"]


def _at(rows: Sequence[Sequence[_T]], at: Position, default: _T) -> _T:
    """Return what a table has for a cell, ``default`` beyond its end."""
    row, column = at
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else default


def _position(cell: str) -> Position:
    found = parse_address(cell)
    if found is None:
        raise ValueError(cell)
    return found


def _overlap(one: Area, other: Area) -> bool:
    across = one.left <= other.right and other.left <= one.right
    return across and one.top <= other.bottom and other.top <= one.bottom


def _fill(data: FillData | None) -> Fill:
    if data is None or data["pattern"] == "None":
        return Fill()
    colour, pattern = _colour(data.get("color")), _PATTERNS.get(data["pattern"], GRADIENT)
    return Fill("solid", colour) if pattern == "solid" else Fill(pattern, _colour(data.get("patternColor")), colour)


def _colour(shown: str | None) -> Colour:
    return Colour(rgb=shown.removeprefix("#").upper()) if shown else AUTOMATIC


def _fill_data(fill: Fill) -> FillData:
    """Return a fill in Excel's words; a gradient, which nothing can write, as no fill."""
    if fill.pattern == "solid":
        return {"pattern": "Solid", "color": f"#{fill.fore.shown}"}
    if fill.pattern not in _NAMES or fill.pattern == "none":
        return {"pattern": "None"}
    lines = "000000" if fill.fore == AUTOMATIC else fill.fore.shown
    return {"pattern": _NAMES[fill.pattern], "color": f"#{fill.back.shown}", "patternColor": f"#{lines}"}
