"""An armed workbook's colours compared with the engine's verdict, and the classes in which they may differ."""

from collections.abc import Iterator
from typing import NamedTuple

from living_colours import Colours

from cgs_validate import Report
from cgs_validate.checking.findings import Place, Sort
from cgs_validate.spec.model import FieldSpec
from cgs_validate.workbook import address

# No formula says these (docs/living.zh.md).
_UNSAID = {
    "became_date",
    "date_format",
    "instruction_row",
    "mangled_code",
    "shown_otherwise",
    "stored_otherwise",
    "national_id",
}
# These look at other cells of the row; where one is itself wrong, the engine may know what it means, a formula not.
_DEPENDENT = {"placeholder_expected", "answer_expected", "blank_expected", "codes_only_when", "required"}
_NOTHING: tuple[None, frozenset[str]] = None, frozenset()
_PALE = {Sort.MISSING: Sort.PROBABLY_MISSING, Sort.INVALID: Sort.PROBABLY_INVALID}


class Compared(NamedTuple):
    """A cell: the colour that is due, for which findings, and the one shown.

    wrong: fields of its row with a colour; repeats: whether its row's key is written as in a row above, with digits.
    """

    place: Place
    field: FieldSpec
    text: str
    due: Sort | None
    codes: frozenset[str]
    shown: Sort | None
    wrong: frozenset[str]
    repeats: bool

    @property
    def difference(self) -> str | None:
        """The class that a difference is in; "" where in none: never a colour where the engine has none."""
        if self.shown == self.due:
            return None
        if self.due is None or self.shown is not None:
            return "pale" if self.due and self.shown == _PALE.get(self.due) else ""
        left = self.codes - _UNSAID - (set() if self.repeats else {"unique"})
        item = self.field
        if not left or (left == {"answer_expected"} and not item.codes and self.text != item.otherwise):  # ０, 0.
            return "unsaid"
        others = {name for condition in (item.applies_when, *item.codes_only_when.values()) for name in condition}
        free_text = item.otherwise is not None and not item.codes
        dependent = _DEPENDENT | ({"bare_code", "full_width"} if free_text else set())
        return "dependent" if left <= dependent and others & self.wrong else ""

    def __str__(self) -> str:
        where = f"{address(*self.place[1:])} {self.field.name} {self.text!r}"
        return f"{where}: {self.due}, {self.shown}; {sorted(self.codes)}"


def compared(report: Report, workbook_colours: list[Colours], rows: int) -> Iterator[Compared]:
    """Yield the cells of the first rows of each table. workbook_colours: those of each sheet."""
    due = {note.place: (note.sort, frozenset(one.code for one in note.findings)) for note in report.annotations}
    colours = dict(zip((sheet.name for sheet in report.workbook), workbook_colours, strict=False))
    for table in report.tables:
        first, above = table.spec.layout.first_row, set[tuple[str, ...]]()
        keys = next((rule.params for rule in table.rules("unique")), ())
        for row in range(first, first + rows):
            if row in table.no_records:  # no formula knows all such rows
                continue
            places = {name: Place(table.sheet, row, column.number) for name, column in table.columns.items()}
            key = tuple(str(at.text) if (at := table.grid.get(row, places[name].column)) else "" for name in keys)
            repeats = key in above and all(part[-1:].isdigit() for part in key)
            above.add(key)
            wrong = frozenset(name for name, place in places.items() if place in due)
            for name, place in places.items():
                value, at = table.grid.get(row, place.column), (row, place.column)
                text, shown = value.text if value else "", colours[table.sheet].get(at)
                yield Compared(place, table.spec.fields[name], text, *due.get(place, _NOTHING), shown, wrong, repeats)


def differences(report: Report, workbook_colours: list[Colours], rows: int) -> list[str]:
    """Return whatever is in none of the classes."""
    return [str(one) for one in compared(report, workbook_colours, rows) if one.difference == ""]
