"""A sheet's rows read at the speed of C, where they are written in the plain form that Excel and most programs use.

One regular expression, made of the columns that are met, splits whole rows into cells: for each, the text behind its
address. Cells that are written alike become one object, so each is understood once, and columns are filled by the
hundred rows. A row in another form is read by the slower reader, cell by cell; so is a cell, outside its row.
A test holds both readers to the same result.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, compress, islice
from operator import add, ge, itemgetter

from ..errors import ReadError
from ..ooxml.parts import Attributes
from ..ooxml.xml_parser import may_hide
from ..workbook import LAST_COLUMN, Cell, Column, Grid, Numbers, column_number, numbers
from .cell import Shared
from .sheet import SHORT, GridReader, is_hidden

_BATCH = 512  # rows that are put into the columns at once, while a processor's cache still holds them
_LONGEST_HEAD = 100_000  # bytes
_AHEAD = 10_000  # bytes, in which more columns are met
_MOST_COLUMNS = 100  # all of which are written again into the regular expression with each new one
_MOST_ODD = 100  # runs of rows, or cells, in another form; with more the slower reader reads the whole sheet

_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*"
_REFERRING = rf"{_TEXT}(?:&(?:#[0-9]{{1,7}}|amp|lt|gt|quot|apos);{_TEXT})*+"
_ROW_ATTRIBUTES = r'(?: (?!xmlns)[A-Za-z0-9:]+="[^"<>&]*")*+'
_BEHIND = r"[^<>]*+>(?:<f/>)?(?:<v>[^<]*+</v>|<is><t[^<]*+</t></is>|)(?:</c>|)"  # the rest of a cell behind its address
_ROW = re.compile(
    rf'[ \t\r\n]*<row r="([0-9]{{1,7}})"{_ROW_ATTRIBUTES}'
    rf'(?: ?/>|>((?:<c r="[A-Z]{{1,3}}\1"{_BEHIND})*+)</row>)'.encode()
)
_ROOT = re.compile(rb'(?:[^<>]*<\?xml[^<>]*\?>)?\s*(<worksheet(?:\s[A-Za-z0-9:]+="[^"<>]*")*>)')
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
# A formula, also one of several cells, as programs write it. What it says is looked at elsewhere.
_FORMULA = re.compile(
    rb'<f(?: t="[A-Za-z]++")?(?: aca="[a-z01]++")?(?: ref="[A-Z0-9:]++")?(?: ca="[a-z01]++")?(?: si="[0-9]++")?'
    rb"(?:/>|>(?:[^<>&\x00-\x08\x0b-\x1f\xef]|\xef(?!\xbf[\xbe\xbf])|&(?:amp|lt|gt|quot|apos);)*+</f>)"
)
_NO_RESULT = re.compile(rb"<v ?/>")
_PLAIN = re.compile(
    rf'(?: s="([0-9]{{1,5}})")?(?: t="([A-Za-z]{{1,9}})")?'
    rf'(?: ?/>|></c>|>(<f/>)?(?:<v>({_TEXT})</v>)?</c>|><is><t(?: xml:space="preserve")?>({_TEXT})</t></is></c>)'
)
_USUAL = re.compile(
    r'(?: s="([0-9]{1,5})")?(?:(?: t="n")?(?: ?/>|></c>|>(<f/>)?<v>(0|[1-9][0-9]{0,13})</v></c>)'
    r'| t="s"><v>([0-9]{1,9})</v></c>'
    rf'| t="(?:str">(<f/>)?<v>|inlineStr"><is><t(?: xml:space="preserve")?>)({_REFERRING})</(?:v|t></is)></c>)'
)
_USUAL_AND_REST = re.compile(rf"{_USUAL.pattern}|(.+)", re.DOTALL)  # the rest from the first in another form on
_OPEN, _CLOSE, _ROW_CLOSE = b"<sheetData>", b"</sheetData>", b"</row>"
_END = _CLOSE + b"</worksheet>"


def read_sheet(data: bytes, part: str, shared: Shared) -> Grid:
    """Return a sheet's cells and merged areas. Raises ReadError."""
    counted = shared.cells_read, shared.cells_blank, shared.text_read, shared.formats_read
    try:
        return _PlainReader(data, part, shared).read()
    except _NotPlainError:
        shared.cells_read, shared.cells_blank, shared.text_read, shared.formats_read = counted
        return GridReader(data, part, shared).read()


