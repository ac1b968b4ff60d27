"""Answers to a field mapped to the field of the same name of another year's template.

Codes are mapped by their meaning. Where it follows from a name only (男 → 生理男), or the name of a code has changed,
a person must confirm the answer; where no code has the meaning, the cell stays blank.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..checking.values import FieldReader, Value, left_under_date_format
from ..formats.number_format import number_shown, plain_number, says_the_same
from ..spec.examples import Answer
from ..spec.model import FieldSpec
from ..text import answer_key
from ..workbook import Cell, CellKind

_UNSURE = ("code_by_name", "label_changed")


@dataclass(frozen=True)
class MappedAnswer:
    """An answer as mapped, blank as an empty text; ``review``: the code of its review item."""

    answer: Answer
    review: str | None = None
    before: str = ""
    after: str = ""


class FieldMapping:
    """Maps the answers of one field: ``old`` in the template they come from, ``new`` in the other."""

    def __init__(self, old: FieldSpec, new: FieldSpec) -> None:
        self.old = old
        self.new = new
        self._reader = FieldReader(new)
        likely = new.codes.likely.items() if new.codes else ()
        self._names = {name: codes[0] for name, codes in likely if len(codes) == 1}
        self._names |= new.codes.names if new.codes else {}

    def map(self, value: Value) -> MappedAnswer:
        """Return an answer as the new field has it; a wrong one stays as it is."""
        if value.cell.kind is CellKind.UNCALCULATED:
            return MappedAnswer("", "formula_without_value")
        as_it_was = self._as_checked(value)
        mapped = self._mapped(value, as_it_was)
        if as_it_was.number != value.cell.number and mapped.answer is as_it_was and as_it_was.number is not None:
            return MappedAnswer(as_it_was, "shown_carried", value.cell.stored, as_it_was.text)
        if mapped.review or mapped.answer is not as_it_was or not _is_shown_otherwise(value.cell, as_it_was):
            return mapped
        review = "stored_carried" if as_it_was.kind is CellKind.NUMBER else "shown_carried"
        before = value.cell.text if review == "stored_carried" else value.cell.stored
        return MappedAnswer(as_it_was, review, before or value.cell.stored, as_it_was.text)

    def _as_checked(self, value: Value) -> Cell:
        """Return the cell of an answer without its format, where that shows it otherwise: as it was checked."""
        cell = value.cell._replace(formula=False)
        in_words, left = self.old.expects == "string", left_under_date_format(cell)
        if not cell.stored or (cell.day and not left and not in_words):
            return cell
        is_number = left or cell.kind is CellKind.NUMBER
        if is_number and (not in_words or value.text == self.old.otherwise):
            number = cell.number if left or cell.number is None else number_shown(cell.text, cell.number)
            return Cell(plain_number(number or 0.0), CellKind.NUMBER, number)
        return Cell(value.text)

    def _mapped(self, value: Value, as_it_was: Cell) -> MappedAnswer:
        read_anew = self._reader.read(as_it_was)
        if not value.certain:
            if value.broken and read_anew and not read_anew.broken:
                return MappedAnswer(as_it_was, "accepted_now", value.text, value.text)
            return MappedAnswer(as_it_was)
        if not self.new.codes and value.codes != (self.old.none,):
            return MappedAnswer(as_it_was)
        known = self._codes(value)
        matched = [match for code in known if (match := self._matched(code))]
        codes = tuple(code for code, _ in matched)
        if len(codes) < len(known):
            return MappedAnswer("", "code_gone", _labelled(self.old, known))
        review = next((name for name in _UNSURE if any(name == found for _, found in matched)), None)
        separator = self.new.choices.separator if self.new.choices else ""
        alike = (
            codes == known
            and read_anew is not None
            and read_anew.codes == value.codes
            and set(read_anew.problems) <= set(value.problems)
            and (len(codes) < 2 or separator in as_it_was.text)
        )
        fits = self.new.choices or len(codes) == 1
        answer = as_it_was if alike or not fits else separator.join(codes)
        if not review:
            return MappedAnswer(answer)
        return MappedAnswer(answer, review, _labelled(self.old, known), _labelled(self.new, codes))

    def _codes(self, value: Value) -> tuple[str, ...]:
        if self.old.codes or self.new.choices is None:
            return value.codes
        return tuple(part.strip() for part in value.text.split(self.new.choices.separator))

    def _matched(self, code: str) -> tuple[str, str | None] | None:
        """Return the new field's code for one of the old field, with the code of its review item; None for no code."""
        new = self.new.codes.codes if self.new.codes else {}
        names = self._names
        old = self.old.codes.codes.get(code) if self.old.codes else None
        if old is None and code == self.old.none and self.new.none is not None:
            return self.new.none, None if self.new.none == code else "code_by_name"
        label = answer_key(old.label) if old else ""
        by_label = names.get(label)
        if code in new and by_label in (None, code):
            same = self.old.codes is None or label == answer_key(new[code].label)
            return code, None if same else "label_changed"
        others = (code, *old.aliases, *old.likely) if old else (code,)
        by_name = by_label or next((names[name] for name in map(answer_key, others) if name in names), None)
        return (by_name, "code_by_name") if by_name else None


def _is_shown_otherwise(cell: Cell, carried: Cell) -> bool:
    """Return whether what is shown is not what is stored. carried: the cell without its format; a unit is no matter."""
    if not cell.stored or carried.kind is CellKind.DATE:
        return False
    return not says_the_same(cell.text, cell.number, exactly=carried.kind is CellKind.TEXT)


def _labelled(field: FieldSpec, codes: Sequence[str]) -> str:
    known = field.codes.codes if field.codes else {}
    return "、".join(str(known.get(code, code)) for code in codes)
