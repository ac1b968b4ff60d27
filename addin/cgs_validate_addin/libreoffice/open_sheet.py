"""A sheet of the open document in LibreOffice, as the bridge wants it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from cgs_validate.marking import memory
from cgs_validate.workbook import Area, Formula

from ..fills import Colour, Fill
from ..open_book import At, OpenNote, Raw, ReadRow
from ..ranges import runs
from . import calc_terms
from .formats import Formats, common, within

_LINK_COLOUR = 0x0563C1
_CHARACTER, _EDGES = 185, 132  # of a column's width, in hundredths of a millimetre


class OpenDocumentSheet:
    """A sheet; an ``OpenSheet``. days: how many its dates must be moved by to be Excel's own."""

    def __init__(self, ask: Callable[..., Any], days: int, name: str, visible: bool, protected: bool) -> None:
        self.name = name
        self.visible = visible
        self.protected = protected
        self.writable = not protected
        self._days = days
        self._ask_document = ask

    def used(self) -> Area | None:
        if self.name == memory.SHEET:
            self._ask("recalculate")
        last = self._ask("used")
        return Area(1, 1, *last) if last else None

    def rows(self, area: Area) -> Iterator[ReadRow]:
        read = self._ask("read", *area)
        rows: list[list[Raw]] = read["values"]
        self._convert(rows, area, self._formats.logical, bool)
        if self._days:
            self._convert(rows, area, self._formats.days, self._moved)
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

    def _moved(self, number: float) -> float:
        """Return Excel's number of a day; times, and what is before all days, stay as they are."""
        return number if 0 <= number < 1 or number + self._days < 1 else number + self._days

    @staticmethod
    def _convert(rows: list[list[Raw]], area: Area, places: list[Area], convert: Callable[[float], Raw]) -> None:
        for place in places:
            for row, column in within(common(place, area)):
                value = rows[row - area.top][column - area.left]
                if isinstance(value, float):
                    rows[row - area.top][column - area.left] = convert(value)

    def number_formats(self, column: int, rows: Sequence[int]) -> list[str]:
        return self._formats.codes(column, rows)

    def merges(self, area: Area) -> list[Area]:
        return sorted(self._formats.merges)

    def colours(self, cells: Sequence[At]) -> dict[At, str]:
        found = zip(cells, self._ask("colours", cells), strict=True)
        return {at: f"{colour:06X}" for at, colour in found if colour != calc_terms.NO_COLOUR}

    def fills(self, cells: Sequence[At]) -> dict[At, Fill]:
        colours = self.colours(cells)
        return {at: Fill("solid", Colour(colours[at])) if at in colours else Fill() for at in cells}

    def paint(self, cells: Sequence[At], fill: Fill) -> None:
        everywhere = list({*cells, *self._under(cells)})
        self._ask("paint", [(*first, *last) for first, last in runs(everywhere)], calc_terms.colour(fill))

    def _under(self, cells: Sequence[At]) -> list[At]:
        """Return what lies under merged cells and is of the same colour: so LibreOffice saves it in Excel's files."""
        firsts = set(cells)
        merged = {(area.top, area.left): [*within(area)] for area in self._formats.merges}
        lying = {first: places for first, places in merged.items() if first in firsts}
        colours = self.colours([at for places in lying.values() for at in places])
        return [at for first, places in lying.items() for at in places if colours.get(at) == colours.get(first)]

    def notes(self) -> Iterator[OpenNote]:
        for row, column, text, author in self._ask("notes"):
            yield OpenNote((row, column), text, author)

    def add_note(self, at: At, text: str) -> bool:
        self._ask("add_note", *at, text)
        return True

    def cut_note(self, at: At, kept: int) -> None:
        self._ask("cut_note", *at, kept)

    def write_text(self, at: At, text: str) -> None:
        self._ask("put", *at, text)

    def write_number(self, at: At, number: int) -> None:
        self._ask("put", *at, float(number))

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
        self._ask("write", texts, below)

    def set_list_looks(self, widths: Sequence[int], heads: int, rows: int, links: int) -> None:
        metric = [width * _CHARACTER + _EDGES for width in widths]
        self._ask("set_list_looks", metric, heads, rows, links, _LINK_COLOUR)

    def select(self, at: At) -> bool | None:
        return bool(self._ask("select", *at))

    @cached_property
    def _formats(self) -> Formats:
        last = self._ask("used")
        return Formats(self._ask("formats", *last) if last else ())

    def _ask(self, what: str, *how: object) -> Any:
        return self._ask_document("sheet", self.name, what, *how)
