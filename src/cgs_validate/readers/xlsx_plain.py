"""A sheet's rows read at the speed of C, where they are written in the plain form that Excel and most programs use.

One regular expression, learnt from the rows themselves, holds whole rows to that form and takes them apart at once; a
column that is written alike in every row costs least. Equal values become one cell, and columns are filled by the
thousand rows. A row that is not plain is read by the slower reader, cell by cell. A test holds both readers to the same
result.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import ge
from typing import Any

from ..errors import ReadError
from ..sheets import Cell, Column, Grid, column_number
from .xlsx_sheet import GridReader, Shared

_SMALL = 32_000  # bytes; smaller sheets are read as quickly cell by cell
_BATCH = 4_096  # rows that are read at once
_FIRST = 16  # rows that are read before the usual form is thought over; then four times as many, and so on
_LONGEST_HEAD = 100_000  # bytes
_MOST_COLUMNS = 100  # all of which are written anew into the regular expressions with each that is met
_MOST_ODD = 100  # so many runs of rows that are not plain, and the whole sheet is left to the slower reader

_TEXT = r"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]*"
_ROW_ATTRIBUTES = r'(?: [A-Za-z0-9:]+="[^"<>&]*")*+'
_CELL_ATTRIBUTES = r'(?: s="[0-9]{1,5}")?(?: t="[A-Za-z]{1,9}")?'
_INLINE = r'<is><t(?: xml:space="preserve")?>'
_ROW = re.compile(
    rf'[ \t\r\n]*<row r="([0-9]{{1,7}})"({_ROW_ATTRIBUTES})(?:/>|>((?:<c r="[A-Z]{{1,3}}\1"{_CELL_ATTRIBUTES}'
    rf"(?:/>|><v>{_TEXT}</v></c>|>{_INLINE}{_TEXT}</t></is></c>))*+)</row>)"
)
_CELL = re.compile(rf'<c r="([A-Z]+)[0-9]+"([^>]*)>(<v>|{_INLINE})?')
_ATTRIBUTES = re.compile(r'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?')
_OPEN, _CLOSE, _ROW_CLOSE = b"<sheetData>", b"</sheetData>", "</row>"


_Way = tuple[str, bool]  # how a cell is written: its attributes, and whether its value stands inline


def read_sheet(data: bytes, part: str, shared: Shared, *, small: int = _SMALL) -> Grid:
    """Return a sheet's cells and merged areas. small: bytes, below which it is read cell by cell. Raises ReadError."""
    if len(data) < small:
        return GridReader(data, part, shared).read()
    counted = shared.cells_read, shared.cells_blank, shared.text_read
    try:
        return _PlainReader(data, part, shared).read()
    except _NotPlainError:
        shared.cells_read, shared.cells_blank, shared.text_read = counted
        return GridReader(data, part, shared).read()


class _NotPlainError(Exception):
    """The part is not in the plain form, or not enough of it."""


