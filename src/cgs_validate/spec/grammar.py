"""Which keys a spec may have: the grammar, and the mistakes against it by file and line.

The grammar is written as Cerberus writes schemas, of which ``check`` knows the few rules that are used here: it is
quick enough for every start. All scalars are text (``yaml_reader``), so numbers and yes/no are given by patterns.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..errors import SpecProblem
from .yaml_reader import WIDE_QUOTES, Document, Path_, wide_sign

Schema = dict[str, Any]

_TYPES = {"dict": dict, "list": list, "string": str}
# The mistakes of a text, where it is a key
_OF_KEYS = {"unknown_word": "unknown_key", "wrong_form": "wrong_name"}


def form(name: str, regex: str) -> Schema:
    """Return the schema of a text of one form. name: of the form in messages."""
    return {"type": "string", "regex": regex, "form": name}


def word(*allowed: str) -> Schema:
    """Return the schema of a text that is one of some words."""
    return {"type": "string", "allowed": list(allowed)}


NAME = form("name", "[a-z][a-z0-9_]*")


def required(schema: Schema) -> Schema:
    """Return the schema of a key that must be there."""
    return {**schema, "required": True}


def mapping(**keys: Schema) -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    return {"type": "dict", "schema": keys}


def each(values: Schema, keys: Schema = NAME) -> Schema:
    """Return the schema of a mapping of the author's own keys to values of one form."""
    return {"type": "dict", "minlength": 1, "keysrules": keys, "valuesrules": values}


def many(items: Schema) -> Schema:
    """Return the schema of a list of one form."""
    return {"type": "list", "minlength": 1, "schema": items}


TEXT: Schema = {"type": "string", "minlength": 1}
NUMBER = form("number", "-?[0-9]+")
COUNT = form("count", "[0-9]+")
MONTH = form("month", "[0-9]{2,3}-(0[1-9]|1[0-2])")
DATE = form("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}")
TREE_PATH = form("tree_path", "[^.]+(\\.[^.]+)*")
DIGEST = form("digest", "sha256:[0-9a-f]{64}")
AREA = form("area", "[A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+")
ID = form("id", "[a-z][a-z0-9-]*/[a-z0-9][a-z0-9.-]*")
ANSWER = form("answer", r"[^“”‘’][\s\S]*")  # typed into a cell; quotes of that sort are a slip
YES_NO = word("true", "false")
STAGE = word("elementary", "junior", "senior")
TEXTS = many(TEXT)
NAMES = many(NAME)
TEXT_BY_AREA: Schema = {"type": "dict", "keysrules": AREA, "valuesrules": TEXT}
CONDITION = each(TEXTS)  # field: [codes]; several fields must all hold one of theirs

# The age in full years at a date, of at least ``min`` and at most ``max``
AGE = mapping(born=required(NAME), on=required(NAME), min=COUNT, max=COUNT)

# A quotation is word for word from the document; all else that is said of it is a note.
_SAID = {"quote": required({**TEXT, "excludes": "note"}), "note": required({**TEXT, "excludes": "quote"})}
SOURCE = mapping(document=TEXT, place=TEXT, **_SAID)
BASIS = word("stated", "observed", "assumed")
SOURCED = {"source": required(SOURCE), "basis": BASIS}  # what is left out is in the ``defaults``
DEFAULTS_OF_CHANGES = mapping(document=TEXT, place=TEXT, basis=BASIS)


def or_sourced(value: Schema) -> Schema:
    """Return the schema of a value that may have a source and a basis of its own: ``{is: …, source: …, basis: …}``."""
    return {"either": [value, mapping(**{"is": required(value)}, **SOURCED)]}


REQUIRED = or_sourced(YES_NO)
DEFAULTS = mapping(**DEFAULTS_OF_CHANGES["schema"], required=REQUIRED)

# What becomes of an answer in next month's workbook
NEXT_MONTH = mapping(
    codes=each(ANSWER, keys=ANSWER),
    blank=YES_NO,
    ask_about=many(ANSWER),
    graduates=many(ANSWER),
    **SOURCED,
)

