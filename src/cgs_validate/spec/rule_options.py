"""The options of the rules that a spec may declare: what it writes after a rule's name.

The rules are in ``checking.rules``, above this package: each module of such a rule names its OPTIONS in the terms of
this file, and the registry there enters them here. The grammar of ``rules:``, the check that fields and sheets are
there, the JSON schema and the wording follow from them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .grammar import CONDITION as CONDITION_SCHEMA
from .grammar import COUNT as COUNT_SCHEMA
from .grammar import NAME, NAMES, TEXTS, Schema, mapping
from .grammar import required as with_required


class Option(NamedTuple):
    """One option: its kind, the grammar of that kind, and whether it must be given."""

    kind: str
    schema: Schema
    required: bool = True


Options = Option | Mapping[str, Option]  # one for the whole rule, or some by their names

FIELD = Option("field", NAME)
DATE = Option("date", NAME)  # a field of dates
SHEET = Option("sheet", NAME)  # every option of kind ``field`` is then a field of each such sheet
COUNT = Option("count", COUNT_SCHEMA)
CODES = Option("codes", TEXTS)  # of the option ``field``
FIELDS = Option("fields", NAMES)
CONDITION = Option("condition", CONDITION_SCHEMA)

DECLARED: dict[str, Options] = {}
"""The options of each rule, by its code."""


def optional(option: Option) -> Option:
    """Return the same option for what may be left out."""
    return option._replace(required=False)


def declare(code: str, options: Options, rules: Schema) -> None:
    """Enter a rule and its options. rules: the grammar in which it may occur, of sheets or of the workbook."""
    DECLARED[code] = options
    rules["schema"][code] = options.schema if isinstance(options, Option) else mapping(**_schemas(options))


def given(code: str, params: Any) -> Iterator[tuple[str, Option, Any]]:
    """Yield each option that is given, with its name (empty for the whole rule) and its value."""
    options = DECLARED[code]
    if isinstance(options, Option):
        yield "", options, params
    else:
        yield from ((name, option, params[name]) for name, option in options.items() if name in params)


def has_limits(code: str) -> bool:
    """Return whether a rule has a least and a most, of which one must be given."""
    options = DECLARED[code]
    return isinstance(options, Mapping) and "min" in options


def read(code: str, written: Any) -> Any:
    """Return the parameters of a rule: counts as numbers, conditions as such."""
    values = {name: _value(option, value) for name, option, value in given(code, written)}
    return values.get("", values)


def names(code: str, params: Any, *kinds: str) -> frozenset[str]:
    """Return the fields, or the sheets, that the options of some kinds name."""
    found = (value for _, option, value in given(code, params) if option.kind in kinds)
    return frozenset(name for value in found for name in ((value,) if isinstance(value, str) else value))


def _schemas(options: Mapping[str, Option]) -> dict[str, Schema]:
    return {name: with_required(item.schema) if item.required else item.schema for name, item in options.items()}


def _value(option: Option, written: Any) -> Any:
    match option.kind:
        case "count":
            return int(written)
        case "condition":
            return {name: tuple(codes) for name, codes in written.items()}
    return written
