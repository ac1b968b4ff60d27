"""The grammar as JSON Schemas, by which an editor completes and checks spec files while they are written.

An editor's YAML parser takes ``6`` for a number and ``true`` for a boolean where ours takes all for text, so both are
let in wherever such a text is. What a key means is in ``specs/messages/keys.zh-TW.yaml`` and ``rules.zh-TW.yaml``.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..spec import yaml_reader
from ..spec.examples import EXAMPLES
from ..spec.grammar import CODE_LISTS, CONDITION, DOCUMENTS, EXTENSION, SOURCE, TEMPLATE, YES_NO, Schema
from ..spec.library import packaged_folder
from ..spec.yaml_reader import Document

DRAFT = "https://json-schema.org/draft/2020-12/schema"

NAMES = ("spec", "code-lists", "examples")

# The parts that are in many places are written once, and so are the two forms of a spec.
_PARTS = {
    "source": SOURCE,
    "condition": CONDITION,
    "documents": DOCUMENTS,
    "code_lists": CODE_LISTS,
    "template": TEMPLATE,
    "extension": EXTENSION,
}
_GROUPS = {"extension": "template"}  # parts whose keys are described under another name
_OF_MAPPING = ("required", "excludes", "dependencies")  # rules of a key that JSON Schema has on the mapping around it


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of spec, code list and example files, by name. Raises SpecError."""
    described = read_keys().data
    either = {"if": {"required": ["extends"]}, "then": _ref("extension"), "else": _ref("template")}
    return {
        "spec": _file("spec", either, ("template", "extension"), described),
        "code-lists": _file("code-lists", _ref("code_lists"), ("code_lists",), described),
        "examples": _file("examples", _Translation(described).node(EXAMPLES, "examples"), (), described),
    }


def read_keys() -> Document:
    """Return what each key means: group → key → text; of a rule's keys, as its messages have it. Raises SpecError."""
    folder = packaged_folder() / "messages"
    keys, texts = (yaml_reader.read(folder / f"{name}.zh-TW.yaml") for name in ("keys", "rules"))
    data, places = {**keys.data, "rules": {}}, dict(keys.places)
    for code, declared in ((code, text["declared"]) for code, text in texts.data.items() if "declared" in text):
        data["rules"][code] = declared["about"]
        data[code] = declared.get("options", {})
        places["rules", code] = texts.place((code, "declared", "about"))
        places |= {(code, name): texts.place((code, "declared", "options", name)) for name in data[code]}
    return Document(keys.file, data, places)


def known_keys() -> set[tuple[str, str]]:
    """Return every key that a spec may have, with its group: the key that it is under."""
    grammars = (("template", TEMPLATE), ("template", EXTENSION), ("code_lists", CODE_LISTS), ("examples", EXAMPLES))
    return {pair for group, grammar in grammars for pair in _keys(grammar, group)}


def _keys(schema: Schema, group: str) -> Iterator[tuple[str, str]]:
    if "either" in schema:
        yield from _keys(schema["either"][1], group)
    elif inner := schema.get("valuesrules") or (schema.get("type") == "list" and schema["schema"]):
        yield from _keys(inner, group)
    else:
        for key, value in schema.get("schema", {}).items():
            yield group, key
            yield from _keys(value, key)


def _file(name: str, form: dict[str, Any], parts: tuple[str, ...], described: Any) -> dict[str, Any]:
    translation = _Translation(described)
    for part in parts:
        translation.define(part)
    head = {"$schema": DRAFT, "$comment": "cgs-validate spec docs", "description": described["files"][name]}
    return {**head, **form, **({"$defs": translation.parts} if parts else {})}


def _ref(part: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{part}"}


class _Translation:
    """Cerberus schemas as JSON Schemas; ``parts`` grows by those that are referred to."""

    def __init__(self, described: dict[str, dict[str, str]]) -> None:
        self.described = described
        self.parts: dict[str, Any] = {}

    def define(self, part: str) -> None:
        if part not in self.parts:
            self.parts[part] = {}  # its place among the parts; it may refer to others
            self.parts[part] = self.node(_PARTS[part], _GROUPS.get(part, part), within=part)

    def node(self, schema: Schema, group: str, within: str = "") -> dict[str, Any]:
        """Return the JSON Schema of a node. group: the key that it is under; within: the part that it is."""
        if "either" in schema:
            return {"anyOf": [self.node(one, group) for one in schema["either"]]}
        bare = {rule: value for rule, value in schema.items() if rule not in _OF_MAPPING}
        part = next((name for name, known in _PARTS.items() if known == bare and name != within), None)
        if part:
            self.define(part)
            return _ref(part)
        match bare.get("type"):
            case None:
                return {}
            case "string":
                return _text(bare)
            case "list":
                least = {"minItems": bare["minlength"]} if "minlength" in bare else {}
                return {"type": "array", **least, "items": self.node(bare["schema"], group)}
            case _ if "schema" in bare:
                return self._mapping(bare["schema"], group)
        names = {rule: value for rule, value in _text(bare["keysrules"]).items() if rule != "type"}
        least = {"minProperties": bare["minlength"]} if "minlength" in bare else {}
        values = self.node(bare["valuesrules"], group)
        return {"type": "object", **least, "propertyNames": names, "additionalProperties": values}

    def _mapping(self, declared: dict[str, Schema], group: str) -> dict[str, Any]:
        needs = {key: schema["dependencies"] for key, schema in declared.items() if "dependencies" in schema}
        rivals = [key for key, schema in declared.items() if "excludes" in schema]
        due = [key for key, schema in declared.items() if schema.get("required") and key not in rivals]
        return {
            "type": "object",
            "required": due,
            **({"dependentRequired": needs} if needs else {}),
            **({"oneOf": [{"required": [key]} for key in rivals]} if rivals else {}),
            "additionalProperties": False,
            "properties": {
                key: {"description": self._description(group, key), **self.node(schema, key)}
                for key, schema in declared.items()
            },
        }

    def _description(self, group: str, key: str) -> str:
        return self.described["anywhere"].get(key) or self.described.get(group, {}).get(key, "")


def _text(schema: Schema) -> dict[str, Any]:
    if schema.get("allowed") == YES_NO["allowed"]:
        return {"type": ["boolean", "string"], "pattern": "^(?:true|false)$"}
    if "allowed" in schema:
        return {"enum": schema["allowed"]}
    if "regex" not in schema:
        if "minlength" in schema:
            return {"type": ["string", "number", "boolean"], "minLength": schema["minlength"]}
        return {"type": ["string", "number", "boolean", "null"]}
    form: Schema = {"type": "string", "pattern": f"^(?:{schema['regex']})$"}
    if re.fullmatch(schema["regex"], "1"):
        form |= {"type": ["integer", "string"]}
        form |= {} if re.fullmatch(schema["regex"], "-1") else {"minimum": 0}
    return form
