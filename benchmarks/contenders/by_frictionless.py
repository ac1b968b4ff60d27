"""frictionless, with a schema by position and one check of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
from frictionless import Check, Dialect, Error, Field, Resource, Schema, errors, fields, validate
from frictionless.formats import ExcelControl

from ..form import COLUMNS, DUE, FIRST_ROW, HOLDS, UNIQUE, WHEN, Cell, Column


@attrs.define(kw_only=True, repr=False)
class _NoteDue(Check):
    """Conditional required."""

    type = "note-due"
    Errors = [errors.CellError]  # noqa: RUF012 - frictionless's own interface

    def validate_row(self, row: Any) -> Iterator[Error]:
        """Yield an error where the note is missing."""
        if row[WHEN] == HOLDS and row[DUE] is None:
            yield errors.CellError.from_row(row, note="missing", field_name=DUE)


def check(path: Path) -> Callable[[], set[Cell]]:
    """File to wrong cells."""

    def run() -> set[Cell]:
        dialect = Dialect(header=False, comment_rows=list(range(1, FIRST_ROW)), controls=[ExcelControl(sheet=1)])
        resource = Resource(
            path.name, basepath=str(path.parent), dialect=dialect, schema=Schema(fields=[*map(_field, COLUMNS)])
        )
        report = validate(resource, checks=[_NoteDue()], limit_errors=10**9)
        found = report.flatten(["rowNumber", "fieldNumber", "type"])
        return {(row, number) for row, number, kind in found if kind != "blank-row"}

    return run


def _field(column: Column) -> Field:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.name == UNIQUE:
        constraints["unique"] = True
    if column.allowed and isinstance(column.allowed[0], int):
        return fields.IntegerField(name=column.name, constraints={**constraints, "enum": list(column.allowed)})
    if column.allowed:
        return fields.StringField(name=column.name, constraints={**constraints, "enum": list(column.allowed)})
    if column.range:
        least, most = column.range
        return fields.IntegerField(name=column.name, constraints={**constraints, "minimum": least, "maximum": most})
    if column.regex:
        return fields.StringField(name=column.name, constraints={**constraints, "pattern": column.regex})
    return fields.AnyField(name=column.name, constraints=constraints)
