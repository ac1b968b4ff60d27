"""Where the data begin: below the headers and the rows that explain how to fill in the form, however short their texts.

A row with an answer in any column of codes, numbers or dates is data. Of the others a published instruction or
two long texts make an instruction row, and so does each of these signs: the same words in most cells; most cells
merged downwards, or a header merged into the row; the fill of the header; words such as 請填, 代碼, 單選, or ``1-4``,
in most. So are the rows of code lists that are written an item a row, and one that numbers the columns. For data
speaks a code such as T01 where any text may be, and the same text further down. Two of these outweigh a sign, so
that a first row that is wrong in every column is data; with one, or where only a few cells explain anything, the
row is doubtful.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ..cached_property import cached_property
from ..formats.calendar_date import read_date
from ..formats.choices import read_choices
from ..formats.code import read_code
from ..formats.whole_number import read_whole_number
from ..spec.model import FieldSpec, SheetSpec
from ..text import fold, key, strip
from ..workbook import Area, Grid, column_letters

_LONG_TEXT = 25  # characters; no code or count is as long, an instruction is
_SURELY = 2  # so many long texts make an instruction row, so many codes a row of data
_SAME = 3  # so many cells with the same words are no coincidence
_BLANK_ROWS = 2  # between instructions
_MOST_ROWS = 40  # of instructions
_BELOW = 40  # rows in which a text may be there again
_EXPLAINS = re.compile(
    r"請|[必選免]填|填[入寫列報0]|單選|複選|[點勾]選|下拉|代[碼號]|自[編訂行]|編[碼定訂]|數字|整數|文字|半形|不[可得]|例[如:]"
    r"|如:|說明|參[閱考]|格式|範圍"
)
_RANGE = re.compile(r"[0-9]{1,2}\s*[-~—–至到]\s*[0-9]{1,2}")
_BETWEEN_CODES = re.compile(r"[、/,;\s]+")
_ITEM = re.compile(r"\(?[A-Z]?([0-9]{1,2})(?:[).、:\s-]+|(?=[^\W\d_]))[^\W\d_]")  # of a code list, with its label
_CODE = re.compile(r"[A-Za-z]{0,6}[-_ ]?[0-9][0-9A-Za-z_-]{0,11}")


Fills = Callable[[Iterable[tuple[int, int]]], Mapping[tuple[int, int], str]]


class HeaderRows(NamedTuple):
    """The row with the headers, and the last one over which they are merged."""

    row: int
    last: int


class Beginning(NamedTuple):
    """The first row of data, and a row above it that may explain the form or be the first of the data.

    ``answered``: whether something in the first row is surely an answer; where not, fills may say more.
    """

    row: int
    doubtful: int | None = None
    answered: bool = True


def data_begin(
    spec: SheetSpec, grid: Grid, headers: HeaderRows, columns: Mapping[str, int], fills: Fills | None = None
) -> Beginning:
    """Return where the data begin. columns: by field; fills: returns the solid fills of some cells."""
    row = _below(spec, grid, headers.row + 1, headers.last, columns)
    while row <= headers.last + _MOST_ROWS:
        end = row if _numbers_columns(grid, row, columns) else _list_end(spec, grid, row, columns)
        if end:
            row = end + 1
            continue
        texts = _next_texts(spec, grid, row, columns)
        if not texts:
            break
        found = _Row(spec, grid, headers.row, columns, *texts)
        sure = found.is_known()
        against = 0 if sure else found.signs_of_data()
        if sure or (not against and (found.signs() or (fills and found.is_filled_as_header(fills)))):
            row = _below(spec, grid, found.row + 1, found.end, columns)
        elif found.explains() and against < _SURELY:
            return Beginning(_below(spec, grid, found.row + 1, found.end, columns), found.row, answered=False)
        else:
            return Beginning(row, answered=False)
    return Beginning(row)


def _below(spec: SheetSpec, grid: Grid, first: int, last: int, columns: Mapping[str, int]) -> int:
    """Return the first row with an answer among rows that cells are merged over, else the row below: they hide none."""
    for row in range(first, min(last, first + _MOST_ROWS) + 1):
        cells = ((spec.fields[name], grid.get(row, number)) for name, number in columns.items())
        if any(_answers(spec, item, text) for item, cell in cells if cell and (text := strip(cell.text))):
            return row
    return last + 1


def _numbers_columns(grid: Grid, row: int, columns: Mapping[str, int]) -> bool:
    """Return whether a row numbers the columns: 1, 2, 3 or A, B, C, in most of them, and nothing else."""
    cells = ((number, grid.get(row, number)) for number in columns.values())
    texts = {number: strip(cell.text).strip("()（）") for number, cell in cells if cell}
    return len(texts) > len(columns) // 2 and all(
        text in (str(number), column_letters(number)) for number, text in texts.items()
    )


def _list_end(spec: SheetSpec, grid: Grid, first: int, columns: Mapping[str, int]) -> int | None:
    """Return the last row of code lists that begin in a row, an item a row; None where no two columns have one there.

    Rows with a teacher's or student's code, with a number or a date are data.
    """
    ends = [_items_end(grid, first, number) for name, number in columns.items() if spec.fields[name].codes]
    last = max(ends, default=first)
    if sum(end > first for end in ends) < _SURELY:
        return None
    others = [number for name, number in columns.items() if not spec.fields[name].codes and number in grid.columns]
    return None if any(True for number in others for _ in grid.columns[number].between(first + 1, last)) else last


def _items_end(grid: Grid, first: int, number: int) -> int:
    """Return the last row of a column's numbered items, one after the other from 0 or 1; the first where none are."""
    row, item = first, _item(grid, first, number)
    while item in (row - first, row - first + 1) and _item(grid, row + 1, number) == item + 1:
        row, item = row + 1, item + 1
    return row


