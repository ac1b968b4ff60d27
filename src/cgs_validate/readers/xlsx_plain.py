"""A sheet's rows read at the speed of C, where they are written in the plain form that Excel and most programs use.

Most rows of a sheet are written alike: the usual form becomes one regular expression, which holds a row to it and takes
it apart at once. Equal values become one cell, and columns are filled by the thousand rows. A row that is not plain is
read by the slower reader, cell by cell. A test holds both readers to the same result.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from operator import ge, itemgetter
from typing import NamedTuple

from ..errors import ReadError
from ..sheets import Cell, Column, Grid, column_number
from .xlsx_sheet import GridReader, Shared

_BATCH = 4_096  # rows that are read, or wait, at the most
_USUAL = 8  # so often a form is met before it becomes the usual one; the first at once
_LONG = 16  # rows of one form in a run, which are put into columns at once
_LONGEST_HEAD = 100_000  # bytes
_MOST_ODD = 100  # so many runs of rows that are not plain, and the whole sheet is left to the slower reader

_TEXT = r"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f]*"
_ROW = re.compile(
    r'[ \t\r\n]*<row r="([0-9]{1,7})"((?: [A-Za-z0-9:]+="[^"<>&]*")*+)(?:/>|>((?:'
    r'<c r="[A-Z]{1,3}\1"(?: s="[0-9]{1,5}")?(?: t="[A-Za-z]{1,9}")?'
    rf'(?:/>|><v>{_TEXT}</v></c>|><is><t(?: xml:space="preserve")?>{_TEXT}</t></is></c>)'
    r")*+)</row>)"
)
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+"([^>]*)>(?:(<v>|<is><t[^>]*>)([^<]*))?')
_ATTRIBUTES = re.compile(r'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?')
_OPEN, _CLOSE, _ROW_CLOSE = b"<sheetData>", b"</sheetData>", "</row>"


class _Form(NamedTuple):
    """How a row is written: its own attributes; of each cell the column, the attributes, and what opens its value."""

    row: str
    letters: tuple[str, ...]
    attributes: tuple[str, ...]
    tags: tuple[str, ...]


def read_sheet(data: bytes, part: str, shared: Shared) -> Grid:
    """Return a sheet's cells and merged areas. Raises ReadError."""
    counted = shared.cells_read
    try:
        return _PlainReader(data, part, shared).read()
    except _NotPlainError:
        shared.cells_read = counted
        return GridReader(data, part, shared).read()


