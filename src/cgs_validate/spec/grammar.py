"""Which keys a spec may have: the grammar, written as Cerberus schemas, and its mistakes told by file and line.

All scalars are text here (spec_files.py), so numbers and yes/no are given by patterns.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from ..errors import SpecProblem
from .yaml_reader import Document, Path_

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minlength": 1}
NAME: Schema = {"type": "string", "regex": "[a-z][a-z0-9_]*"}
NUMBER: Schema = {"type": "string", "regex": "-?[0-9]+"}
COUNT: Schema = {"type": "string", "regex": "[0-9]+"}
YES_NO: Schema = {"type": "string", "allowed": ["true", "false"]}
MONTH: Schema = {"type": "string", "regex": "[0-9]{2,3}-(0[1-9]|1[0-2])"}
DATE: Schema = {"type": "string", "regex": "[0-9]{4}-[0-9]{2}-[0-9]{2}"}
TREE_PATH: Schema = {"type": "string", "regex": "[^.]+(\\.[^.]+)*"}
DIGEST: Schema = {"type": "string", "regex": "sha256:[0-9a-f]{64}"}
AREA: Schema = {"type": "string", "regex": "[A-Z]{1,3}[0-9]+:[A-Z]{1,3}[0-9]+"}
ID: Schema = {"type": "string", "regex": "[a-z][a-z0-9-]*/[a-z0-9][a-z0-9.-]*"}
# What a pattern is called where a mistake is told
ANSWER: Schema = {"type": "string", "regex": r"[^“”‘’][\s\S]*"}  # typed into a cell; quotes of that sort are a slip
FORMS = {
    NAME["regex"]: "name",
    NUMBER["regex"]: "number",
    COUNT["regex"]: "count",
    MONTH["regex"]: "month",
    DATE["regex"]: "date",
    TREE_PATH["regex"]: "tree_path",
    DIGEST["regex"]: "digest",
    AREA["regex"]: "area",
    ID["regex"]: "id",
    ANSWER["regex"]: "answer",
}
TEXTS: Schema = {"type": "list", "minlength": 1, "schema": TEXT}
NAMES: Schema = {"type": "list", "minlength": 1, "schema": NAME}
TEXT_BY_AREA: Schema = {"type": "dict", "keysrules": AREA, "valuesrules": TEXT}
# field: [codes]; several fields must all hold one of theirs
CONDITION: Schema = {"type": "dict", "minlength": 1, "keysrules": NAME, "valuesrules": TEXTS}


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


# The age in full years at a date, of at least ``min`` and at most ``max``
AGE = mapping(born=required(NAME), on=required(NAME), min=COUNT, max=COUNT)

SOURCE = mapping(document=required(TEXT), place=required(TEXT), quote=required(TEXT))
BASIS: Schema = {"type": "string", "allowed": ["stated", "observed", "assumed"]}
SOURCED = {"source": required(SOURCE), "basis": required(BASIS)}

VALUE_RULES = {
    "type": {"type": "string", "allowed": ["string", "integer", "date"]},
    "required": YES_NO,
    "allowed": {"type": "list", "minlength": 1, "schema": ANSWER},
    "regex": TEXT,
    "min": NUMBER,
    "max": NUMBER,
    "minlength": COUNT,
    "maxlength": COUNT,
}
FIELD = mapping(
    header=required(TEXT),
    also=TEXTS,
    **VALUE_RULES,
    calendar={"type": "string", "allowed": ["roc", "gregorian"]},
    codes=NAME,
    choices=mapping(separator=required(ANSWER), most=COUNT, none=ANSWER, **SOURCED),
    usual=mapping(min=NUMBER, max=NUMBER, **SOURCED),
    applies_when=CONDITION,
    otherwise=ANSWER,
    required_when=CONDITION,
    required_at_age=AGE,
    codes_only_when=each(CONDITION, keys=TEXT),
    stages=mapping(
        codes=required(each(TEXTS, keys={"type": "string", "allowed": ["elementary", "junior", "senior"]})),
        **SOURCED,
    ),
    personal_data={
        "type": "list",
        "schema": {"type": "string", "allowed": ["national_id", "person_name", "class_seat"]},
    },
    **SOURCED,
)
# The rules themselves are entered by ``rule_options``
SHEET_RULE = mapping(**SOURCED)
WORKBOOK_RULE = mapping(**SOURCED)
SHEET = mapping(
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
    **SOURCED,
)
CODE = mapping(label=TEXT, aliases=TEXTS, definition=TEXT)
CODE_LIST = mapping(title=required(TEXT), prefix=TEXT, codes=required(each(CODE, keys=ANSWER)), **SOURCED)
CODE_LISTS = each(CODE_LIST)
DOCUMENTS = each(mapping(title=required(TEXT), address=TEXT), keys=TEXT)

# What every file says for itself; nothing of it is taken over from the template that it extends.
OWN = {
    "spec": required(ID),
    "title": required(TEXT),
    "status": required({"type": "string", "allowed": ["released", "provisional", "draft"]}),
    "months": required({"type": "dict", "schema": {"from": required(MONTH), "to": MONTH}}),
    "amended": many(mapping(date=required(DATE), reason=required(TEXT))),
    **SOURCED,
}
TEMPLATE = mapping(
    **OWN,
    documents=required(DOCUMENTS),
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
EXTENSION = mapping(**OWN, extends=required(ID), documents=DOCUMENTS, code_lists=CODE_LISTS, changes=many(CHANGE))


def check(document: Document, grammar: Schema) -> Iterator[SpecProblem]:
    """Yield every place where a document departs from a grammar (``TEMPLATE``, ``EXTENSION`` or ``CODE_LISTS``)."""
    from cerberus import Validator  # specs that were checked when they were locked need none

    validator = Validator({"root": grammar})
    if not validator.validate({"root": document.data}, normalize=False):
        yield from _problems(document, validator._errors, [])


def schema_at(path: Path_) -> Schema:
    """Return the grammar of what may stand at a path of a template; empty where nothing may."""
    schema = TEMPLATE
    for part in path:
        if "valuesrules" in schema:
            schema = schema["valuesrules"]
        elif schema.get("type") == "list":
            schema = schema.get("schema", {})
        else:
            schema = schema.get("schema", {}).get(part, {})
    return schema


def is_sourced(schema: Schema) -> bool:
    """Tell whether what a grammar describes names a source of its own."""
    return "source" in schema.get("schema", {})


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the word that was probably meant, or an empty string."""
    return next(iter(get_close_matches(word, list(words), 1, 0.6)), "")


