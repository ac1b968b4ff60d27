"""Which rows below the headers are no records: totals, signatures, notes, headers again, spare rows, stray cells.

A row in which at least half of the answers are right that tell one record from another is a record, whatever it says:
right rows are never set aside, but for one whose owner or key is called 範例. Of the others the signs decide:

- A record is known by the last field of a unique key (學生代號), and every required code or date that is
  not of the owner of many rows (教師編碼, 身分). One such answer makes a record, the blanks of which get their marks.
- What the row says can outweigh that: 合計 in the first cell, headers again, a signature where no code is an answer.
- The owner and zeros alone are a spare row, a few numbers alone a total without its name. A single cell is a stray one,
  but for a key right below another row: there a record was begun. Words where all other keys are codes begin none.
- Rows without a key that have the very same answers, three or more, were filled in before: they are spare.
- With the owner's codes, or half of the cells filled in, wrong answers are those of a record.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from ..cached_property import cached_property
from ..formats.row_labels import EXAMPLE, LINE, NOTHING, SIGNATURE, TOTAL, row_label
from ..spec.model import FieldSpec, TemplateSpec
from ..text import key
from .columns import FieldColumn
from .sheet_match import SheetMatch
from .tables import NoRecord, Table
from .values import Value

HEADER, NONE, SPARE, STRAY, OTHER = "header", "none", "spare", "stray", "other"

_FEWEST_COLUMNS = 5  # of fewer, a single cell says as much as a row
_LONG_TEXT = 25  # characters; no teacher's or student's code is as long
_SAME = 3  # so many rows with the same answers are no coincidence
_WORDS = re.compile("[\u4e00-\u9fff]")
# What a cell is that says nothing of its row
_BLANK, _ZERO, _WRONG, _COUNT, _TEXT, _OWNER, _OWNERS_CODE = "", "0", "wrong", "count", "text", "owner", "owner's code"
_ZEROS = ("0", ("0",), 0)
_SUM = "sum"  # 0, or not calculated yet
_FORMULA = "formula"  # without a result; it may give any answer
_KEY, _ANSWER = "key", "answer"
_SIGNS = frozenset((_ZERO, _SUM, NOTHING, LINE, _WRONG, _COUNT, _TEXT, _OWNER, _OWNERS_CODE, _FORMULA, _KEY, _ANSWER))
_FILLED_BEFORE = frozenset((_ZERO, _SUM, NOTHING, _OWNER, _OWNERS_CODE, _FORMULA, _ANSWER))
_BY_OWNER = frozenset((_ZERO, _SUM, NOTHING, LINE, _OWNER, _OWNERS_CODE, _FORMULA))


def set_aside(table: Table, match: SheetMatch, spec: TemplateSpec) -> Table:
    """Return a table with its rows that are no records in ``no_records`` alone."""
    found = dict(_Signs(table, match, owners(spec)).no_records())
    return table.without(found) if found else table


def owners(spec: TemplateSpec) -> frozenset[str]:
    """Return the fields that say whose rows they are, and so are the same in many: 教師編碼, 身分."""
    uniques = [rule.params for sheet in spec.sheets.values() for rule in sheet.rules if rule.name == "unique"]
    keys = {fields[-1] for fields in uniques}
    found = {name for fields in uniques for name in fields[:-1]} - keys
    pairs = (rule.params for rule in spec.rules if rule.name == "inconsistent")
    return frozenset(found.union(pair["field"] for pair in pairs if pair["key"] in found) - keys)


class _Signs:
    """What the cells of a table say of their rows."""

    def __init__(self, table: Table, match: SheetMatch, owners: Collection[str]) -> None:
        self._table = table
        self._match = match
        self._owners = owners
        self._keys = {rule.params[-1] for rule in table.rules("unique")}
        self._columns = sorted(table.columns.values(), key=lambda column: column.number)
        self._asked = [column for column in self._columns if self._distinguishes(column.spec)]
        self._signs: list[dict[int, str]] = [{0: _BLANK} for _ in self._columns]  # by code
        self._reasons: dict[tuple[str, ...], str | None] = {}

    def no_records(self) -> Iterator[tuple[int, NoRecord]]:
        """Yield the rows that are no records, each with its index."""
        if len(self._columns) < _FEWEST_COLUMNS or not self._asked:
            return
        yield from self._examples()
        for index in self._suspects:
            signs = tuple(map(self._sign, range(len(self._columns)), [index] * len(self._columns)))
            if signs not in self._reasons:
                self._reasons[signs] = self._reason(signs)
            reason = self._reasons[signs] or (SPARE if self._is_repeated(index, signs) else None)
            if reason == STRAY and _KEY in signs and self._begins_record(signs.index(_KEY), index):
                reason = None
            if reason:
                first = next(column for column, sign in zip(self._columns, signs, strict=True) if sign)
                place = self._table.place(index, first.spec.name)
                yield index, NoRecord(place, reason, self._unanswered(index))

    @cached_property
    def _suspects(self) -> dict[int, None]:
        """The rows in which half of what distinguishes records is blank or wrong."""
        wrong = [{code for code, value in column.by_code.items() if not value.certain} for column in self._asked]
        lacking = [(column, codes) for column, codes in zip(self._asked, wrong, strict=True) if column.blanks or codes]
        if 2 * len(lacking) < len(self._asked):
            return {}
        unanswered = Counter[int]()
        for column, codes in lacking:
            unanswered.update(column.blanks)
            unanswered.update(column.rows_coded(codes))
        return dict.fromkeys(sorted(i for i, count in unanswered.items() if 2 * count >= len(self._asked)))

    def _distinguishes(self, item: FieldSpec) -> bool:
        """Return whether a code or a date is due in every record, and one that is not its owner's."""
        due = item.required and not item.required_when and not item.blank_otherwise
        return due and (item.codes is not None or item.type == "date") and item.name not in self._owners

    def _follows(self, index: int) -> bool:
        """Return whether the row is right below another one, or the first."""
        rows = self._table.rows
        return rows[index] == (rows[index - 1] + 1 if index else self._match.first_row)

    def _examples(self) -> Iterator[tuple[int, NoRecord]]:
        """Yield the rows of which the owner or the key says that they are an example."""
        for column in self._columns:
            text = column.spec.type == "string" and not column.spec.codes
            if text and (column.spec.name in self._keys or column.spec.name in self._owners):
                said = (code for code, value in column.by_code.items() if _may_be_example(value.text))
                for index in column.rows_coded(set(said)):
                    first = next(filled for filled in self._columns if filled[index])
                    place = self._table.place(index, first.spec.name)
                    yield index, NoRecord(place, EXAMPLE, self._asked[0].spec.name)

    def _is_repeated(self, index: int, signs: Sequence[str]) -> bool:
        """Return whether three rows or more have just these answers, and no key."""
        if _KEY in signs or not _FILLED_BEFORE.issuperset(filter(None, signs)):
            return False
        return self._repeated[self._texts(index)] >= _SAME

    @cached_property
    def _repeated(self) -> Counter[tuple[str, ...]]:
        """How often the suspects have the same answers."""
        return Counter(map(self._texts, self._suspects))

    def _texts(self, index: int) -> tuple[str, ...]:
        return tuple(value.text if (value := column[index]) else "" for column in self._columns)

    def _begins_record(self, at: int, index: int) -> bool:
        """Return whether a key that is alone in its row is where the next one is due, and not in words among codes."""
        value = self._columns[at][index]
        in_words = value is not None and _WORDS.search(value.text) is not None
        return self._follows(index) and not (in_words and at in self._coded_keys)

    @cached_property
    def _coded_keys(self) -> frozenset[int]:
        """The columns of keys that are codes in all rows but those in question."""
        found = set[int]()
        for at, column in enumerate(self._columns):
            if column.spec.name in self._keys:
                others = {code for index, code in enumerate(column.codes) if index not in self._suspects}
                texts = [column.by_code[code].text for code in others if code]
                if texts and not any(map(_WORDS.search, texts)):
                    found.add(at)
        return frozenset(found)

    def _unanswered(self, index: int) -> str:
        """Return a field that a row has no answer to, one that is blank before one that is wrong."""
        blank = next((column for column in self._asked if column[index] is None), None)
        wrong = (column for column in self._asked if (value := column[index]) and not value.certain)
        return (blank or next(wrong)).spec.name

    def _sign(self, at: int, index: int) -> str:
        column = self._columns[at]
        code = column.codes[index]
        if code not in self._signs[at]:
            self._signs[at][code] = self._sign_of(column, column.by_code[code])
        return self._signs[at][code]

    def _sign_of(self, column: FieldColumn, value: Value) -> str:
        item, owned = column.spec, column.spec.name in self._owners
        comparable = key(value.text)
        label = row_label(comparable)
        if label in (NOTHING, LINE):
            return label
        if value.meaning in _ZEROS:
            return _SUM if value.cell.formula and item.type == "integer" else _ZERO
        if not value.readable:
            if item.name in self._keys or self._distinguishes(item):
                return _FORMULA
            return _OWNER if owned else _SUM if item.type == "integer" else _ZERO
        coded = item.codes is not None or item.type != "string"
        if coded and value.certain:
            return _OWNERS_CODE if owned else _COUNT if item.type == "integer" and not item.codes else _ANSWER
        if comparable in self._match.spec.headers or value.text in self._above:
            return HEADER
        if label:
            return label
        if coded:
            return _WRONG
        if owned or len(value.text) > _LONG_TEXT:
            return _OWNER if owned else _TEXT
        typed = not value.cell.formula  # a count of the column, or codes filled down, are no student's own
        return _KEY if item.name in self._keys and typed else _TEXT

    @cached_property
    def _above(self) -> frozenset[str]:
        """The texts above the data: the title, the headers, the instructions."""
        columns = (self._table.grid.columns.get(column.number) for column in self._columns)
        cells = (column.between(last=self._match.first_row - 1) for column in columns if column)
        return frozenset(cell.text for found in cells for _, cell in found)

    def _reason(self, signs: Sequence[str]) -> str | None:
        """Return what a row is that is no record; None for a record."""
        filled = [sign for sign in signs if sign]
        count = Counter(filled)
        labels = [sign for sign in filled if sign not in _SIGNS]
        if 2 * count[HEADER] >= len(filled):
            return HEADER
        if labels and _outweighs(labels, filled, count):
            return next((label for label in labels if label != HEADER), OTHER)
        if count[LINE] == len(filled):
            return LINE
        if len(filled) == 1:
            return NONE if count[NOTHING] else STRAY
        if count[_KEY] or count[_ANSWER] or count[_TEXT] > 1:
            return None
        half = 2 * len(filled) >= len(signs)
        if half and (count[_WRONG] or count[_COUNT] or count[_FORMULA]):
            return None
        if count[_WRONG] and count[_OWNERS_CODE]:
            return None
        if not _BY_OWNER.issuperset(filled) or count[_SUM] == len(filled):
            return OTHER
        return NONE if count[NOTHING] else SPARE


def _outweighs(labels: Sequence[str], filled: Sequence[str], count: Counter[str]) -> bool:
    """Return whether what a row says counts more than its answers."""
    if filled[0] == TOTAL:
        return True
    if count[_ANSWER]:
        answers_it = labels == [SIGNATURE] and count[_OWNERS_CODE]  # 校長 as 對象
        return count[_ANSWER] == 1 and not count[_KEY] and not answers_it
    return filled[0] in labels or not count[_KEY]


def _may_be_example(text: str) -> bool:
    return ("例" in text or "範本" in text) and row_label(key(text)) == EXAMPLE
