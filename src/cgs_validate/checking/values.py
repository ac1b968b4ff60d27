"""One cell's value as a field understands it, checked by Cerberus: each distinct cell of a column once."""

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..cached_property import cached_property
from ..errors import ReadError
from ..formats.calendar_date import read_date
from ..formats.choices import read_choices
from ..formats.code import read_code
from ..formats.no_answer import WORDS_FOR_NONE
from ..formats.number_format import FIRST_OF_1904, POWER
from ..formats.reading import Reading
from ..formats.whole_number import read_whole_number
from ..spec.code_list import USUAL_SEPARATOR
from ..spec.model import FieldSpec
from ..text import plain_ideographs, strip
from ..workbook import Cell, CellKind
from .compiled_schema import compiled, compiled_for_type, outcome

if TYPE_CHECKING:
    from cerberus import Validator


_READERS = threading.local()  # of fields, by the identity of the field; Cerberus is for one thread at a time
_MOST_READERS = 1_000  # fields whose readers are cached; all specs together have some hundreds
_SURELY_WHOLE = 15  # digits of a number that is exact
MANGLED = "mangled_code"  # among the problems
_EXACT = 1e15  # and no number above
_SHOWN_WHOLE = 1e11  # and no number above in the format General
_MOST_CHOICES = 2_000_000  # characters of a column's long choices that differ; all of 10,000 rows have a tenth of it
_SHORT_CHOICES = 20  # characters
_NOTHING: dict[str, Any] = {}  # shared, and never written to
_ERROR, _UNCALCULATED, _NUMBER = CellKind.ERROR, CellKind.UNCALCULATED, CellKind.NUMBER  # an Enum is slow to ask
_TEXT, _DATE = CellKind.TEXT, CellKind.DATE
_NONE = (_ERROR, _UNCALCULATED)  # of these there is no value


@dataclass(eq=False, slots=True)
class Value:
    """A cell that is not blank.

    ``text``: as checked, a number by its value, not as shown rounded; where nothing shows, what is stored.
    ``meaning``, ``problems``, ``fix``: as of a ``Reading`` of it. ``broken``: the Cerberus rules that it breaks, with
    their constraints.
    """

    cell: Cell
    text: str
    meaning: Any
    broken: dict[str, Any]
    problems: tuple[str, ...] = ()
    fix: str | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong with it or with the way it is written."""
        cell = self.cell
        return not (self.broken or self.problems or cell.formula or cell.stored or cell.kind is _ERROR)

    @property
    def readable(self) -> bool:
        """Whether there is a value: neither an error value nor a formula without a result."""
        return self.cell.kind is not _ERROR and self.cell.kind is not _UNCALCULATED

    @property
    def certain(self) -> bool:
        """Whether its meaning is known, so that other cells can be checked by it."""
        kind, broken = self.cell.kind, self.broken
        return kind is not _ERROR and kind is not _UNCALCULATED and not (broken and {"allowed", "type"} & broken.keys())

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its meaning; a single value is one code."""
        return self.meaning if isinstance(self.meaning, tuple) else (str(self.meaning),)