def _item(grid: Grid, row: int, number: int) -> int:
    cell = grid.get(row, number)
    found = _ITEM.match(fold(cell.text)) if cell and not cell.text.isdecimal() else None
    return int(found[1]) if found else -1


def _next_texts(
    spec: SheetSpec, grid: Grid, first: int, columns: Mapping[str, int]
) -> tuple[int, dict[str, str]] | None:
    """Return the next row in which anything shows, if it is near, with its texts by field; None where it has answers.

    One answer is enough, so that of a row of data little is read.
    """
    for row in range(first, first + 1 + _BLANK_ROWS):
        texts = {}
        for name, number in columns.items():
            cell = grid.get(row, number)
            if cell and (text := strip(cell.text)):
                if _answers(spec, spec.fields[name], text):
                    return None
                texts[name] = text
        if texts:
            return row, texts
    return None


def _answers(spec: SheetSpec, item: FieldSpec, text: str) -> bool:
    """Return whether a text of a row below the headers may be an answer."""
    return _has_answers(item) and not _is_long(text) and not _is_published(spec, text) and _is_answer(item, text)


def _is_long(text: str) -> bool:
    return "\n" in text or len(text) > _LONG_TEXT


def _is_published(spec: SheetSpec, text: str) -> bool:
    return text in spec.instructions or key(text) in spec.instructions


