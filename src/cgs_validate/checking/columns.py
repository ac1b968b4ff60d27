"""One field's column in step with the rows of its table: each distinct value is read once."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, count

from ..cached_property import cached_property
from ..formats.no_answer import no_answer
from ..spec.model import FieldSpec
from ..workbook import Column, Numbers, numbers
from .values import MANGLED, Value, field_reader

_COMPARED = 64  # rows at once


@dataclass
class FieldColumn:
    """One field's column: ``codes`` is as long as the table's ``rows``; 0 is a blank cell.

    ``blanks``: the indices of blank cells; ``by_code``: the distinct values, in the order in which they first occur.
    """

    spec: FieldSpec
    number: int
    codes: Numbers
    blanks: list[int]
    by_code: dict[int, Value]

    def __getitem__(self, index: int) -> Value | None:
        """Return the value in the row of that index, None for a blank cell."""
        return self.by_code.get(self.codes[index])

    @property
    def values(self) -> list[Value | None]:
        """The value in every row; None for a blank cell."""
        return list(map(self.by_code.get, self.codes))

    @property
    def distinct(self) -> Collection[Value]:
        """Every distinct value, in the order in which they first occur."""
        return self.by_code.values()

    @cached_property
    def worded(self) -> dict[int, Value]:
        """The distinct values, by their codes, that do not end in a digit, as most codes and all numbers do."""
        return {code: value for code, value in self.by_code.items() if not value.text[-1:].isdigit() and value.readable}

    @cached_property
    def no_answers(self) -> dict[int, str]:
        """Which distinct values are no answer, by their codes, and why."""
        return {code: cause for code, value in self.worded.items() if (cause := no_answer(value.text))}

    @cached_property
    def keys(self) -> dict[int, Value]:
        """The distinct values, by their codes, that say which row is which: none that is no answer, or not as typed."""
        without = self.no_answers
        return {
            code: value
            for code, value in self.by_code.items()
            if code not in without and value.readable and not (value.problems and MANGLED in value.problems)
        }

    @cached_property
    def texts(self) -> list[str | None]:
        """The text in every row; None where the cell is blank, cannot be read or is no answer."""
        texts = {code: value.text for code, value in self.keys.items()}
        return list(map(texts.get, self.codes))

    @cached_property
    def written(self) -> list[str | None]:
        """As ``texts``, with the blanks and invisible characters around them, by which a portal may count two."""
        around = {code: value for code, value in self.keys.items() if len(value.cell.text) > len(value.text)}
        if not around:
            return self.texts
        texts = {code: value.text for code, value in self.keys.items()}
        texts |= {code: value.cell.text for code, value in around.items() if value.text in value.cell.text}
        return list(map(texts.get, self.codes))

    def rows_of(self, values: Iterable[Value]) -> Iterator[int]:
        """Yield the rows that have one of some values."""
        known = set(values)
        return self.rows_coded({code for code, value in self.by_code.items() if value in known})

    def rows_coded(self, codes: Collection[int]) -> Iterator[int]:
        """Yield the rows that have one of some codes."""
        return compress(count(), map(codes.__contains__, self.codes) if codes else ())

    def labelled(self, value: Value) -> str:
        """Return a value with its codes' labels, ``3.家庭困擾、10.脆弱家庭``; as it is where it is no code."""
        known = self.spec.codes.codes if self.spec.codes and value.certain else {}
        return "、".join(str(known[code]) if code in known else code for code in value.codes) if known else value.text


def read_column(spec: FieldSpec, number: int, column: Column, rows: Numbers) -> FieldColumn:
    """Return a column's values in step with the rows, the first of which is the first that it is read from."""
    start = bisect_left(column.rows, rows[0]) if rows else len(column.rows)
    own, codes = column.rows[start:], column.codes[start:]
    used = dict.fromkeys(codes)
    values = field_reader(spec).read_all(list(map(column.distinct.__getitem__, used)))
    by_code = {code: value for code, value in zip(used, values, strict=True) if value}
    if len(by_code) < len(used):
        filled = list(map(by_code.__contains__, codes))
        own, codes = numbers(compress(own, filled)), numbers(compress(codes, filled))
    return FieldColumn(spec, number, *_aligned(own, codes, rows), by_code)


def without_blank(rows: Numbers, columns: list[FieldColumn]) -> Numbers:
    """Return the rows in which anything shows; the others are removed from the columns."""
    blank = set(min((column.blanks for column in columns), key=len, default=()))
    if blank:
        blank.intersection_update(*(column.blanks for column in columns))
    return without_rows(blank, rows, columns) if blank else rows


def without_rows(indices: Collection[int], rows: Numbers, columns: list[FieldColumn]) -> Numbers:
    """Return the rows but for those of some indices, which are removed from the columns, too."""
    shown = [index not in indices for index in range(len(rows))]
    for column in columns:
        column.codes = numbers(compress(column.codes, shown))
        column.blanks = [index for index, code in enumerate(column.codes) if not code]
    return numbers(compress(rows, shown))


def _aligned(own: Numbers, codes: Numbers, rows: Numbers) -> tuple[Numbers, list[int]]:
    """Return the codes of a column's own rows in step with all rows, 0 for the others, and the indices of those."""
    if len(own) == len(rows):
        return codes, []
    aligned, blanks, at = numbers(), list[int](), 0
    for start in range(0, len(rows), _COMPARED):
        here = rows[start : start + _COMPARED]
        end = at + len(here)
        if own[at:end] == here:
            aligned += codes[at:end]
            at = end
        else:
            known = dict(zip(own[at:end], codes[at:end], strict=True))
            found = [known.get(row, 0) for row in here]
            aligned.extend(found)
            blanks += [index for index, code in enumerate(found, start) if not code]
            at = end - found.count(0)
    return aligned, blanks