class _PlainReader:
    """Reads one sheet's part row by row."""

    def __init__(self, data: bytes, part: str, shared: Shared) -> None:
        self.data = data
        self.part = part
        self.shared = shared
        self.frame = GridReader(b"", part, shared)
        self.grid = self.frame.grid
        self.last_row = 0
        self.odd_runs = 0
        self.columns: dict[str, _Way | None] = {}  # by letters: how most cells are written, None where they vary
        self.usual: re.Pattern[str] | None = None
        self.general = re.compile("(?!)")
        self.alike: list[tuple[str, ...]] = []  # rows that wait: those in the usual form, and others
        self.others: list[tuple[str, ...]] = []
        self.most = _FIRST  # rows that wait
        self.row_attributes: set[str] = set()
        self.known: dict[_Way, dict[str | None, Cell | None]] = {}
        self.known_ways: dict[tuple[str | None, ...], Cell | None] = {}

    def read(self) -> Grid:
        """Return the sheet. Raises _NotPlainError, and ReadError."""
        before, rows, after = self._parts()
        self.before = before
        self.frame.data = before + _CLOSE + after
        self.frame.read()
        if self.frame.in_data is not False:
            raise _NotPlainError
        self._read_rows(rows)
        self._flush()
        return self.grid

    def _parts(self) -> tuple[bytes, str, bytes]:
        """Return what stands before the rows, the rows, and what stands after them."""
        data = self.data
        start, end = data.find(_OPEN) + len(_OPEN), data.rfind(_CLOSE)
        before, after = data[:start], data[end:].removeprefix(_CLOSE)
        declaration, _, rest = before.rpartition(b"?>")
        plain = len(_OPEN) <= start <= end and b"<worksheet" in before and after.rstrip().endswith(b"</worksheet>")
        plain = plain and len(before) <= _LONGEST_HEAD  # which is parsed again with new attributes of rows
        if not plain or declaration.count(b"<") > 1 or any(mark in rest + after for mark in (b"<!", b"<?")):
            raise _NotPlainError
        try:
            text = data[start:end].decode()
        except UnicodeDecodeError:
            raise _NotPlainError from None
        if not text.isascii() and ("\ufffe" in text or "\uffff" in text):
            raise _NotPlainError
        return before, text, after

    def _read_rows(self, text: str) -> None:
        position, end = 0, len(text)
        while position < end:
            position = self._read_learnt_rows(text, position)
            row = _ROW.match(text, position)
            if row and self._learn(row):
                continue
            if position < end:
                position = self._read_odd_rows(text, position)

    def _read_learnt_rows(self, text: str, position: int) -> int:
        """Read the rows of which all columns are known, up to the first with others."""
        while self.usual:
            waiting = len(self.alike) + len(self.others)
            rows = list(islice(iter(self.usual.scanner(text, position).match, None), self.most - waiting))  # type: ignore[attr-defined]
            if rows:
                self.alike += [row.groups() for row in rows]
                position = rows[-1].end()
            other = self.general.match(text, position)
            if other:
                self.others.append(other.groups())
                position = other.end()
            if waiting + len(rows) >= self.most:
                self._flush()
            if not rows and not other:
                break
        return position

    def _learn(self, row: re.Match[str]) -> bool:
        """Learn the columns of one more row; False where that was not why it could not be read. Raises ReadError."""
        cells = _CELL.findall(row[3] or "")
        numbers = [column_number(letters) for letters, _, _ in cells]
        if any(map(ge, numbers, numbers[1:])):
            raise ReadError("out_of_order", part=self.part)
        self.frame.check_place(1, max(numbers, default=1))
        if len(self.columns.keys() | {letters for letters, _, _ in cells}) > _MOST_COLUMNS:
            raise _NotPlainError
        self._flush()
        columns = {**dict.fromkeys(letters for letters, _, _ in cells), **self.columns}
        self.columns = {letters: columns[letters] for letters in sorted(columns, key=column_number)}
        self._compile()
        return self.general.match(row.string, row.start()) is not None

    def _compile(self) -> None:
        self.usual = re.compile(_pattern(self.columns))
        self.general = re.compile(_pattern(dict.fromkeys(self.columns)))

    def _adapt(self, alike: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> None:
        """Make the usual form that of most of the rows that were read last; columns may vary in it, too."""
        rows = len(self.alike) + len(self.others)
        usual, general = iter(alike), iter(others)
        columns = dict(self.columns)
        for letters, way in self.columns.items():
            ways: Counter[_Way | None] = Counter()
            if alike and way is not None:
                next(usual)
                ways[way] += len(self.alike)
            for groups in ([usual] if alike and way is None else []) + ([general] if others else []):
                written = zip(next(groups), next(groups), next(groups), strict=True)
                ways.update(
                    None if value is None and text is None else (attributes, value is None)
                    for attributes, value, text in written
                )
            most, count = ways.most_common(1)[0]
            columns[letters] = most if count * 8 > rows * 7 else None
        if columns != self.columns:
            self.columns = columns
            self._compile()

    def _flush(self) -> None:
        """Put the rows that wait into the columns."""
        rows = [*self.alike, *self.others]
        if not rows:
            return
        numbers = [int(row[0]) for row in rows]
        mixed = bool(self.alike and self.others)
        order = sorted(range(len(rows)), key=numbers.__getitem__) if mixed else []
        numbers.sort()
        if numbers[0] <= self.last_row or any(map(ge, numbers, numbers[1:])):
            raise ReadError("out_of_order", part=self.part)
        self.last_row = numbers[-1]
        self.frame.check_place(self.last_row, 1)
        self._check_rows({row[1] for row in rows} - self.row_attributes)
        alike, others = (list(zip(*waiting, strict=True))[2:] for waiting in (self.alike, self.others))
        usual, general = iter(alike), iter(others)
        for letters, way in self.columns.items():
            cells: list[Any] = []
            holes = False
            if alike:
                cells, holes = self._like(way, next(usual)) if way is not None else self._each(usual)
            if others:
                more, more_holes = self._each(general)
                cells, holes = cells + more, holes or more_holes
            if mixed:
                cells = list(map(cells.__getitem__, order))
            self._append(column_number(letters), _without_blanks(numbers, cells) if holes else Column(numbers, cells))
        if self.most < _BATCH or len(self.others) * 8 > len(rows):
            self._adapt(alike, others)
        self.most = min(self.most * 4, _BATCH)
        self.alike, self.others = [], []

    def _check_rows(self, attributes: set[str]) -> None:
        """Have attributes of rows read once as XML, for a doubled name or an unknown prefix."""
        for written in attributes:
            document = self._document(f'<row r="1"{written}/>')
            self.shared.container.parse(self.part, lambda *_: None, data=document)
        self.row_attributes |= attributes

    def _like(self, way: _Way, values: Sequence[str | None]) -> tuple[list[Any], bool]:
        """Return the cells of values that are written alike, equal ones as one object, and whether some are None.

        None stands for a blank cell, and where there is none.
        """
        known = self.known.setdefault(way, {None: None})
        distinct = set(values)
        for value in distinct.difference(known):
            known[value] = self._cell(way, value or "")
        return self._found(list(map(known.__getitem__, values)), map(known.get, distinct), values)

    def _each(self, groups: Iterator[tuple[str | None, ...]]) -> tuple[list[Any], bool]:
        """Return the same of cells that are written each in its own way; a blank one has neither value nor text."""
        attributes, values, texts = next(groups), next(groups), next(groups)
        first = attributes[0]
        if first is not None and None not in values and attributes.count(first) == len(attributes):
            return self._like((first, False), values)
        ways = list(zip(attributes, values, texts, strict=True))
        distinct = set(ways)
        for written, value, text in distinct.difference(self.known_ways):
            kept = text if value is None else value
            cell = None if written is None or kept is None else self._cell((written, value is None), kept)
            self.known_ways[written, value, text] = cell
        return self._found(list(map(self.known_ways.__getitem__, ways)), map(self.known_ways.get, distinct), attributes)

    def _found(
        self, cells: list[Any], distinct: Iterable[Cell | None], present: Sequence[str | None]
    ) -> tuple[list[Any], bool]:
        holes = None in list(distinct)
        if holes:
            self.frame.count_blank(cells.count(None) - present.count(None))
        return cells, holes

    def _cell(self, way: _Way, value: str) -> Cell | None:
        attributes, inline = way
        style, kind = _ATTRIBUTES.match(attributes).groups()  # type: ignore[union-attr] # _ROW has seen to it
        return None if inline and kind != "inlineStr" else self.frame.cell(kind, value, style)

    def _document(self, rows: str) -> bytes:
        return self.before + rows.encode() + _CLOSE + b"</worksheet>"

    def _read_odd_rows(self, text: str, start: int) -> int:
        """Have rows in another form read cell by cell; return where the plain ones begin again."""
        self.odd_runs += 1
        if self.odd_runs > _MOST_ODD:
            raise _NotPlainError
        self._flush()
        end = start
        while end < len(text) and not _ROW.match(text, end):
            closed = text.find(_ROW_CLOSE, end)
            end = closed + len(_ROW_CLOSE) if closed >= 0 else len(text)
        if "<!" in text[start:end] or "<?" in text[start:end]:  # may hide where a row ends
            raise _NotPlainError
        reader = GridReader(self._document(text[start:end]), self.part, self.shared)
        reader.grid, reader.row = Grid(self.grid.columns), self.last_row
        reader.read()
        self.last_row = reader.row
        return end

    def _append(self, number: int, found: Column) -> None:
        if found.rows:
            self.frame.count(found.rows[-1], number, found.cells)
            column = self.grid.columns.setdefault(number, Column())
            column.rows += found.rows
            column.cells += found.cells


def _without_blanks(rows: list[int], cells: list[Cell | None]) -> Column:
    kept = [(row, cell) for row, cell in zip(rows, cells, strict=True) if cell is not None]
    return Column([row for row, _ in kept], [cell for _, cell in kept])


def _pattern(columns: Mapping[str, _Way | None]) -> str:
    """Return the regular expression of rows with cells in some columns, by letters: how they are written, None if any.

    Its groups: the row's number and attributes; of a column the value, or, where any, attributes, value, inline text.
    """
    cells = "".join(_cell_pattern(letters, way) for letters, way in columns.items())
    return rf'[ \t\r\n]*<row r="([0-9]{{1,7}})"({_ROW_ATTRIBUTES})(?:/>|></row>|>{cells}</row>)'


def _cell_pattern(letters: str, way: _Way | None) -> str:
    start, value, text = rf'<c r="{letters}\1"', f"<v>({_TEXT})</v></c>", f"{_INLINE}({_TEXT})</t></is></c>"
    if way is None:
        return f"(?:{start}({_CELL_ATTRIBUTES})(?:/>|>{value}|>{text}))?"
    attributes, inline = way
    return f"{start}{re.escape(attributes)}>{text if inline else value}"