def _problems(document: Document, found: Iterable[Any], keys: list[str]) -> Iterator[SpecProblem]:
    for error in found:
        if error.is_group_error:
            known = list(error.constraint) if isinstance(error.constraint, dict) else []
            yield from _problems(document, error.child_errors, known)
        else:
            yield _problem(document, error, keys)


def _problem(document: Document, error: Any, keys: list[str]) -> SpecProblem:
    from cerberus import errors

    path: Path_ = tuple(error.document_path[1:])
    key = next((part for part in reversed(path) if isinstance(part, str)), document.file)
    if error.code == errors.UNKNOWN_FIELD.code and error.value == "":
        return document.problem("comma_in_text", path, key=key)
    if error.code == errors.UNKNOWN_FIELD.code:
        return document.problem("unknown_key", path, key=key, meant=nearest(key, keys), known=", ".join(keys))
    if error.code == errors.REQUIRED_FIELD.code:
        return document.problem("missing_key", path[:-1], key=key)
    if error.code == errors.EXCLUDES_FIELD.code:
        return document.problem("not_both", path, key=key, other=error.constraint)
    if error.code == errors.DEPENDENCIES_FIELD.code:
        return document.problem("missing_key", path[:-1], key=error.info[0])
    if error.code == errors.BAD_TYPE.code:
        return document.problem("wrong_shape", path, key=key, shape=error.constraint)
    if error.code == errors.UNALLOWED_VALUE.code:
        known = ", ".join(error.constraint)
        meant = nearest(str(error.value), error.constraint)
        if "keysrules" in error.schema_path:
            return document.problem("unknown_key", path, key=key, meant=meant, known=known)
        return document.problem("unknown_word", path, key=key, word=str(error.value), meant=meant, known=known)
    if error.code == errors.REGEX_MISMATCH.code and "keysrules" in error.schema_path:
        return document.problem("wrong_name", path, key=key, form=FORMS[error.constraint])
    if error.code == errors.REGEX_MISMATCH.code:
        return document.problem("wrong_form", path, key=key, word=str(error.value), form=FORMS[error.constraint])
    return document.problem("empty_value", path, key=key)
