"""The specs themselves, and how their authors' mistakes are told."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from cgs_validate import SpecError, list_specs, load_spec, spec_files, spec_lint
from cgs_validate.messages import LANGUAGES, catalog
from cgs_validate.spec_library import load_file, packaged_folder

SPECS = packaged_folder()
MISTAKES = spec_files.read(Path(__file__).parent / "cases" / "specs" / "mistakes.yaml").data


def test_all_specs_and_messages_are_right() -> None:
    assert spec_lint.lint() == []


def test_every_field_and_list_has_a_source() -> None:
    for spec in map(load_spec, list_specs()):
        for sourced in (*(f for s in spec.sheets.values() for f in s.fields.values()), *spec.code_lists.values()):
            assert sourced.source.quote, sourced


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_told_by_line_and_what_was_meant(name: str, tmp_path: Path) -> None:
    mistake: dict[str, Any] = MISTAKES[name]
    path = copy_of_111(tmp_path)
    text = path.read_text()
    assert mistake["old"] in text
    path.write_text(text.replace(mistake["old"], mistake["new"], 1))
    with pytest.raises(SpecError) as raised:
        load_file(path)
    problem = raised.value.problems[0]
    assert problem.code == mistake["code"]
    first_line = text[: text.index(mistake["old"])].count("\n") + 1
    if problem.code not in ("missing_key", "doubled_header"):
        assert first_line - 1 <= (problem.line or 0) <= first_line + mistake["new"].count("\n") + 2
    for language in LANGUAGES:
        sentence = catalog(language).problem(problem)
        assert re.match(r"cgs/111\.yaml:[0-9]+: ", sentence)
        assert mistake.get("meant", "") in sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 50_000, "yaml_too_deep"),
        ("a: " + "x" * 10_000_000, "yaml_too_large"),
        ("a: \x07", "yaml_characters"),
        ("? [a]\n: b", "yaml_key_not_text"),
    ],
)
def test_hostile_yaml_gets_one_sentence(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "111.yaml"
    path.write_text(text)
    with pytest.raises(SpecError) as raised:
        spec_files.read(path)
    assert [problem.code for problem in raised.value.problems] == [code]


def test_scalars_stay_as_typed() -> None:
    document = spec_files.parse("a: [01, 010, 12:30, 1_000, no, on, ~, 1.0]", "a.yaml")
    assert document.data == {"a": ["01", "010", "12:30", "1_000", "no", "on", "~", "1.0"]}


def test_a_folder_of_ones_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copy_of_111(tmp_path)
    path.write_text(path.read_text().replace("（111學年度適用表格）", "（本校）"))
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    assert "（本校）" in load_spec("cgs/111").title


def test_unknown_spec_names_the_nearest() -> None:
    with pytest.raises(SpecError) as raised:
        load_spec("cgs/11")
    assert "cgs/111" in catalog("zh-TW").problem(raised.value.problems[0])


def copy_of_111(folder: Path) -> Path:
    (folder / "cgs").mkdir()
    shutil.copy(SPECS / "cgs" / "code-lists.yaml", folder / "cgs")
    return Path(shutil.copy(SPECS / "cgs" / "111.yaml", folder / "cgs"))
