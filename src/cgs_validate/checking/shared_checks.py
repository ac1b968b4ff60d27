"""The checks that several rules share: each function here makes a rule's ``check``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ..spec.model import FieldSpec, RuleSpec
from ..workbook import Look
from .findings import Hit, Hits
from .row_formulas import CellTest, RowFormulas, all_of
from .sheet_match import SheetMatch
from .tables import Table
from .values import Value

_LONGEST_QUOTE = 20  # characters

ValueCheck = Callable[[FieldSpec, Value], Hits]


def where(
    test: Callable[[FieldSpec, Value], object], hit: Callable[[FieldSpec, Value], Hit] = lambda field, value: Hit()
) -> ValueCheck:
    """Find the values that pass a test."""
    return lambda field, value: iter((hit(field, value),) if test(field, value) else ())


def personal(code: str, looks_like: Callable[[str], bool]) -> ValueCheck:
    """Find the texts that look like personal data, where a field asks for that rule."""
    return where(
        lambda field, value: code in field.personal_data and looks_like(value.text),
        lambda field, _: Hit(params=where_personal(field)),
    )


def where_personal(field: FieldSpec) -> dict[str, Any]:
    """Return what messages say of a column that has personal data: its codes have some, or a description."""
    return {"by": "text"} if field.applies_when else {}


def breaks(code: str, param: str) -> ValueCheck:
    """Find the values that break the Cerberus rule of that name. param: the name that messages have for its limit."""
    return where(
        lambda _, value: code in value.broken,
        lambda field, value: Hit(params={param: value.broken[code]}, rests_on=field.backing.get("type")),
    )


def test_limit(code: str, sign: str) -> Callable[[RowFormulas, FieldSpec], Iterator[CellTest]]:
    """Test for the whole numbers that break the Cerberus rule of that name. sign: between them and the limit."""

    def formula(row: RowFormulas, field: FieldSpec) -> Iterator[CellTest]:
        limit = field.constraints.get(code)
        if field.expects == "integer" and limit is not None:
            beyond = f"VALUE({row.text(field)}){sign}{limit}"
            yield CellTest(field, all_of(row.whole(field), beyond), tuple(filter(None, [field.backing.get("type")])))

    return formula


def breaks_length(code: str) -> ValueCheck:
    """Find the texts that are too short or too long by the Cerberus rule of that name."""
    return where(
        lambda field, value: code in value.broken and not field.choices,
        lambda _, value: Hit(params={"limit": value.broken[code], "length": len(value.text)}),
    )


def first_problem(code: str) -> Callable[[FieldSpec, Value], bool]:
    """Test whether that is the first thing wrong with the way a value is written."""
    return lambda field, value: value.problems[:1] == (code,)


def guessed_codes(field: FieldSpec, guesses: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return what messages say of the choices of codes that may have been typed: one that is likely, or several."""
    separator = field.choices.separator if field.choices else ""
    if not guesses:
        return {"expects": field.expects, **({"separator": separator} if field.choices else {})}
    return {"expects": "likely" if len(guesses) == 1 else "either", "typed": list(map(separator.join, guesses))}


def read_together(table: Table, field: str, look: Look) -> Hits:
    """Find the cells with a look of which some text may be no part of the answer; only numbers and signs are quoted."""
    of_numbers = table.columns[field].spec.codes is not None or table.columns[field].spec.type != "string"
    for index, value in table.looking(field, look):
        quoted = of_numbers and not any(map(str.isalpha, value.text))
        params = {"by": "answer", "found": value.text[:_LONGEST_QUOTE]} if quoted else {"by": "text"}
        yield Hit(table.place(index, field), field, params)


def on_sheet(hits: Callable[[SheetMatch], Iterable[Hit]]) -> Callable[[SheetMatch], Hits]:
    """Find what a function lists of a sheet as it was found."""
    return lambda match: iter(hits(match))


def between(broken: Callable[[dict[str, Any], date, date], dict[str, Any]]) -> Callable[[Table, RuleSpec], Hits]:
    """Compare two dates of each row. broken: returns the limit that they break, given the rule's parameters."""

    def check(table: Table, rule: RuleSpec) -> Hits:
        first, last = rule.params["from"], rule.params["to"]
        for index in range(len(table.rows)):
            start, end = table.day(first, index), table.day(last, index)
            if start and end and (limit := broken(rule.params, start, end)):
                params = {"other": table.named(first), **limit}
                yield Hit(table.place(index, last), last, params, related=(table.place(index, first),))

    return check
