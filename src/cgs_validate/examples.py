"""Filled-in examples of a template, beside its spec: ``specs/cgs/111.examples.yaml``. All in them is invented."""

from dataclasses import dataclass, field
from typing import Any

from . import spec_files, spec_grammar
from .errors import SpecError, SpecProblem
from .months import Month, parse_month
from .spec_grammar import AREA, MONTH, TEXT, each, many, mapping, nearest, required
from .spec_library import load_spec, spec_files_by_id

_CELLS: spec_grammar.Schema = {"type": "list", "schema": {"type": "string"}}
_EXAMPLE = mapping(
    school=required(TEXT),
    month=required(MONTH),
    stage={"type": "string", "allowed": ["elementary", "junior", "senior"]},
    sheets=required(each(mapping(rows=required(many(_CELLS)), merged={"type": "list", "schema": AREA}))),
)
EXAMPLES = each(_EXAMPLE)


@dataclass(frozen=True)
class ExampleSheet:
    """A sheet's rows from the first data row on, cells in column order; an empty row is a gap. ``merged``: areas."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Example:
    """What an invented school filled into a template: its sheets by their names in the spec."""

    name: str
    school: str
    month: Month
    stage: str | None = None
    sheets: dict[str, ExampleSheet] = field(default_factory=dict)


def load_example(spec_id: str, name: str) -> Example:
    """Return an example of a spec, ``clean`` or ``errors``. Raises SpecError where there is none, or a wrong one."""
    spec = load_spec(spec_id)
    document = spec_files.read(spec_files_by_id()[spec_id].with_suffix(".examples.yaml"))
    if problems := list(spec_grammar.check(document, EXAMPLES)):
        raise SpecError(*problems)
    if name not in document.data:
        raise SpecError(_unknown(document, (), name, document.data))
    for sheet, data in document.data[name]["sheets"].items():
        path = (name, "sheets", sheet)
        if sheet not in spec.sheets:
            raise SpecError(_unknown(document, path, sheet, spec.sheets))
        for index, row in enumerate(data["rows"]):
            if len(row) > len(spec.sheets[sheet].fields):
                surplus = row[len(spec.sheets[sheet].fields)]
                raise SpecError(_unknown(document, (*path, "rows", index), surplus, spec.sheets[sheet].fields))
    return _example(name, document.data[name])


def _unknown(document: spec_files.Document, path: spec_files.Path_, key: str, known: Any) -> SpecProblem:
    return document.problem("unknown_key", path, key=key, known=", ".join(known), meant=nearest(key, known))


def _example(name: str, data: dict[str, Any]) -> Example:
    month = parse_month(data["month"])
    assert month is not None  # noqa: S101 - the grammar has checked its form
    sheets = {
        sheet: ExampleSheet(tuple(map(tuple, filled["rows"])), tuple(filled.get("merged", [])))
        for sheet, filled in data["sheets"].items()
    }
    return Example(name, data["school"], month, data.get("stage"), sheets)
