"""One cell's value as a field understands it, judged by Cerberus: each distinct cell of a column once."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cerberus import Validator

from .formats.calendar_date import read_date
from .formats.choices import read_choices
from .formats.code import read_code
from .formats.reading import Reading
from .formats.whole_number import read_whole_number
from .normalize import plain_ideographs, strip
from .sheets import Cell, CellKind
from .spec import FieldSpec


@dataclass(frozen=True, eq=False)
class Value:
    """A cell that is not blank.

    ``text``: as judged, a number by its value, not as shown rounded. ``broken``: the Cerberus rules that it breaks,
    with their constraints.
    """

    cell: Cell
    text: str
    reading: Reading
    broken: dict[str, Any] = field(default_factory=dict)

    @property
    def readable(self) -> bool:
        """Whether there is a value: neither an error value nor a formula without a result."""
        return self.cell.kind not in (CellKind.ERROR, CellKind.UNCALCULATED)

    @property
    def certain(self) -> bool:
        """Whether it is known what was meant, so that other cells may be judged by it."""
        return self.readable and not {"allowed", "type"} & self.broken.keys()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that were meant; a single value is one code."""
        meant = self.reading.meant
        return meant if isinstance(meant, tuple) else (str(meant),)


class FieldReader:
    """Reads the cells of one field."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self._known: dict[Cell, Value | None] = {}

    def read(self, cell: Cell) -> Value | None:
        """Return the value of a cell, None for a blank one; the same object for equal cells."""
        if cell not in self._known:
            self._known[cell] = self._read(cell)
        return self._known[cell]

    def values(self) -> list[Value]:
        """Return every distinct value that was read."""
        return [value for value in self._known.values() if value is not None]

    def _read(self, cell: Cell) -> Value | None:
        text = strip(cell.text)
        if cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
            return Value(cell, text, Reading(text))
        if not text:
            return None
        if (
            cell.kind is CellKind.NUMBER
            and cell.number is not None
            and (self.spec.codes or self.spec.type == "integer")
        ):
            text = f"{cell.number:.15g}"
        reading = self._reading(cell, text)
        return Value(cell, text, reading, self._judge(reading.meant))

    def _reading(self, cell: Cell, text: str) -> Reading:
        spec = self.spec
        if spec.type == "date" and not spec.codes:
            return Reading(cell.day) if cell.day else read_date(text, spec.calendar)
        if spec.type == "string" and not spec.codes:
            return read_code(text, {spec.otherwise: spec.otherwise}) if spec.otherwise else Reading(text)
        if not spec.codes:
            return read_whole_number(text)
        text = plain_ideographs(text)
        if spec.choices:
            return read_choices(text, spec.codes.names, spec.choices.separator, spec.none)
        if text == spec.none:
            return Reading(text)
        return read_code(text, spec.codes.names)

    @cached_property
    def _validator(self) -> Validator:
        return Validator({"value": self.spec.schema})

    def _judge(self, meant: Any) -> dict[str, Any]:
        if self._validator.validate({"value": meant}, normalize=False):
            return {}
        broken: dict[str, Any] = {}
        for error in self._validator._errors:
            for found in error.child_errors or [error]:
                broken[found.rule] = found.constraint
        return broken
