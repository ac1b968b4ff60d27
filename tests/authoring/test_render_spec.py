"""A spec printed: for a maintainer, as the page of the documentation, and as YAML that is the same spec again."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cgs_validate import list_specs, load_spec
from cgs_validate.authoring.docs import pages
from cgs_validate.authoring.render_spec import render_spec_text
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.commands.cli import group
from cgs_validate.spec.library import load_file, packaged_folder


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(group, ["spec", "show", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("spec_id", list_specs())
def test_yaml_is_the_same_spec_again(spec_id: str, tmp_path: Path) -> None:
    family, _, version = spec_id.partition("/")
    (tmp_path / family).mkdir()
    path = tmp_path / family / f"{version}.yaml"
    path.write_text(shown(spec_id, "--format", "yaml"), "utf-8")
    shutil.copy(packaged_folder() / family / "code-lists.yaml", path.parent)
    assert load_file(path) == load_spec(spec_id)


def test_yaml_needs_no_quotes_for_numbers() -> None:
    text = shown("cgs/111", "--format", "yaml")
    assert "is: true\n" in text
    assert "most: 2\n" in text
    assert "first_row: 6\n" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("spec_id", list_specs())
def test_text_has_every_field_and_its_source(spec_id: str, language: str) -> None:
    spec = load_spec(spec_id)
    text = render_spec_text(spec, language, width=400)
    for declared in (*spec.fields.values(), *spec.rules, *spec.code_lists.values()):
        assert (declared.source.quote or declared.source.note).split("\n")[0] in text
    for field in spec.fields.values():
        assert field.header in text
        assert field.name in text


def test_markdown_is_the_page_of_the_documentation() -> None:
    page = pages()[Path("templates/cgs-111.md")]
    assert page.endswith(shown("cgs/111", "--format", "markdown", "--lang", "zh-TW"))
    assert "| J | 個案類別(主) | `category_main` | 代碼：個案類別；單選；必填 |" in page


def test_unknown_spec_is_an_error() -> None:
    result = CliRunner().invoke(group, ["spec", "show", "cgs/999", "--lang", "zh-TW"])
    assert result.exit_code == 2
    assert "cgs/999" in result.output


def test_english_has_its_own_punctuation() -> None:
    text = render_spec_text(load_spec("cgs/114"), "en", width=400)
    assert "Months: 114-08 and later" in text
    assert "codes: 身分; one only; must be filled in" in text
