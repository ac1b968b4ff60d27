"""What an answer to a field becomes in the field of the same name of another year's template.

Codes are carried by their meaning. Where only a name tells it (男 → 生理男), or the name of a code has changed, the
answer is carried, but a person must confirm it; where nothing tells it, the cell stays blank.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..checking.values import FieldReader, Value
from ..spec.form_data import Answer
from ..spec.model import FieldSpec
from ..text import key
from ..workbook import CellKind

_UNSURE = ("code_by_name", "label_changed")


@dataclass(frozen=True)
class Carried:
    """An answer as carried, blank as an empty text; ``remark``: the code of what must be looked at."""

    answer: Answer
    remark: str | None = None
    before: str = ""
    after: str = ""


class FieldCarrier:
    """Carries the answers of one field: ``old`` in the template they come from, ``new`` in the other."""

    def __init__(self, old: FieldSpec, new: FieldSpec) -> None:
        self.old = old
        self.new = new
        self._reader = FieldReader(new)

    def carry(self, value: Value) -> Carried:
        """Return what becomes of an answer; a wrong one stays as it is."""
        if value.cell.kind is CellKind.UNCALCULATED:
            return Carried("", "formula_without_value")
        as_it_was = value.cell._replace(formula=False)
        read_anew = self._reader.read(as_it_was)
        if not value.certain:
            accepted = bool(value.broken and read_anew and not read_anew.broken)
            return Carried(as_it_was, "accepted_now", value.text, value.text) if accepted else Carried(as_it_was)
        if not self.new.codes and value.codes != (self.old.none,):
            return Carried(as_it_was)
        known = self._codes(value)
        matched = [match for code in known if (match := self._matched(code))]
        codes = tuple(code for code, _ in matched)
        if len(codes) < len(known):
            return Carried("", "code_gone", _told(self.old, known))
        remark = next((name for name in _UNSURE if any(name == found for _, found in matched)), None)
        alike = codes == known and read_anew is not None and _reads_alike(value, read_anew)
        answer = as_it_was if alike or not self._fits(codes) else self._typed(codes)
        return Carried(answer, remark, _told(self.old, known), _told(self.new, codes)) if remark else Carried(answer)

    def _codes(self, value: Value) -> tuple[str, ...]:
        """Return the codes of an answer; where the old field had no list, what the new field's separator parts."""
        if self.old.codes or self.new.choices is None:
            return value.codes
        return tuple(part.strip() for part in value.text.split(self.new.choices.separator))

    def _matched(self, code: str) -> tuple[str, str | None] | None:
        """Return the new field's code for one of the old field, and the remark it needs; None where there is none."""
        new = self.new.codes.codes if self.new.codes else {}
        names = self.new.codes.names if self.new.codes else {}
        old = self.old.codes.codes.get(code) if self.old.codes else None
        if old is None and code == self.old.none and self.new.none is not None:
            return self.new.none, None if self.new.none == code else "code_by_name"
        label = key(old.label) if old else ""
        by_label = names.get(label)
        if code in new and by_label in (None, code):
            same = self.old.codes is None or label == key(new[code].label)
            return code, None if same else "label_changed"
        others = (code, *old.aliases) if old else (code,)
        by_name = by_label or next((names[name] for name in map(key, others) if name in names), None)
        return (by_name, "code_by_name") if by_name else None

    def _fits(self, codes: Sequence[str]) -> bool:
        return len(codes) == 1 or self.new.choices is not None

    def _typed(self, codes: Sequence[str]) -> str:
        return self.new.choices.separator.join(codes) if self.new.choices else codes[0]


def _reads_alike(old: Value, new: Value) -> bool:
    """Tell whether the new field understands the cell as the old one did, and finds nothing more to object to."""
    return new.codes == old.codes and set(new.reading.problems) <= set(old.reading.problems)


def _told(field: FieldSpec, codes: Sequence[str]) -> str:
    known = field.codes.codes if field.codes else {}
    return "、".join(str(known.get(code, code)) for code in codes)