VALUE_RULES = {
    "type": or_sourced(word("string", "integer", "date")),
    "required": REQUIRED,
    "allowed": many(ANSWER),
    "regex": TEXT,
    "min": NUMBER,
    "max": NUMBER,
    "minlength": COUNT,
    "maxlength": COUNT,
    "nothing": ANSWER,
}
FIELD = mapping(
    header=required(TEXT),
    aliases=TEXTS,
    **VALUE_RULES,
    calendar=word("roc", "gregorian"),
    codes=NAME,
    row_each=or_sourced(YES_NO),
    choices=mapping(separator=required(ANSWER), most=COUNT, none=ANSWER, **SOURCED),
    usual=mapping(min=NUMBER, max=NUMBER, **SOURCED),
    applies_when=CONDITION,
    otherwise=ANSWER,
    required_when=CONDITION,
    required_at_age=AGE,
    codes_only_when=or_sourced(each(CONDITION, keys=TEXT)),
    stages=mapping(codes=required(each(TEXTS, keys=STAGE)), **SOURCED),
    personal_data=or_sourced(many(word("national_id", "person_name", "class_seat", "contact"))),
    next_month=NEXT_MONTH,
    **SOURCED,
)
# The rules themselves are entered by ``rule_options``
SHEET_RULE = mapping(**SOURCED)
WORKBOOK_RULE = mapping(**SOURCED)
SHEET = mapping(
    defaults=DEFAULTS,
    sheet_name=required(TEXT),
    matches=required(TEXTS),
    title=required(TEXT),
    layout=required(
        mapping(
            title_row=required(COUNT),
            title_columns=COUNT,
            header_row=required(COUNT),
            first_row=required(COUNT),
            groups=TEXT_BY_AREA,
            instructions=TEXT_BY_AREA,
        )
    ),
    fields=required(each(FIELD)),
    rules=many(SHEET_RULE),
    next_month=mapping(blank=required(YES_NO), **SOURCED),
    **SOURCED,
)
CODE = mapping(label=TEXT, aliases=TEXTS, likely=TEXTS, definition=TEXT)
CODE_LIST = mapping(
    title=required(TEXT),
    prefix=TEXT,
    codes=required(each(CODE, keys=ANSWER)),
    uncoded=mapping(names=required(TEXTS), ask=required(TEXT), **SOURCED),
    **SOURCED,
)
CODE_LISTS = each(CODE_LIST)
DOCUMENTS = each(mapping(title=required(TEXT), address=TEXT), keys=TEXT)

# The keys that every file has for itself, and does not inherit from the template that it extends.
OWN = {
    "spec": required(ID),
    "title": required(TEXT),
    "status": required(word("released", "provisional", "draft")),
    "months": required(mapping(**{"from": required(or_sourced(MONTH)), "to": or_sourced(MONTH)})),
    "amended": many(mapping(date=required(DATE), reason=required(TEXT))),
    "source": required(SOURCE),
    "basis": required(BASIS),
}
TEMPLATE = mapping(
    **OWN,
    documents=required(DOCUMENTS),
    defaults=DEFAULTS,
    code_lists=CODE_LISTS,
    other_templates=many(mapping(title=required(TEXT), headers=required(TEXTS), **SOURCED)),
    sheets=required(each(SHEET)),
    rules=many(WORKBOOK_RULE),
    guide=mapping(
        sheet_name=required(TEXT),
        title=required(TEXT),
        sections=many(mapping(heading=required(TEXT), lines=required(TEXTS))),
        definitions=NAMES,
        **SOURCED,
    ),
)
NEIGHBOUR = mapping(after=TEXT, before=TEXT)
CHANGE = mapping(
    add={**TREE_PATH, "dependencies": ["to"]},
    change={**TREE_PATH, "dependencies": ["was", "to"]},
    remove={**TREE_PATH, "dependencies": ["was"]},
    rename={**TREE_PATH, "dependencies": ["was", "to"]},
    move={**TREE_PATH, "dependencies": ["was", "to"]},
    was={},
    to={},
    at=NEIGHBOUR,
    **SOURCED,
)
EXTENSION = mapping(
    **OWN,
    extends=required(ID),
    documents=DOCUMENTS,
    defaults=DEFAULTS_OF_CHANGES,
    code_lists=CODE_LISTS,
    changes=many(CHANGE),
)


