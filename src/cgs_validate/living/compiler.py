"""The rules of a sheet as conditional formats that hold nothing but a name, and the formulas of the names.

A direct formula loses its cell when the first row is deleted, and multiplies when rows are copied; a name does neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..checking import rules
from ..checking.evidence import FormInHand
from ..checking.findings import Kind, Sort
from ..checking.records import owners
from ..checking.row_formulas import CellTest, RowFormulas, any_of
from ..checking.sheet_match import SheetMatch
from ..spec.model import FieldSpec
from ..workbook import LAST_ROW

MORE_ROWS = 500  # below those that are filled in
LONGEST_FORMULA = 8_192  # characters, of Excel

_SORTS = {
    (Kind.MISSING, True): Sort.MISSING,
    (Kind.INVALID, True): Sort.INVALID,
    (Kind.MISSING, False): Sort.PROBABLY_MISSING,
    (Kind.INVALID, False): Sort.PROBABLY_INVALID,
}
_PALE = Sort.PROBABLY_MISSING, Sort.PROBABLY_INVALID


class Format(NamedTuple):
    """The colour that the cells of a column have where the formula of a name is true."""

    column: int
    name: str
    sort: Sort


@dataclass(frozen=True)
class LivingSheet:
    """A sheet's formats, in the order of its columns, for the cells from one row to another."""

    name: str
    match: SheetMatch
    first_row: int
    last_row: int
    formats: list[Format]


@dataclass(frozen=True)
class LivingForm:
    """What a workbook gets. ``names``: with their formulas; ``lists``: entries with the names of their cells."""

    sheets: list[LivingSheet]
    names: dict[str, str]
    lists: dict[tuple[str, ...], str]


def compile_form(form: FormInHand, matches: list[SheetMatch]) -> LivingForm:
    """Return the formats of all sheets of a form that were found."""
    compiled = LivingForm([], {}, {})
    for match in matches:
        if match.checkable and match.sheet:
            row = _row_formulas(form, match, compiled.lists)
            in_order = sorted(row.columns, key=row.columns.__getitem__)
            formats = [item for name in in_order for item in _formats(form, row, name)]
            compiled.sheets.append(LivingSheet(row.sheet, match, row.first_row, row.last_row, formats))
            compiled.names.update(row.names)
    return compiled


def _row_formulas(form: FormInHand, match: SheetMatch, lists: dict[tuple[str, ...], str]) -> RowFormulas:
    assert match.sheet  # noqa: S101 - only sheets that were found are checkable
    filled = (column.rows[-1] for column in match.sheet.grid.columns.values() if column.rows)
    last_row = min(max([match.first_row - 1, *filled]) + MORE_ROWS, LAST_ROW)
    columns = {**match.columns, **match.renamed}
    return RowFormulas(match.spec, match.sheet.name, columns, match.first_row, last_row, owners(form.spec), lists)


def _formats(form: FormInHand, row: RowFormulas, name: str) -> Iterator[Format]:
    """Yield the formats of a field's column; what is sure comes first, and so is what programs show."""
    item, tests = row.spec.fields[name], dict[Sort, list[str]]()
    for kind, test in _tests(row, item):
        grounds = test.rests_on or tuple(filter(None, (item, item.codes)))
        sure = not any(form.doubtful(ground, item) for ground in grounds)
        tests.setdefault(_SORTS[kind, sure], []).append(f"IFERROR({test.formula},FALSE)")
    for sort in sorted(tests, key=_PALE.__contains__):
        formula = any_of(*tests[sort])
        if len(formula) <= LONGEST_FORMULA:  # Excel would repair a file with a longer one; check sees what it would say
            yield Format(row.columns[name], row.named(f"{name}_{sort}", formula), sort)


def _tests(row: RowFormulas, item: FieldSpec) -> Iterator[tuple[Kind, CellTest]]:
    """Yield the tests of a field's cells, each with its rule's kind."""
    for rule in (*rules.VALUE_RULES, *rules.TABLE_RULES):
        formula = getattr(rule, "formula", None)
        if formula and rules.takes_options(rule):
            declared = (about for about in row.spec.rules if about.name == rule.CODE)
            found = (test for about in declared for test in formula(row, about))
            yield from ((rules.kind_of(rule), test) for test in found if test.field is item)
        elif formula:
            yield from ((rules.kind_of(rule), test) for test in formula(row, item))
