"""What becomes of a sheet's answers in the next month, and what a person must be asked about them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ..checking.columns import FieldColumn
from ..checking.findings import Place
from ..checking.tables import Table
from ..checking.values import Value
from ..spec.model import Condition, FieldSpec
from ..spec.next_month import NextMonthSpec
from ..workbook import CellKind
from .review import ReviewItem

At = tuple[int, int]  # a row and a column
Typed = str | int | None  # an int is written as a number, None leaves the cell blank


@dataclass
class NextAnswers:
    """What becomes of one sheet's answers.

    new_year: whether a school year begins. ``cells``: the cells that change; ``blank``: the fields that are left blank.
    """

    table: Table
    new_year: bool
    cells: dict[At, Typed] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    review: list[ReviewItem] = field(default_factory=list)
    _next: dict[str, list[tuple[str, ...] | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out all of it."""
        whole = self.table.spec.next_month
        if whole and whole.blank:
            for name in self.table.columns:
                self._leave_blank(name)
            return
        for name, column in self.table.columns.items():
            declared = column.spec.next_month
            if declared and self._is_understood(name, declared):
                self._ask(name, declared.ask_about)
                if declared.blank:
                    self._leave_blank(name)
                if declared.codes:
                    self._follow(name, declared.codes)
                if declared.graduates and self.new_year:
                    self._propose_promotion(name, declared.graduates)
        for name, column in self.table.columns.items():
            if self._next.keys() & column.spec.applies_when.keys():
                self._fill_in_otherwise(name, column.spec)

    def _leave_blank(self, name: str) -> None:
        self.blank.add(name)
        for index, value in enumerate(self.table.columns[name].values):
            if value:
                self._change(index, name, value, None)

    def _follow(self, name: str, codes: dict[str, str]) -> None:
        """Put the code that follows in the place of each code of a field."""
        after: list[tuple[str, ...] | None] = []
        for index, value in enumerate(self.table.columns[name].values):
            known = value.codes if value and value.certain else None
            after.append(known and tuple(codes.get(code, code) for code in known))
            if value and known and len(known) == 1 and known[0] in codes:
                self._change(index, name, value, codes[known[0]])
        self._next[name] = after

    def _fill_in_otherwise(self, name: str, item: FieldSpec) -> None:
        """Put in what is due where a field no longer applies, by the codes that follow."""
        covered = self.table.covered(name)
        for index, value in enumerate(self.table.columns[name].values):
            due = () if item.otherwise is None else (item.otherwise,)
            right = value.certain and value.codes == due if value else not due
            if not right and index not in covered and self._applies(item.applies_when, index) is False:
                self._change(index, name, value, item.otherwise)

    def _applies(self, condition: Condition, index: int) -> bool | None:
        """Return whether a condition holds with the codes that follow; None where that is not known."""
        holds: bool | None = True
        for name, codes in condition.items():
            known = self._next[name][index] if name in self._next else self._known(name, index)
            if known is not None and set(codes).isdisjoint(known):
                return False
            holds = holds if known is not None else None
        return holds

    def _known(self, name: str, index: int) -> tuple[str, ...] | None:
        value = self.table.columns[name][index] if name in self.table.columns else None
        return value.codes if value and value.certain else None

    def _change(self, index: int, name: str, value: Value | None, answer: str | None) -> None:
        place = self.table.place(index, name)
        if value and value.cell.formula:
            self._note("formula_stays", name, place)
        elif answer is None:
            self.cells[place.row or 0, place.column or 0] = None
        else:
            as_number = answer.isdecimal() and (value is None or value.cell.kind is CellKind.NUMBER)
            self.cells[place.row or 0, place.column or 0] = int(answer) if as_number else answer

    def _ask(self, name: str, answers: Collection[str]) -> None:
        """Ask about the rows that have one of some answers."""
        column = self.table.columns[name]
        for index, value in self._having(column, answers):
            shown = column.labelled(value)
            self._note("still_listed", name, self.table.place(index, name), shown, shown)

    def _propose_promotion(self, name: str, graduates: Collection[str]) -> None:
        column = self.table.columns[name]
        known = column.spec.codes.codes if column.spec.codes else {}
        grades = list(known)
        for index, value in self._having(column, grades):
            place, shown = self.table.place(index, name), column.labelled(value)
            above = dict(pairwise(grades)).get(value.codes[0])
            if value.codes[0] in graduates or above is None:
                self._note("graduates", name, place, shown, shown)
            else:
                self._note("promoted", name, place, shown, str(known[above]))

    def _is_understood(self, name: str, declared: NextMonthSpec) -> bool:
        """Return whether codes mean in the workbook's own form what they mean in the spec; else ask about them all."""
        column, known = self.table.columns[name], self.table.spec.fields[name].codes
        own = column.spec.codes
        if own is known or own is None or known is None:
            return True
        named = {*declared.codes, *declared.codes.values(), *declared.ask_about, *declared.graduates}
        if all(own.labels.get(code) == known.labels[code] for code in named):
            return True
        for index, value in self._having(column, named):
            shown = column.labelled(value)
            self._note("other_meaning", name, self.table.place(index, name), shown, shown)
        return False

    @staticmethod
    def _having(column: FieldColumn, answers: Collection[str]) -> Iterator[tuple[int, Value]]:
        """Yield the rows whose answer is one of some, by their indices."""
        for index, value in enumerate(column.values):
            if value and value.certain and not set(answers).isdisjoint(value.codes):
                yield index, value

    def _note(self, code: str, name: str, place: Place, before: str = "", after: str = "") -> None:
        label = self.table.header(name)
        self.review.append(ReviewItem(code, self.table.spec.label, label, place, place, before, after))