class _Row:
    """A row below the headers, and what it says of itself."""

    def __init__(
        self,
        spec: SheetSpec,
        grid: Grid,
        header_row: int,
        columns: Mapping[str, int],
        row: int,
        texts: dict[str, str],
    ) -> None:
        self.row = row
        self._spec = spec
        self._grid = grid
        self._header_row = header_row
        self._columns = columns
        self._texts = texts
        self._asked = {name: text for name, text in texts.items() if _has_answers(spec.fields[name])}
        self._long = {name for name, text in self._asked.items() if _is_long(text)}

    def is_known(self) -> bool:
        """Return whether it has a published instruction, or long texts where answers are short."""
        return len(self._long) >= _SURELY or any(_is_published(self._spec, text) for text in self._texts.values())

    def signs(self) -> bool:
        """Return whether most of it looks like an instruction."""
        return self._says_the_same() or self._is_merged() or 2 * self._explaining() >= len(self._texts)

    def is_filled_as_header(self, fills: Fills) -> bool:
        """Return whether most of it has the fill of the headers, which the row below has not."""
        numbers = [self._columns[name] for name in self._asked]
        rows = self._header_row, self.row, self.end + 1
        known = fills([(row, number) for row in rows for number in numbers])
        header, here, below = ([known.get((row, number)) for number in numbers] for row in rows)
        alike = sum(a is not None and a == b != c for a, b, c in zip(header, here, below, strict=True))
        return alike >= _SURELY and 2 * alike > len(numbers)

    def explains(self) -> bool:
        """Return whether any of it looks like an instruction."""
        return self.signs() or bool(self._explaining() or self._long)

    def signs_of_data(self) -> int:
        """Return how many cells look like answers where any text may be one."""
        free = {name: text for name, text in self._texts.items() if _is_free(self._spec.fields[name])}
        codes = sum(_CODE.fullmatch(text) is not None for text in free.values())
        return codes + any(self._is_again_below(name, text) for name, text in free.items())

    @property
    def end(self) -> int:
        """The last row over which it is merged."""
        return max([self.row, *(area.bottom for area in self._merged)])

    def _is_again_below(self, name: str, text: str) -> bool:
        below = self._grid.columns[self._columns[name]].between(self.end + 1, self.end + _BELOW)
        return any(strip(cell.text) == text for _, cell in below)

    def _says_the_same(self) -> bool:
        text, count = Counter(map(key, self._texts.values())).most_common(1)[0]
        return count >= _SAME and 2 * count > len(self._texts) and len(text) > 1

    def _is_merged(self) -> bool:
        """Return whether most cells are merged downwards, or a header is merged into the row."""
        if not self._asked:
            return False
        own = [area for area in self._merged if area.top == self.row]
        return len(own) < len(self._merged) or (len(own) >= _SURELY and 2 * len(own) > len(self._texts))

    @cached_property
    def _merged(self) -> list[Area]:
        """The merged areas that begin here, or in the headers, and reach lower."""
        numbers, begin = set(self._columns.values()), range(self._header_row + 1)
        return [
            area
            for area in self._grid.merges
            if area.top <= self.row <= area.bottom > area.top
            and area.left in numbers
            and (area.top == self.row or area.top in begin)
        ]

    def _explaining(self) -> int:
        return sum(_explains(self._spec.fields[name], text) for name, text in self._texts.items())


def _explains(item: FieldSpec, text: str) -> bool:
    """Return whether a text looks like an instruction, or lists several codes where one is due."""
    text = fold(text)
    if _EXPLAINS.search(text) or _RANGE.fullmatch(text):
        return True
    if not item.codes or item.choices:
        return False
    parts = [part for part in _BETWEEN_CODES.split(text) if part]
    return len(parts) > 1 and all(_is_answer(item, part) for part in parts)


def _has_answers(item: FieldSpec) -> bool:
    """Return whether an answer can be known by itself."""
    return item.codes is not None or item.type != "string"


def _is_free(item: FieldSpec) -> bool:
    return not _has_answers(item) and not item.applies_when


def _is_answer(item: FieldSpec, text: str) -> bool:
    if item.codes and item.choices:
        codes = read_choices(text, item.codes.names, item.choices.separator, item.none).meaning
        return all(code in item.codes.codes or code == item.none for code in codes)
    if item.codes:
        return read_code(text, item.codes.names).meaning in item.codes.codes
    if item.type == "date":
        return not isinstance(read_date(text, item.calendar).meaning, str)
    return item.type == "integer" and isinstance(read_whole_number(text).meaning, int)