class _NotPlainError(Exception):
    """The part is not in the plain form, or not enough of it."""


class _PlainReader:
    """Reads one sheet's part row by row."""

    def __init__(self, data: bytes, part: str, shared: Shared) -> None:
        self.data = data
        self.part = part
        self.shared = shared
        self.start, self.end = data.find(_OPEN) + len(_OPEN), data.rfind(_CLOSE)
        self.before, self.after = data[: self.start], data[self.end :]
        self.frame = GridReader(self.before + self.after, part, shared)  # reads all but the rows
        self.grid = self.frame.grid
        self.last_row = 0
        self.odd = 0
        self.columns: dict[str, int] = {}  # by letters, in their order
        self.plain_row = _plain_row()
        self.waiting: list[tuple[bytes, ...]] = []
        self.row_attributes: set[bytes] = set()
        self.hiding: set[bytes] = set()  # those that hide a row
        self.codes: dict[int, dict[bytes | None, int]] = defaultdict(lambda: {None: 0})  # by column, and how written
        self.odd_cells: dict[bytes, Cell | None] = {}  # by the same bytes
        self.long: dict[int, set[int]] = defaultdict(set)  # codes of texts that count, by column

    def read(self) -> Grid:
        """Return the sheet. Raises _NotPlainError, and ReadError."""
        self._check_frame()
        self._read_frame()
        root = _ROOT.match(self.before)
        self.before = root[1] + _OPEN if root else self.before
        self._empty_formulas()
        self._read_rows(self.start, self.end)
        self._flush()
        self.grid.columns = {number: column for number, column in self.grid.columns.items() if column.rows}
        self.grid.last_format, self.grid.dressed = self.frame.maker.last_format, self.frame.maker.dressed
        return self.grid

    def _read_frame(self) -> None:
        try:
            self.frame.read()
        except ReadError as error:
            if error.code == "damaged":  # or what looked like the end of the rows is none
                raise _NotPlainError from None
            raise
        if self.frame.in_data is None:
            raise _NotPlainError

    def _check_frame(self) -> None:
        """Check that the rows are where they seem to be, in UTF-8. Raises _NotPlainError."""
        data, before, after = self.data, self.before, self.after
        declaration, _, rest = before.rpartition(b"?>")
        plain = before.endswith(_OPEN) and b"<worksheet" in before and after.rstrip().endswith(b"</worksheet>")
        plain = plain and after.startswith(_CLOSE) and len(before) + len(after) <= len(data)
        plain = plain and len(before) <= _LONGEST_HEAD  # which is parsed again with new attributes of rows
        if not plain or declaration.count(b"<") > 1 or may_hide(rest) or may_hide(after):
            raise _NotPlainError
        if not data.isascii():
            try:
                data.decode()
            except UnicodeDecodeError:
                raise _NotPlainError from None

    def _empty_formulas(self) -> None:
        """Take out what formulas say, so that cells with the same result are written alike."""
        if 0 < self.data.count(b"<f", self.start, self.end) <= self.shared.limits.cells:
            rows = _FORMULA.sub(b"<f/>", self.data[self.start : self.end])
            self.data = _NO_RESULT.sub(b"<v></v>", rows)
            self.start, self.end = 0, len(self.data)

    def _read_rows(self, position: int, end: int) -> None:
        while position < end:
            position = self._read_plain_rows(position, end)
            row = _ROW.match(self.data, position, end)
            if not (row and self._learn(row)) and position < end:
                position = self._read_odd_rows(position, end)

    def _read_plain_rows(self, position: int, end: int) -> int:
        """Read rows of known columns up to the first with others; return where that begins."""
        matches = iter(self.plain_row.scanner(self.data, position, end).match, None)  # type: ignore[attr-defined]
        while rows := list(islice(matches, _BATCH)):
            self.waiting += [row.groups() for row in rows]
            position = rows[-1].end()
            if len(self.waiting) >= _BATCH:
                self._flush()
        return position

    def _learn(self, row: re.Match[bytes]) -> bool:
        """Learn the columns of one more row; False where that was not why it could not be read. Raises ReadError."""
        letters = [found.decode() for found in _LETTERS.findall(row[2] or b"")]
        places = list(map(column_number, letters))
        if any(map(ge, places, places[1:])):
            raise ReadError("out_of_order", part=self.part)
        self.frame.check_place(1, max(places, default=1))
        ahead = {found.decode() for found in _LETTERS.findall(self.data, row.end(), row.end() + _AHEAD)}
        columns = {letters: column_number(letters) for letters in ahead.union(letters, self.columns)}
        columns = {letters: number for letters, number in columns.items() if number <= LAST_COLUMN}
        if len(columns) > _MOST_COLUMNS:
            raise _NotPlainError
        self._flush()
        self.columns = dict(sorted(columns.items(), key=lambda column: column[1]))
        self.plain_row = _plain_row(*self.columns)
        return self.plain_row.match(self.data, row.start(), row.endpos) is not None

    def _flush(self) -> None:
        if not self.waiting:
            return
        rows, attributes, *columns = zip(*self.waiting, strict=True)
        self.waiting = []
        places = numbers(map(int, rows))
        if places[0] <= self.last_row or any(map(ge, places, places[1:])):
            raise ReadError("out_of_order", part=self.part)
        self.last_row = places[-1]
        self.frame.check_place(self.last_row, 1)
        met = set(attributes)
        self._check_rows(met - self.row_attributes)
        if not self.hiding.isdisjoint(met):
            self.grid.hidden_rows.extend(compress(places, map(self.hiding.__contains__, attributes)))
        written = dict(zip(self.columns.values(), columns, strict=True))
        for number, codes in self._codes(written).items():
            self._fill(number, places, codes, written[number])

    def _codes(self, written: dict[int, tuple[bytes | None, ...]]) -> dict[int, tuple[int, ...]]:
        """Return the codes of cells by column; cells that are written in new ways are made first."""
        codes, new = {}, {}
        for number, ways in written.items():
            known = self.codes[number]
            try:
                codes[number] = _looked_up(known, ways)
            except KeyError:
                new[number] = [way for way in dict.fromkeys(ways) if way not in known]
        if new:
            self._understand(new)
            codes.update((number, _looked_up(self.codes[number], written[number])) for number in new)
        return codes

    def _check_rows(self, attributes: set[bytes]) -> None:
        if attributes:
            new = sorted(attributes)
            hidden: list[bool] = []

            def meet(name: str, attributes: Attributes) -> None:
                self.frame.maker.styles.add(attributes.get("s", ""))
                if name == "row":
                    hidden.append(is_hidden(attributes, "ht"))

            rows = b"".join(b'<row r="1"%s/>' % written for written in new)
            self.shared.container.parse(self.part, meet, data=self._document(rows))
            self.row_attributes |= attributes
            self.hiding.update(compress(new, hidden[-len(new) :]))

    def _understand(self, new: dict[int, list[bytes | None]]) -> None:
        """Make the cells that are written in new ways, each way once, and give them codes in their columns."""
        ways = list(filter(None, dict.fromkeys(chain.from_iterable(new.values()))))
        cells: dict[bytes | None, Cell | None] = dict(zip(ways, self._cells(ways), strict=True))
        for number, own in new.items():
            distinct = self.grid.columns.setdefault(number, Column()).distinct
            codes, long = self.codes[number], self.long[number]
            for way in own:
                cell = cells[way]
                codes[way] = len(distinct) if cell else 0
                if cell and len(cell.text) > SHORT:
                    long.add(len(distinct))
                if cell:
                    distinct.append(cell)

    def _fill(self, number: int, rows: Numbers, codes: Sequence[int], written: Sequence[bytes | None]) -> None:
        """Put cells into a column. written: for each row, the bytes behind the cell's address; None: no cell."""
        if 0 in codes:
            rows, codes = numbers(compress(rows, codes)), tuple(filter(None, codes))
            self.frame.count_blank(len(list(filter(None, written))) - len(codes))
        if codes:
            column, long = self.grid.columns[number], self.long[number]
            if not long.isdisjoint(codes):
                self.frame.count_text(column.distinct[code] for code in codes if code in long)
            self.frame.count(rows[-1], number, len(codes))
            column.rows += rows
            column.codes += numbers(codes)

    def _cells(self, ways: list[bytes]) -> list[Cell | None]:
        found = zip(*_USUAL_AND_REST.findall(b"".join(ways).decode()), strict=True)
        styles, of_number, whole, indices, of_text, texts, rest = found
        if not any(rest):
            cells = self.frame.maker.usual_cells(styles, whole, indices, texts)
            made = zip(cells, map(add, of_number, of_text), strict=True)
            return [cell and cell._replace(formula=True) if formula else cell for cell, formula in made]
        usual = [bool(_USUAL.fullmatch(way.decode())) for way in ways]
        others = iter(self._cells(list(compress(ways, usual)))) if any(usual) else iter(())
        return [next(others) if is_usual else self._cell(way) for way, is_usual in zip(ways, usual, strict=True)]

    def _cell(self, written: bytes) -> Cell | None:
        plain = _PLAIN.fullmatch(written.decode())
        if not plain:
            return self._odd_cell(written)
        style, kind, formula, value, inline = plain.groups()
        self.frame.maker.styles.add(style or "")
        held = value if inline is None else inline
        if (formula or held is not None) and (inline is None) == (kind == "inlineStr"):
            return self._odd_cell(written)
        if held is None and not formula:
            return None
        return self.frame.maker.cell(kind, held, style, formula=bool(formula))

    def _odd_cell(self, written: bytes) -> Cell | None:
        """Have a cell in another form read by the slower reader."""
        if written in self.odd_cells:
            return self.odd_cells[written]
        self._count_odd()
        counted = self.shared.cells_read, self.shared.cells_blank, self.shared.text_read
        document = self._document(b'<row r="1"><c r="A1"' + written + b"</row>")
        reader = GridReader(document, self.part, self.shared)
        reader.maker = self.frame.maker
        self.odd_cells[written] = reader.read().get(1, 1)
        self.shared.cells_read, self.shared.cells_blank, self.shared.text_read = counted
        return self.odd_cells[written]

    def _count_odd(self) -> None:
        self.odd += 1
        if self.odd > _MOST_ODD:
            raise _NotPlainError

    def _document(self, rows: bytes) -> bytes:
        return self.before + rows + _END

    def _read_odd_rows(self, start: int, end: int) -> int:
        """Have rows in another form read cell by cell; return where the plain ones begin again."""
        self._count_odd()
        self._flush()
        at = start
        while at < end and not _ROW.match(self.data, at, end):
            closed = self.data.find(_ROW_CLOSE, at, end)
            at = closed + len(_ROW_CLOSE) if closed >= 0 else end
        rows = self.data[start:at]
        if may_hide(rows):  # where a row ends
            raise _NotPlainError
        reader = GridReader(self._document(rows), self.part, self.shared)
        reader.grid, reader.row, reader.maker = Grid(self.grid.columns), self.last_row, self.frame.maker
        reader.grid.hidden_rows = self.grid.hidden_rows
        reader.read()
        self.last_row = reader.row
        return at


def _looked_up(codes: dict[bytes | None, int], ways: Iterable[bytes | None]) -> tuple[int, ...]:
    """Return the codes of many ways. Raises KeyError. None is looked up first, so that there are always several."""
    return tuple(itemgetter(None, *ways)(codes)[1:])


@lru_cache(32)
def _plain_row(*columns: str) -> re.Pattern[bytes]:
    """Return the regular expression of rows with cells in some columns, by their letters.

    Its groups: the row's number and attributes, and for each column the bytes behind the cell's address.
    """
    cells = "".join(rf'(?><c r="{letters}\1"({_BEHIND})|)' for letters in columns)
    return re.compile(rf'[ \t\r\n]*<row r="([0-9]{{1,7}})"({_ROW_ATTRIBUTES})(?: ?/>|>{cells}</row>)'.encode())