def check(document: Document, grammar: Schema) -> Iterator[SpecProblem]:
    """Yield every mistake of a document against a grammar (``TEMPLATE``, ``EXTENSION`` or ``CODE_LISTS``)."""
    return _mistakes(document, document.data, grammar, ())


def _mistakes(document: Document, value: Any, schema: Schema, path: Path_) -> Iterator[SpecProblem]:
    plain, sourced = schema.get("either", (schema, schema))
    has_source = isinstance(value, dict) and ("is" in value or plain.get("type") != "dict")
    schema = sourced if has_source else plain
    kind = schema.get("type")
    if kind is None:
        return
    if not isinstance(value, _TYPES[kind]):
        wide = wide_sign(value) if isinstance(value, str) else None
        yield document.problem(wide or "wrong_shape", path, key=_name(document, path), shape=kind)
    elif kind == "string":
        if mistake := _mistake_of_text(value, schema):
            yield document.problem(mistake[0], path, key=_name(document, path), word=value, **mistake[1])
    elif len(value) < schema.get("minlength", 0):
        yield document.problem("empty_value", path, key=_name(document, path))
    elif kind == "list":
        for index, item in enumerate(value):
            yield from _mistakes(document, item, schema["schema"], (*path, index))
    elif "keysrules" in schema:
        for key, item in value.items():
            if mistake := _mistake_of_text(key, schema["keysrules"]):
                yield document.problem(_OF_KEYS.get(mistake[0], mistake[0]), (*path, key), key=key, **mistake[1])
            yield from _mistakes(document, item, schema["valuesrules"], (*path, key))
    else:
        yield from _mistakes_of_keys(document, value, schema["schema"], path)
        for key, item in value.items():
            yield from _mistakes(document, item, schema["schema"].get(key, {}), (*path, key))


def _mistake_of_text(text: str, schema: Schema) -> tuple[str, dict[str, Any]] | None:
    if len(text) < schema.get("minlength", 0):
        return "empty_value", {}
    if text.startswith(WIDE_QUOTES) and (text.endswith(WIDE_QUOTES) or "minlength" not in schema):
        return None if "excludes" in schema else ("yaml_wide_quotes", {})  # the words of a document are in any quotes
    if "allowed" in schema and text not in schema["allowed"]:
        return "unknown_word", {"known": schema["allowed"]}
    if "regex" in schema and not re.fullmatch(schema["regex"], text):
        return "wrong_form", {"form": schema["form"]}
    return None


def _mistakes_of_keys(
    document: Document, value: dict[str, Any], schemas: dict[str, Schema], path: Path_
) -> Iterator[SpecProblem]:
    for key in (key for key in value if key not in schemas):
        if wide := wide_sign(key):
            yield document.problem(wide, (*path, key), key=key)
        elif value[key] == "":
            yield document.problem("comma_in_text", (*path, key), key=key)
        else:
            yield document.problem("unknown_key", (*path, key), key=key, known=schemas)
    missing = [key for key, schema in schemas.items() if schema.get("required") and key not in value]
    for key in missing:
        rival = schemas[key].get("excludes")
        if rival not in value and rival not in missing[: missing.index(key)]:
            yield document.problem("missing_key", path, key=key)
    for key in (key for key in value if key in schemas):
        if schemas[key].get("excludes") in value:
            yield document.problem("not_both", (*path, key), key=key, other=schemas[key]["excludes"])
        for other in schemas[key].get("dependencies", ()):
            if other not in value:
                yield document.problem("missing_key", path, key=other)


def _name(document: Document, path: Path_) -> str:
    """Return the key in which a mistake is, that of the list where it is in an item of one."""
    return next((part for part in reversed(path) if isinstance(part, str)), document.file)


def schema_at(path: Path_) -> Schema:
    """Return the grammar of the node at a path of a template; empty where there may be none."""
    schema = TEMPLATE
    for part in path:
        schema = schema["either"][1] if "either" in schema else schema
        if "valuesrules" in schema:
            schema = schema["valuesrules"]
        elif schema.get("type") == "list":
            schema = schema.get("schema", {})
        else:
            schema = schema.get("schema", {}).get(part, {})
    return dict(schema["either"][0]) if "either" in schema else schema


def is_sourced(schema: Schema) -> bool:
    """Return whether the nodes of a grammar have a source of their own."""
    return "source" in schema.get("schema", {})
