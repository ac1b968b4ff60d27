"""What an editor says of a spec file, by the published JSON Schemas, agrees with what the lint says."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cgs_validate.authoring import json_schema, lint
from cgs_validate.spec import yaml_reader
from cgs_validate.spec.examples import EXAMPLES
from cgs_validate.spec.grammar import CODE_LISTS, EXTENSION, TEMPLATE, check
from cgs_validate.spec.library import packaged_folder

ROOT = Path(__file__).parents[2]
FAMILY = packaged_folder() / "cgs"
CASES = Path(__file__).parents[1] / "cases" / "specs"
FILES = [path for path in sorted([*FAMILY.glob("*.yaml"), *CASES.glob("*/*.yaml")]) if path.name != "lock.yaml"]
MISTAKES = yaml_reader.read(CASES / "mistakes.yaml").data
SCHEMAS = {name: jsonschema.Draft202012Validator(schema) for name, schema in json_schema.schemas().items()}
OF_GRAMMAR = ("unknown_key", "missing_key", "unknown_word", "wrong_form", "wrong_shape", "empty_value")


class EditorLoader(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: 6, 1.5, true and null are no texts; 12:30, 2026-07-15, no and every key are."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}  # type: ignore[no-untyped-call]


for tag, form in (
    ("null", "null|~|"),
    ("bool", "true|false"),
    ("int", "[-+]?[0-9]+"),
    ("float", r"[-+]?[0-9]*(\.[0-9]+|[0-9]\.|[0-9][eE][-+]?[0-9]+)"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^({form})$"), None)


def refused(path: Path, text: str) -> list[str]:
    """What an editor underlines in a file with that text."""
    kind = "examples" if path.name.endswith(".examples.yaml") else "code-lists" if "lists" in path.name else "spec"
    data = yaml.load(text, EditorLoader)
    return [error.message for error in SCHEMAS[kind].iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name].schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_right_files_are_right_in_an_editor(path: Path) -> None:
    assert refused(path, path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "specs" / "cgs").glob("*.yaml")), ids=lambda path: path.name)
def test_files_name_their_schema(path: Path) -> None:
    if path.name != "lock.yaml":
        first = path.read_text("utf-8").partition("\n")[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert named
        assert (path.parent / named[1]).exists()


@pytest.mark.parametrize("name", [name for name, mistake in MISTAKES.items() if mistake["code"] in OF_GRAMMAR])
def test_mistakes_are_underlined(name: str) -> None:
    mistake = {"file": "111", **MISTAKES[name]}
    path = FAMILY / f"{mistake['file']}.yaml"
    text = path.read_text("utf-8").replace(mistake["old"], mistake["new"], 1)
    wrong = yaml_reader.parse(text, path.name)
    of_file = list(check(wrong, EXTENSION if "extends" in wrong.data else TEMPLATE))
    assert bool(refused(path, text)) == bool(of_file)  # some are seen only where a change has been applied


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a: {title: a, codes: {1: {label: 甲}, no: {label: 110}}, S}", True),
        ("a: {title: a, codes: {}, S}", False),
        ("A: {title: a, codes: {1: {}}, S}", False),
        ("a: {title: , codes: {1: {}}, S}", False),
        ("a: {title: a, codes: [1], S}", False),
        ("[a]", False),
    ],
)
def test_editor_and_lint_agree_on_code_lists(text: str, right: bool) -> None:
    whole = text.replace("S}", "source: {document: A, place: 1, quote: 1.5}, basis: stated}")
    assert (not list(check(yaml_reader.parse(whole, "code-lists.yaml"), CODE_LISTS))) == right
    assert (not refused(Path("code-lists.yaml"), whole)) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("clean: {school: a, month: 111-10, sheets: {cases: {rows: [[], [1, '', ~, 1.5, true]]}}}", True),
        ("clean: {school: a, month: 111-10, like: cgs/111}", True),
        ("clean: {school: a, month: 111-10}", False),
        ("clean: {school: a, month: 111-13, like: cgs/111}", False),
        ("clean: {school: a, month: 111-10, like: cgs/111, sheets: {cases: {rows: [[]]}}}", False),
        ("clean: {school: a, month: 111-10, sheets: {cases: {rows: [1]}}}", False),
    ],
)
def test_editor_and_lint_agree_on_examples(text: str, right: bool) -> None:
    assert (not list(check(yaml_reader.parse(text, "111.examples.yaml"), EXAMPLES))) == right
    assert (not refused(Path("111.examples.yaml"), text)) == right


def test_every_key_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    described = json_schema.read_keys()
    described.data["fields"]["haeder"] = described.data["fields"].pop("header")
    monkeypatch.setattr(json_schema, "read_keys", lambda: described)
    found = [(problem.code, problem.params["key"]) for problem in lint.lint()]
    assert found == [("message_missing", "fields.header"), ("message_extra", "fields.haeder")]