class FieldReader:
    """Reads the cells of one field."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self._understood = self._reader()
        self._plain = {Reading: _free_text, read_whole_number: _plain_number}.get(self._understood)
        self._by_number = spec.codes is not None or spec.type == "integer"
        self._is_right = compiled(spec.schema)
        self._plain_is_right = compiled_for_type(spec.schema)
        self._outcome = outcome(spec.schema)
        self._broken_by: dict[Hashable, dict[str, Any]] = {}  # the rules that are broken, by the outcome of the tests
        # The meanings of the spec's codes that were typed; nothing else of a workbook but what its own form offers.
        self._codes = {entry: self._understood(code).meaning for entry, code in (spec.offered or {}).items()}

    def read_all(self, cells: Sequence[Cell]) -> list[Value | None]:
        """Return the values of many cells; the right ones among free texts and plain numbers are made in one go."""
        if self.spec.choices:
            return list(self._read_choices(cells))
        if self._plain is None:
            return list(map(self.read, cells))
        is_right = self._plain_is_right
        return [
            self.read(cell)
            if meaning is None or not is_right(meaning)
            else Value(cell, str(meaning), meaning, _NOTHING)
            for cell, meaning in zip(cells, map(self._plain, cells), strict=True)
        ]

    def _read_choices(self, cells: Sequence[Cell]) -> Iterator[Value | None]:
        """Yield the values of choices. Raises ReadError for more long ones than any school types."""
        left = _MOST_CHOICES
        for cell in cells:
            left -= len(cell.text) if len(cell.text) > _SHORT_CHOICES else 0
            if left < 0:  # unread, a right one would be called wrong
                raise ReadError("too_many_choices")
            yield self.read(cell)

    def read(self, cell: Cell) -> Value | None:
        """Return the value of a cell, None for a blank one."""
        text, kind = strip(cell.text), cell.kind
        if kind is _ERROR or kind is _UNCALCULATED:
            return Value(cell, text, text, _NOTHING)
        if cell.stored and (not text or self._goes_by_stored(cell)):
            text = strip(cell.stored)
        if not text:
            return None
        if kind is _NUMBER and self._by_number and cell.number is not None:
            text = f"{cell.number + 0:.15g}"  # zero has no sign
        if (meaning := self._codes.get(text)) is not None:
            return Value(cell, text, meaning, _NOTHING)
        is_date = cell.day is not None and self.spec.expects == "date"
        reading = Reading(cell.day) if is_date else self._understood(text)
        broken = _NOTHING if self._is_right(reading.meaning) else self._broken(reading.meaning)
        if not broken and self.spec.codes and text in self.spec.codes.codes:
            self._codes[text] = reading.meaning
        problems = (MANGLED, *reading.problems) if mangled(self.spec, cell) else reading.problems
        return Value(cell, text, reading.meaning, broken, problems, reading.fix)

    def _goes_by_stored(self, cell: Cell) -> bool:
        """Return whether an answer is what is stored, whatever is shown; of a power of ten not all digits are."""
        if cell.kind is not _DATE:
            return self._by_number or bool(POWER.fullmatch(cell.text))
        return left_under_date_format(cell) and (self._by_number or self.spec.otherwise is not None)

    def _reader(self) -> Callable[[str], Reading]:
        """Return the function that reads a text as an answer to this field."""
        spec, codes = self.spec, self.spec.codes
        if codes:
            none = dict.fromkeys(WORDS_FOR_NONE, spec.none) if spec.none is not None else {}
            names = {**none, **codes.names}
            return lambda text: self._read_codes(plain_ideographs(text), names)
        if spec.type == "date":
            return lambda text: read_date(text, spec.calendar)
        if spec.type != "string":
            return read_whole_number
        placeholder = {spec.otherwise: spec.otherwise} if spec.otherwise else None
        return (lambda text: read_code(text, placeholder)) if placeholder else Reading

    def _read_codes(self, text: str, names: dict[str, str]) -> Reading:
        if self.spec.choices:
            sign = self.spec.choices.separator
            return read_choices(text.replace(USUAL_SEPARATOR, sign), names, sign, self.spec.none)
        return Reading(text) if text == self.spec.none else read_code(text, names)

    @cached_property
    def _validator(self) -> "Validator":
        from cerberus import Validator  # a workbook without a mistake needs none

        return Validator({"value": self.spec.schema})

    def _broken(self, meaning: Any) -> dict[str, Any]:
        """Return the rules that a meaning breaks, with their constraints."""
        tested = self._outcome(meaning)
        if not self._broken_by.get(tested):  # of a line break at the end, Cerberus sees nothing
            self._broken_by[tested] = self._broken_to_cerberus(meaning)
        return self._broken_by[tested]

    def _broken_to_cerberus(self, meaning: Any) -> dict[str, Any]:
        validator = self._validator
        validator.validate({"value": meaning}, normalize=False)
        found = (inner for error in validator._errors for inner in error.child_errors or [error])
        broken = {error.rule: error.constraint for error in found}
        validator.validate({}, normalize=False)  # so that it forgets the value
        return broken or _NOTHING


def left_under_date_format(cell: Cell) -> bool:
    """Return whether a number is shown as a day or a time only because its cell has had that format before.

    A day before 1904 was not typed, in either count of days.
    """
    number = cell.number
    return cell.kind is _DATE and number is not None and number.is_integer() and 0 <= number < FIRST_OF_1904


def mangled(field: FieldSpec, cell: Cell) -> str | None:
    """Return what Excel made of a code in letters and digits: a ``date``, a ``power``; or that it lost ``digits``."""
    if not field.required or field.expects != "string" or field.applies_when:
        return None
    if cell.kind is _DATE:
        return "date"
    if cell.number is not None and abs(cell.number) >= _EXACT:
        return "digits"
    cut = POWER.fullmatch(cell.text) and (cell.number is None or abs(cell.number) < _SHOWN_WHOLE)
    return "power" if cut and cell.kind in (_NUMBER, _TEXT) else None


def _free_text(cell: Cell) -> str | None:
    """Return the meaning of a free text, None where there is none, or where more is to be looked at."""
    text, kind, number, _, _, stored, _ = cell
    if stored or kind in _NONE or "E+" in text or (number is not None and not -_EXACT < number < _EXACT):
        return None
    return strip(text) or None


def _plain_number(cell: Cell) -> int | None:
    """Return the meaning of a number that is shown in nothing but its digits, None for any other cell."""
    if cell.kind is not _NUMBER or not cell.text.isdecimal() or len(cell.text) > _SURELY_WHOLE:
        return None
    number = int(cell.text)
    return number if number == cell.number else None


def field_reader(spec: FieldSpec) -> FieldReader:
    """Return the reader of a field: it takes long to make, and knows the usual answers by the second workbook."""
    if spec.offered is not None:  # by one workbook's own form
        return FieldReader(spec)
    cached: dict[int, FieldReader] = vars(_READERS).setdefault("cached", {})
    if id(spec) not in cached:
        if len(cached) == _MOST_READERS:
            cached.clear()
        cached[id(spec)] = FieldReader(spec)
    return cached[id(spec)]
