"""A sheet of the open document in LibreOffice, as an ``OpenSheet``."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cgs_validate.cached_property import cached_property
from cgs_validate.marking.own_sheets import named_as_memory
from cgs_validate.workbook import Area, Formula, Look

from ..fills import Fill, solid_fills
from ..open_book import OpenNote, Position, Raw, ReadRow
from ..ranges import runs, within
from . import calc_terms
from .formats import Formats, intersection

_LINK_COLOUR = 0x0563C1
_CHARACTER, _EDGES = 185, 132  # of a column's width, in hundredths of a millimetre


class OpenDocumentSheet:
    """A sheet of an open document. days: the offset of its dates from Excel's."""

    def __init__(self, call: Callable[..., Any], days: int, name: str, visible: bool, protected: bool) -> None:
        self.name = name
        self.visible = visible
        self.protected = protected
        self.writable = not protected
        self._days = days
        self._call_document = call

    def used(self) -> Area | None:
        if named_as_memory(self.name):
            self._call("recalculate")
        last = self._call("used")
        return Area(1, 1, *last) if last else None

    def rows(self, area: Area) -> Iterator[ReadRow]:
        read = self._call("read", *area)
        rows: list[list[Raw]] = read["values"]
        self._convert(rows, area, self._formats.logical, bool)
        if self._days:
            self._convert(rows, area, self._formats.days, self._shifted)
        formulas: dict[int, dict[int, str]] = {}
        for row, column, formula, error in read["formulas"]:
            if error:
                rows[row - area.top][column - area.left] = calc_terms.ERRORS.get(error, calc_terms.OTHER_ERROR)
            if formula in calc_terms.TRUTHS:
                rows[row - area.top][column - area.left] = calc_terms.TRUTHS[formula]
            elif not calc_terms.ERROR_VALUE.fullmatch(formula):
                formulas.setdefault(row, {})[column - area.left] = formula
        for number, values in enumerate(rows, area.top):
            written = [*map(formulas.get(number, {}).get, range(len(values)))]
            yield ReadRow(
                number,
                [value if value != "" or text else None for value, text in zip(values, written, strict=True)],
                written,
            )

    def _shifted(self, number: float) -> float:
        """Return Excel's number of a date; times and negative results stay unchanged."""
        return number if 0 <= number < 1 or number + self._days < 1 else number + self._days

    @staticmethod
    def _convert(rows: list[list[Raw]], area: Area, places: list[Area], convert: Callable[[float], Raw]) -> None:
        for place in places:
            for row, column in within(intersection(place, area)):
                value = rows[row - area.top][column - area.left]
                if isinstance(value, float):
                    rows[row - area.top][column - area.left] = convert(value)

    def number_formats(self, column: int, rows: Sequence[int]) -> list[str]:
        return self._formats.codes(column, rows)

    def merges(self, area: Area) -> list[Area]:
        return sorted(self._formats.merges)

    def hidden(self, area: Area) -> tuple[list[int], list[int]]:
        rows, columns = self._call("hidden", area.bottom, area.right)
        return rows, columns

    @property
    def filtered(self) -> bool:
        return bool(self._call("filtered"))

    def looks(self, area: Area) -> dict[Position, Look]:
        struck = dict.fromkeys((at for part in self._formats.struck for at in within(part)), Look.STRUCK)
        of_runs = {(row, column): look for row, column, look in self._call("runs", area.bottom, area.right)}
        looks = struck | {at: Look(look) for at, look in of_runs.items() if look}
        return {at: look for at, look in looks.items() if of_runs.get(at) != ""}

    def list_source(self, at: Position) -> str:
        return str(self._call("list_source", *at))

    def named(self, name: str) -> str:
        return str(self._call("named", name))

    def colours(self, cells: Sequence[Position]) -> dict[Position, str]:
        found = zip(cells, self._call("colours", cells), strict=True)
        return {at: f"{colour:06X}" for at, colour in found if colour != calc_terms.NO_COLOUR}

    def fills(self, cells: Sequence[Position]) -> dict[Position, Fill]:
        return solid_fills(cells, self.colours(cells))

    def paint(self, cells: Sequence[Position], fill: Fill) -> None:
        everywhere = list({*cells, *self._covered(cells)})
        self._call("paint", [(*first, *last) for first, last in runs(everywhere)], calc_terms.colour(fill))

    def _covered(self, cells: Sequence[Position]) -> list[Position]:
        """Return the cells under merged cells that have the same colour, as LibreOffice saves them in Excel's files."""
        firsts = set(cells)
        merged = {(area.top, area.left): [*within(area)] for area in self._formats.merges}
        covered = {first: places for first, places in merged.items() if first in firsts}
        colours = self.colours([at for places in covered.values() for at in places])
        return [at for first, places in covered.items() for at in places if colours.get(at) == colours.get(first)]

    def notes(self) -> Iterator[OpenNote]:
        for row, column, text, author in self._call("notes"):
            yield OpenNote((row, column), text, author)

    def add_note(self, at: Position, text: str) -> bool:
        self._call("add_note", *at, text)
        return True

    def truncate_note(self, at: Position, length: int) -> None:
        self._call("truncate_note", *at, length)

    def write_text(self, at: Position, text: str) -> None:
        self._call("write_cell", *at, text)

    def write_number(self, at: Position, number: int) -> None:
        self._call("write_cell", *at, float(number))

    def write(self, rows: Sequence[Sequence[str | Formula]]) -> None:
        width = max(map(len, rows))
        texts = [[text if isinstance(text, str) else "" for text in row] + [""] * (width - len(row)) for row in rows]
        formulas = {
            (row, column): calc_terms.formula(text.text)
            for row, line in enumerate(rows, 1)
            for column, text in enumerate(line, 1)
            if isinstance(text, Formula)
        }
        below = [
            (*top, [formulas[row, top[1]] for row in range(top[0], last[0] + 1)]) for top, last in runs([*formulas])
        ]
        self._call("write", texts, below)

    def format_list(self, widths: Sequence[int], header: int, last: int, links: int) -> None:
        metric = [width * _CHARACTER + _EDGES for width in widths]
        self._call("format_list", metric, header, last, links, _LINK_COLOUR)

    def arrange_list(self, table: Area) -> None:
        self._call("arrange_list", *table)

    def select(self, at: Position) -> bool | None:
        return bool(self._call("select", *at))

    @cached_property
    def _formats(self) -> Formats:
        last = self._call("used")
        return Formats(self._call("formats", *last) if last else ())

    def _call(self, method: str, *arguments: object) -> Any:
        return self._call_document("sheet", self.name, method, *arguments)
