"""The texts of the form in hand: titles, each column's header and instructions, the sheet 填報說明."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from ...cached_property import cached_property
from ...text import fold
from ...workbook import CellKind, OpenedWorkbook, Sheet
from ..findings import Place
from ..sheet_match import SheetMatch
from .quotations import comparable_sentences, on_one_line

_MOST_ROWS = 40  # of instructions, which may have an item of a code list each
_GUIDE_NAME = "填報說明"
_GUIDE_ROWS, _GUIDE_COLUMNS = 300, 12
_MOST_TEXTS = 500  # of a title, of instructions, of a guide; what is beyond is not compared
_MOST_CHARACTERS = 100_000  # of the same
_LONGEST_QUOTE = 60  # characters


@dataclass
class FormText:
    """A text of the form and the cell that holds it."""

    place: Place
    text: str

    @cached_property
    def folded(self) -> str:
        """The text in compatibility-folded form, in which numbers are looked for."""
        return fold(self.text)

    @cached_property
    def sentences(self) -> str:
        """The sentences of the text, a line each, in the form in which quotations are compared."""
        return comparable_sentences(self.text)

    @cached_property
    def comparable(self) -> str:
        """The text in the form in which quotations are compared."""
        return on_one_line(self.sentences)

    @property
    def quote(self) -> str:
        """The start of the text on one line, as it is quoted."""
        return shortened(self.text)


@dataclass
class SheetTexts:
    """The texts of one sheet: above its headers, and of each column, by its number, from the header down."""

    title: list[FormText] = field(default_factory=list)
    columns: dict[int, list[FormText]] = field(default_factory=dict)

    @property
    def all(self) -> Iterator[FormText]:
        """The texts, a merged one once for each column."""
        return chain(self.title, *self.columns.values())


def shortened(text: str) -> str:
    """Return the start of a text on one line."""
    line = " ".join(text[: 4 * _LONGEST_QUOTE].split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def columns_of(match: SheetMatch) -> dict[str, int]:
    """Return the number of each field's column."""
    return {**match.columns, **match.renamed}


def sheet_texts(match: SheetMatch) -> SheetTexts:
    """Return the texts of a sheet whose header row was found; a merged text belongs to each column it is over."""
    sheet, top = match.sheet, match.header_row
    if sheet is None or top is None:
        return SheetTexts()
    last = min(match.first_row - 1, top + _MOST_ROWS)
    title = list(_cells(sheet, 1, top - 1, _GUIDE_COLUMNS))
    texts: dict[int, list[FormText]] = {number: [] for number in columns_of(match).values()}
    for found in _cells(sheet, top, last, max(texts, default=0)):
        if found.place.column in texts:
            texts[found.place.column].append(found)
    for area in sheet.grid.merges:
        if area.right > area.left and area.bottom >= top and area.top <= last:
            cell = sheet.grid.get(area.top, area.left)
            if cell and cell.kind is CellKind.TEXT:
                found = FormText(Place(sheet.name, area.top, area.left), cell.text)
                for number in range(area.left + (area.top >= top), min(area.right, max(texts, default=0)) + 1):
                    texts.get(number, []).append(found)
    return SheetTexts(title, texts)


def guide_texts(opened: OpenedWorkbook, others: Iterable[SheetMatch]) -> list[FormText]:
    """Return the texts of the sheets 填報說明, which are read now. others: those with answers. Raises ReadError."""
    answered = {id(match.sheet) for match in others}
    guides = [sheet for sheet in opened.workbook if _GUIDE_NAME in sheet.key and id(sheet) not in answered]
    return list(_limited(text for guide in guides for text in _guide(guide, opened)))


def _guide(guide: Sheet, opened: OpenedWorkbook) -> Iterator[FormText]:
    grid = guide.cells or opened.read_grid(guide.name)
    return _cells(Sheet(guide.name, guide.visible, grid), 1, _GUIDE_ROWS, _GUIDE_COLUMNS)


def _cells(sheet: Sheet, first: int, last: int, last_column: int) -> Iterator[FormText]:
    return _limited(
        FormText(Place(sheet.name, row, number), cell.text)
        for number, column in sorted(sheet.grid.columns.items())
        if number <= last_column
        for row, cell in column.between(first, last)
        if cell.kind is CellKind.TEXT
    )


def _limited(texts: Iterable[FormText]) -> Iterator[FormText]:
    """Yield the first of some texts, as many as a form may have."""
    left = _MOST_CHARACTERS
    for text in islice(texts, _MOST_TEXTS):
        left -= len(text.text)
        if left < 0:
            return
        yield text
