"""The rules that could not run: for want of a month, a stage, a sheet or a column."""

from collections.abc import Collection, Iterator
from typing import Any

from ..spec.model import FieldSpec
from .report import Skipped
from .sheet_match import SheetMatch
from .submission import Submission
from .tables import Table


def skipped_rules(submission: Submission) -> Iterator[Skipped]:
    """Yield the rules that could not run: for want of a month, a stage, a sheet or a column."""
    if submission.cut:
        yield Skipped("required", "too_many_findings", {})
    if submission.unlooked:
        yield Skipped("person_name", "too_many_answers", {})
    if submission.month is None:
        yield Skipped("month_outside", "no_month", {})
    if submission.past and not submission.past.last:
        yield Skipped("not_seen_before", "no_last_month", {})
    if submission.stage is None:
        yield Skipped("stage", "no_stage", {})
    tables = {table.spec.name: table for table in submission.tables}
    for code, sheet, field in dict.fromkeys(submission.form.suspended):
        yield Skipped(code, "codes_changed", {"columns": [tables[sheet].named(field)]})
    for match in submission.matches:
        reason = _unchecked(match)
        if reason:
            unchecked = ("required", *(rule.name for rule in submission.spec.rules if match.spec.name in rule.sheets))
            yield from (Skipped(code, reason, {"sheet": match.spec.label}) for code in unchecked)
        if match.namesakes:
            yield Skipped("required", "second_sheet", {"sheet": match.spec.label})
    for table in submission.tables:
        fields = table.spec.fields
        lacking = {name for name in fields if name not in table.columns}
        if not lacking:
            continue
        yield Skipped("required", "no_column", _absent(table, lacking))
        declared = (rule for rule in submission.spec.rules if not rule.sheets or table.spec.name in rule.sheets)
        needs = [(rule.name, rule.fields) for rule in (*table.spec.rules, *declared)]
        needs += (need for column in table.columns.values() for need in _needs(column.spec))
        for code, needed in needs:
            if absent := needed & lacking:
                yield Skipped(code, "no_column", _absent(table, absent))


def _needs(field: FieldSpec) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the rules of a field that look at other fields, with those."""
    age = field.required_at_age
    yield "blank_expected" if field.blank_otherwise else "placeholder_expected", frozenset(field.applies_when)
    yield "required", frozenset((*field.required_when, *(age.fields if age else ())))
    yield from (("codes_only_when", frozenset(condition)) for condition in field.codes_only_when.values())


def _unchecked(match: SheetMatch) -> str | None:
    if match.sheet is None:
        return "no_sheet"
    if match.header_row is None:
        return "no_header"
    return "other_template" if match.other_template else None


def _absent(table: Table, fields: Collection[str]) -> dict[str, Any]:
    return {"sheet": table.spec.label, "columns": [table.named(name) for name in table.spec.fields if name in fields]}
