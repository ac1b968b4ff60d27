"""The answers filled into a template: an invented school's example, or a workbook migrated from another year.

The examples are in ``specs/cgs/111.examples.yaml``.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import SpecError, refuse
from ..workbook import Cell
from . import grammar, yaml_reader
from .grammar import AREA, ID, MONTH, STAGE, TEXT, each, many, mapping, required
from .library import EXAMPLES_SUFFIX, load_spec, spec_files_by_id
from .months import Month, parse_month

NO_MONTH, NO_SCHOOL = "   -   ", "（學校名稱）"  # in the titles of a blank

Answer = str | Cell
"""A text is typed in, as Excel reads it; a cell is written as it was in the workbook that it comes from."""
_CELLS: grammar.Schema = {"type": "list", "schema": {"type": "string"}}
_SHEETS = each(mapping(rows=required(many(_CELLS)), merged={"type": "list", "schema": AREA}))
EXAMPLES = each(
    mapping(
        school=required(TEXT),
        month=required(MONTH),
        stage=STAGE,
        # the rows are written down, or those of another template with the same columns
        sheets=required({**_SHEETS, "excludes": "like"}),
        like=required({**ID, "excludes": "sheets"}),
    )
)


@dataclass(frozen=True)
class FilledSheet:
    """A sheet's rows from the first data row on, answers in column order; an empty row is a gap. ``merged``: areas."""

    rows: tuple[tuple[Answer, ...], ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The answers of a school: its sheets by their names in the spec. School and month are None where not known."""

    school: str | None
    month: Month | None
    sheets: dict[str, FilledSheet] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Example(Filled):
    """The answers that an invented school filled into a template."""

    name: str
    stage: str | None = None


def load_examples(spec_id: str) -> list[Example]:
    """Return all examples of a spec, none where there is no file of them. Raises SpecError where one is wrong."""
    path = _file(spec_id)
    return [load_example(spec_id, name) for name in yaml_reader.read(path).data] if path.exists() else []


def load_example(spec_id: str, name: str) -> Example:
    """Return an example of a spec, ``clean`` or ``errors``. Raises SpecError where there is none, or a wrong one."""
    spec = load_spec(spec_id)
    document = yaml_reader.read(_file(spec_id))
    refuse(*grammar.check(document, EXAMPLES))
    if name not in document.data:
        raise SpecError(document.problem("unknown_key", (), key=name, known=document.data))
    data = document.data[name]
    if "like" in data:
        return replace(_example(name, {**data, "sheets": {}}), sheets=load_example(data["like"], name).sheets)
    for sheet, filled in data["sheets"].items():
        path = (name, "sheets", sheet)
        if sheet not in spec.sheets:
            raise SpecError(document.problem("unknown_key", path, key=sheet, known=spec.sheets))
        fields = spec.sheets[sheet].fields
        for index, row in enumerate(filled["rows"]):
            if surplus := row[len(fields) :]:
                place = (*path, "rows", index)
                raise SpecError(document.problem("unknown_key", place, key=surplus[0], known=fields))
    return _example(name, data)


def _file(spec_id: str) -> Path:
    return spec_files_by_id()[spec_id].with_suffix(EXAMPLES_SUFFIX)


def _example(name: str, data: dict[str, Any]) -> Example:
    sheets = {
        sheet: FilledSheet(tuple(map(tuple, filled["rows"])), tuple(filled.get("merged", [])))
        for sheet, filled in data["sheets"].items()
    }
    return Example(
        name=name, school=data["school"], month=parse_month(data["month"]), stage=data.get("stage"), sheets=sheets
    )