_Place = tuple[int, str, str]  # of a value: its column, the attributes of its cell, what opens it


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
        self.forms: dict[_Form, list[_Place]] = {}
        self.known: dict[tuple[str, str], dict[str, Cell | None]] = {}
        self.usual: tuple[_Form, re.Pattern[str]] | None = None
        self.unusual: Counter[_Form] = Counter()
        self.waiting: dict[_Form, list[tuple[str, ...]]] = {}
        self.count = 0  # of the rows that wait

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
        plain = plain and len(before) <= _LONGEST_HEAD  # which is parsed again with every new form
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
            position = self._read_usual_rows(text, position)
            row = _ROW.match(text, position)
            if row:
                self._read_row(row)
                position = row.end()
            elif position < end:
                position = self._read_odd_rows(text, position)

    def _read_usual_rows(self, text: str, position: int) -> int:
        """Read the rows that are written in the usual form, up to the first that is not."""
        while self.usual:
            form, pattern = self.usual
            rows = list(islice(iter(pattern.scanner(text, position).match, None), _BATCH))  # type: ignore[attr-defined]
            if not rows:
                break
            position = rows[-1].end()
            self._keep(form, [row.groups() for row in rows])
        return position

    def _read_row(self, row: re.Match[str]) -> None:
        """Take a row apart that is written in another form than those before."""
        number, attributes, cells = row.groups()
        found = _CELL.findall(cells or "")
        letters, cell_attributes, tags, texts = zip(*found, strict=True) if found else ((), (), (), ())
        form = _Form(attributes, letters, cell_attributes, tags)
        if form not in self.forms:
            self.forms[form] = self._places(form)
        self._keep(form, [(number, *(text for text, tag in zip(texts, tags, strict=True) if tag))])
        self.unusual[form] += 1
        if self.usual is None or self.unusual[form] >= _USUAL:
            self.usual = form, re.compile(_pattern(form))
            self.unusual.clear()

    def _places(self, form: _Form) -> list[_Place]:
        """Return where the values of a form stand. Raises ReadError where it is no XML, or out of order."""
        document = self._document(f'<row r="1"{form.row}/>')
        self.shared.container.parse(self.part, lambda *_: None, data=document)
        columns = [column_number(name) for name in form.letters]
        if any(map(ge, columns, columns[1:])):
            raise ReadError("out_of_order", part=self.part)
        self.frame.check_place(1, max(columns, default=1))
        return [
            (column, attributes, tag)
            for column, attributes, tag in zip(columns, form.attributes, form.tags, strict=True)
            if tag
        ]

    def _keep(self, form: _Form, rows: list[tuple[str, ...]]) -> None:
        """Put a long run of rows of one form, row numbers and values, into the columns; let a short one wait."""
        numbers = [int(row[0]) for row in rows]
        if numbers[0] <= self.last_row or any(map(ge, numbers, numbers[1:])):
            raise ReadError("out_of_order", part=self.part)
        self.last_row = numbers[-1]
        self.frame.check_place(self.last_row, 1)
        if len(rows) >= _LONG:
            self._flush()
            for column, found in self._columns(form, numbers, rows):
                self._append(column, found)
        else:
            self.waiting.setdefault(form, []).extend(rows)
            self.count += len(rows)
            if self.count >= _BATCH:
                self._flush()

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

    def _flush(self) -> None:
        """Put the rows that wait into the columns."""
        parts: dict[int, list[Column]] = {}
        for form, rows in self.waiting.items():
            for column, found in self._columns(form, [int(row[0]) for row in rows], rows):
                parts.setdefault(column, []).append(found)
        self.waiting.clear()
        self.count = 0
        for column, columns in parts.items():
            self._append(column, columns[0] if len(columns) == 1 else _merged(columns))

    def _columns(self, form: _Form, numbers: list[int], rows: list[tuple[str, ...]]) -> Iterator[tuple[int, Column]]:
        """Yield the columns of some rows of one form, by their numbers."""
        blank = len(rows) * len(form.letters)
        _, *values = zip(*rows, strict=True)
        for (column, attributes, tag), texts in zip(self.forms[form], values, strict=True):
            found = _without_blanks(numbers, self._cells(attributes, tag, texts))
            blank -= len(found.rows)
            yield column, found
        self.frame.count_blank(blank)

    def _cells(self, attributes: str, tag: str, texts: tuple[str, ...]) -> list[Cell | None]:
        """Return the cells of values that are written alike; equal ones are one object."""
        known = self.known.setdefault((attributes, tag), {})
        style, kind = _ATTRIBUTES.match(attributes).groups()  # type: ignore[union-attr] # _ROW has seen to it
        lost = tag != "<v>" and kind != "inlineStr"
        for text in set(texts).difference(known):
            known[text] = None if lost else self.frame.cell(kind, text, style)
        return list(map(known.__getitem__, texts))

    def _append(self, number: int, found: Column) -> None:
        if found.rows:
            self.frame.count(found.rows[-1], number, found.cells)
            column = self.grid.columns.setdefault(number, Column())
            column.rows += found.rows
            column.cells += found.cells


def _pattern(form: _Form) -> str:
    """Return the regular expression of all rows in a form; its groups are the row's number and the values."""
    cells = "".join(
        rf'<c r="{letters}\1"{re.escape(attributes)}>'
        + (f"{re.escape(tag)}({_TEXT}){'</v>' if tag == '<v>' else '</t></is>'}</c>" if tag else "")
        for letters, attributes, tag in zip(form.letters, form.attributes, form.tags, strict=True)
    )
    row = rf'[ \t\r\n]*<row r="([0-9]{{1,7}})"{re.escape(form.row)}'
    return f"{row}>{cells}</row>" if cells else f"{row}(?:/>|></row>)"


def _without_blanks(rows: list[int], cells: list[Cell | None]) -> Column:
    if None not in cells:
        return Column(rows, cells)  # type: ignore[arg-type] # none is None
    kept = [(row, cell) for row, cell in zip(rows, cells, strict=True) if cell is not None]
    return Column([row for row, _ in kept], [cell for _, cell in kept])


def _merged(parts: list[Column]) -> Column:
    """Return the cells of several columns as one, in the order of their rows."""
    cells = sorted(chain.from_iterable(zip(part.rows, part.cells, strict=True) for part in parts), key=itemgetter(0))
    return Column([row for row, _ in cells], [cell for _, cell in cells])
