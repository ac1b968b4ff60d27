"""The specs themselves, and the mistakes that their authors are shown."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cgs_validate import SpecError, list_specs, load_spec, validate
from cgs_validate.authoring import lint, lock
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.checking.rules import PAST_RULES
from cgs_validate.commands.cli import group
from cgs_validate.errors import SpecProblem
from cgs_validate.spec import library, yaml_reader
from cgs_validate.spec.examples import load_example
from cgs_validate.spec.library import load_file, packaged_folder, spec_files_by_id
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.spec.shorthand import with_defaults
from cgs_validate.templates.workbook import build_template

SPECS = packaged_folder()
MISTAKES = yaml_reader.read(Path(__file__).parents[1] / "cases" / "specs" / "mistakes.yaml").data


def test_all_specs_and_messages_are_right() -> None:
    assert lint.lint() == []


def test_all_specs_load_in_120_milliseconds() -> None:
    load = """
import time
from cgs_validate.spec.library import all_specs
begun = time.process_time()
all_specs()
print(time.process_time() - begun)
"""
    times = [subprocess.run([sys.executable, "-c", load], capture_output=True, text=True).stdout for _ in range(3)]
    assert min(map(float, times)) < 0.12


@pytest.mark.parametrize("spec_id", list_specs())
def test_a_spec_is_the_same_without_checks(spec_id: str) -> None:
    assert load_spec(spec_id) == load_file(spec_files_by_id()[spec_id])


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("111", "\nbasis: stated", "\nbasis: *sure", "yaml_alias"),
        ("111", "\nsheets:", "\nsheets: [", "yaml_bracket"),
        ("112", "\n  - rename: sheets.cases", "\n  - rename: sheets.case", "nothing_there"),
    ],
)
def test_a_mistake_in_the_packages_specs_has_its_line(
    file: str, old: str, new: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy_of_family(tmp_path) / f"{file}.yaml"
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    monkeypatch.setattr(library, "packaged_folder", lambda: tmp_path)
    with pytest.raises(SpecError) as raised:
        load_spec(f"cgs/{file}")
    line = text.count("\n", 0, text.index(old)) + 2
    assert [(problem.code, problem.line) for problem in raised.value.problems] == [(code, line)]


def test_every_field_and_list_has_a_source() -> None:
    for spec in map(load_spec, list_specs()):
        for sourced in (*(f for s in spec.sheets.values() for f in s.fields.values()), *spec.code_lists.values()):
            assert sourced.source.quote or sourced.source.note, sourced


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_has_its_line_and_the_nearest_word(name: str, family: Path) -> None:
    mistake: dict[str, Any] = {"file": "111", **MISTAKES[name]}
    path = family / f"{mistake['file']}.yaml"
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
        sentence = problem.message(language)
        assert re.match(r"cgs/[0-9]+\.yaml:[0-9]+: ", sentence)
        assert mistake.get("nearest", "") in sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 50_000, "yaml_too_deep"),
        ("a: " + "x" * 10_000_000, "yaml_too_large"),
        ("- " * 50_000, "yaml_too_deep"),
        ("a: &a [x, x]\nb: [*a, *a, *a]", "yaml_alias"),
        ("a: \x07", "yaml_characters"),
        ("a: 'x", "yaml_quote"),
        ("a: >x", "yaml_syntax"),
        ("? [a]\n: b", "yaml_key_not_text"),
    ],
)
def test_hostile_yaml_gets_one_sentence(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "111.yaml"
    path.write_text(text)
    with pytest.raises(SpecError) as raised:
        yaml_reader.read(path)
    assert [problem.code for problem in raised.value.problems] == [code]
    assert len(printed_by_lint(path)) == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("    header_row: 3", "\theader_row: 3", "縮排用了 Tab 鍵"),
        ("basis: stated", "basis: *stated", "不能用 & 或 * 開頭"),
        ("status: released", "<<: {status: released}", "不能用 << 合併"),
        ("status: released", "status: released\nstatus: draft", "「status」寫了兩次，第一次在第 9 行"),
        ("is: 111-08", "is: 010", "「is」的「010」寫法不對"),
        ("is: true", "is: no", "「is」不能填「no」。可以填：true, false。"),
        ("first_row: 6", "first_row: 0x6", "「first_row」的「0x6」寫法不對"),
    ],
)
def test_bad_yaml_gets_one_sentence_on_the_command_line(old: str, new: str, sentence: str, family: Path) -> None:
    change(family / "111.yaml", old, new)
    (line,) = printed_by_lint(family / "111.yaml")
    assert re.match(r"cgs/111\.yaml:[0-9]+: ", line)
    assert sentence in line


def test_scalars_stay_as_typed() -> None:
    document = yaml_reader.parse("a: [01, 010, 12:30, 1_000, no, on, ~, 1.0]", "a.yaml")
    assert document.data == {"a": ["01", "010", "12:30", "1_000", "no", "on", "~", "1.0"]}


@pytest.mark.parametrize("spec_id", list_specs())
def test_blank_is_recognised_and_without_findings(spec_id: str) -> None:
    report = validate(build_template(load_spec(spec_id)))
    assert (report.spec.id, report.findings) == (spec_id, ())


@pytest.mark.parametrize("spec_id", list_specs())
def test_clean_example_is_recognised_and_clean(spec_id: str) -> None:
    example = load_example(spec_id, "clean")
    report = validate(build_template(load_spec(spec_id), example), stage=example.stage)
    assert (report.spec.id, report.findings) == (spec_id, ())


@pytest.mark.parametrize("spec_id", list_specs())
def test_errors_example_shows_every_code_of_the_spec(spec_id: str) -> None:
    spec, example = load_spec(spec_id), load_example(spec_id, "errors")
    report = validate(build_template(spec, example), stage=example.stage)
    assert codes_of(spec) <= {finding.code for finding in report.findings}


def codes_of(spec: TemplateSpec) -> set[str]:
    """The codes that cells of a template can get by what its spec declares, without a workbook of another month."""
    codes = {"required", "merged_cell", "gap_in_rows", "error_value", "formula_without_value"}
    fields = [field for sheet in spec.sheets.values() for field in sheet.fields.values()]
    for field in fields:
        several = field.choices is not None and field.choices.most != 1
        shown = {
            ("allowed", "bare_code", "full_width"): field.codes is not None,
            ("whole_number",): field.type == "integer",
            ("answer_expected", "placeholder_expected"): field.otherwise is not None,
            ("blank_expected",): field.blank_otherwise,
            ("codes_only_when",): bool(field.codes_only_when),
            ("separator", "choices_repeat"): several,
            ("choices_most",): several and field.choices.most is not None,  # type: ignore[union-attr]
            ("choices_none",): several and field.choices.none is not None,  # type: ignore[union-attr]
            ("unusual",): field.usual is not None,
            ("stage",): field.stages is not None,
            field.personal_data: True,
            tuple(field.constraints.keys() - {"allowed"}): True,
        }
        codes |= {code for names, is_so in shown.items() if is_so for code in names}
    rules = [*spec.rules, *(rule for sheet in spec.sheets.values() for rule in sheet.rules)]
    return codes | {rule.name for rule in rules} - {rule.CODE for rule in PAST_RULES}


def test_a_folder_of_ones_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copy_of_family(tmp_path) / "111.yaml"
    path.write_text(path.read_text().replace("（111學年度適用表格）", "（本校）"))
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    assert "（本校）" in load_spec("cgs/111").title


def test_unknown_spec_names_the_nearest() -> None:
    with pytest.raises(SpecError) as raised:
        load_spec("cgs/11")
    assert "cgs/111" in raised.value.problems[0].message("zh-TW")


def test_a_spec_of_another_folder_may_extend_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cgs").mkdir()
    (tmp_path / "cgs" / "115.yaml").write_text(EXTENSION)
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    spec, extended = load_spec("cgs/115"), load_spec("cgs/114")
    assert spec.sheets["cases"].fields.keys() - extended.sheets["cases"].fields.keys() == {"remark"}
    assert spec.sheets["cases"].fields["remark"].source.place == "O3"
    assert list(spec.sheets["cases"].fields)[-2:] == ["remark", "sessions"]


def test_a_change_weakens_what_it_touches() -> None:
    fields = load_spec("cgs/114").sheets["cases"].fields
    assert {field.basis for field in fields.values()} == {"observed", "assumed"}
    assert fields["student_sex"].source.document == "P3"
    assert {field.basis for field in load_spec("cgs/113").sheets["cases"].fields.values()} == {"assumed"}
    assert load_spec("cgs/112").sheets["cases"].fields == load_spec("cgs/111").sheets["cases"].fields


def test_what_no_rule_checks_weakens_nothing() -> None:
    """The names of the sheets of 112 were only observed; that both sheets are due is stated all the same."""
    sheets = load_spec("cgs/112").sheets.values()
    assert {(sheet.sheet_name[-6:], sheet.basis) for sheet in sheets} == {
        ("1.當月個案", "stated"),
        ("2.相關服務", "stated"),
    }


def test_was_is_shown_as_it_is_written(family: Path) -> None:
    change(family / "112.yaml", "rename: sheets.cases\n    was: ", "change: sheets.cases.layout\n    was: ")
    (problem,) = problems_of(family / "112.yaml")
    assert problem.params["found"].startswith('{title_row: "1", header_row: "3", first_row: "6"')


def test_a_letter_in_a_shared_list_changes_its_years(family: Path) -> None:
    change(family / "code-lists.yaml", "label: 網路沉迷", "label: 網路沈迷")
    found = [(problem.code, problem.params["key"]) for problem in lint_family(family)]
    assert found == [("released_changed", f"cgs/{year}") for year in ("109", "111", "112")]


def test_an_amendment_has_a_reason_and_is_locked_anew(family: Path) -> None:
    change(family / "108.yaml", "min: 0", "min: 1")
    with pytest.raises(SpecError):
        lock.lock(lint.load([family / "108.yaml"])[0])
    amended = "amended:\n  - {date: 2026-11-22, reason: 測試}\n"
    change(family / "108.yaml", "amended:\n", amended)
    assert [problem.params["key"] for problem in lint_family(family)] == ["cgs/109"]
    change(family / "109.yaml", "amended:\n", amended)
    assert lint_family(family) == []
    assert CliRunner().invoke(group, ["spec", "lock"]).exit_code == 0
    change(family / "108.yaml", "min: 1", "min: 2")
    assert "released_changed" in {problem.code for problem in lint_family(family)}


def test_a_spec_of_ones_own_changes_no_year_that_extends_its_namesake(family: Path) -> None:
    for path in family.glob("*"):
        if not path.name.startswith("111."):
            path.unlink()
    change(family / "111.yaml", "header: 身分", "header: 職稱")
    headers = {spec_id: load_spec(spec_id).sheets["cases"].fields["identity"].header for spec_id in list_specs()[2:4]}
    assert headers == {"cgs/111": "職稱", "cgs/112": "身分"}
    assert lint.lint([SPECS / "cgs" / "112.yaml"]) == []


def test_locking_ones_own_specs_leaves_ours_locked(family: Path) -> None:
    (family / "lock.yaml").unlink()
    result = CliRunner().invoke(group, ["spec", "lock"])
    assert result.stdout.splitlines() == [str(family / "lock.yaml")]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("a file")
    result = CliRunner().invoke(group, ["spec", "docs", "-o", str(tmp_path / "docs"), "--lang", "zh-TW"])
    assert result.exit_code == 2
    assert "沒辦法寫入" in result.stderr


@pytest.mark.parametrize("name", [".", "..", "code-lists.yaml", "lock.yaml", "112.yaml", "112.examples.yaml"])
def test_lint_takes_files_and_folders_from_wherever_one_is(
    name: str, family: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(family)
    assert lint.lint([Path(name)]) == []
    change(family / "112.yaml", "is: 112-08", "is: 112-8")
    assert "wrong_form" in {problem.code for problem in lint.lint([Path(name)])}


def test_a_path_without_specs_is_found(tmp_path: Path) -> None:
    assert [problem.code for problem in lint.lint([tmp_path])] == ["no_specs"]


def test_wrong_examples_are_found(family: Path) -> None:
    change(family / "112.examples.yaml", "like: cgs/111", "like: cgs/110")
    assert [problem.code for problem in lint_family(family)] == ["unknown_spec"]


def test_released_means_locked(family: Path) -> None:
    (family / "lock.yaml").unlink()
    assert {problem.code for problem in lint_family(family)} == {"not_locked"}


def test_a_locked_spec_cannot_vanish(family: Path) -> None:
    (family / "108.yaml").unlink()
    assert "locked_missing" in {problem.code for problem in lint_family(family)}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("is: 112-08", "is: 112-09", "months_gap"), ("is: 112-08", "is: 112-07", "months_overlap")],
)
def test_months_have_one_template_each(old: str, new: str, code: str, family: Path) -> None:
    change(family / "112.yaml", old, new)
    assert [problem.code for problem in lint_family(family) if problem.code.startswith("months")] == [code]


@pytest.mark.parametrize("regex", ["(a+)+b", "(a|aa)+", "[a-z]*[a-c]*x", "([0-9]+,)*[0-9]+", r"(.)x*\1"])
def test_regexes_that_blow_up_are_refused(regex: str, family: Path) -> None:
    change(
        family / "113.yaml",
        "basis: assumed\n",
        f"basis: assumed\nchanges:\n  - add: {CODE}.regex\n    to: '{regex}'\n{PROOF}",
    )
    assert [problem.code for problem in lint_family(family)] == ["regex_blows_up"]


def test_defaults_of_a_sheet_come_before_those_of_the_file() -> None:
    """What a part says itself comes before both; a field that says when it is required takes no default for that."""
    fields = """
      a: {header: 甲, source: {place: A1, quote: 甲}}
      b: {header: 乙, required: false, source: {document: C, place: B1, note: 乙}, basis: assumed}
      c: {header: 丙, required_when: {a: [x]}, source: {quote: 丙}}
    """
    text = f"defaults: {{document: A, place: X, basis: observed, required: true}}\nsheets:\n  s:\n    fields:{fields}"
    sheet = text + "\n    defaults: {document: B}"
    for written, document in ((text, "A"), (sheet, "B")):
        filled = with_defaults(yaml_reader.parse(written, "a")).data
        assert filled == {
            "sheets": {
                "s": {
                    "fields": {
                        "a": {
                            "header": "甲",
                            "required": "true",
                            "source": {"place": "A1", "quote": "甲", "document": document},
                            "basis": "observed",
                        },
                        "b": {
                            "header": "乙",
                            "required": "false",
                            "source": {"document": "C", "place": "B1", "note": "乙"},
                            "basis": "assumed",
                        },
                        "c": {
                            "header": "丙",
                            "required_when": {"a": ["x"]},
                            "source": {"quote": "丙", "document": document, "place": "X"},
                            "basis": "observed",
                        },
                    }
                }
            }
        }


def test_instructions_that_name_no_list_are_found_by_lint(family: Path) -> None:
    change(family / "111.yaml", '"{grade}"', '"{graed}"')
    (problem, *_) = [problem for problem in lint_family(family) if problem.code == "unknown_code_list"]
    assert (problem.params["key"], problem.params["nearest"]) == ("graed", "grade")


CODE = "sheets.cases.fields.teacher_code"
PROOF = "    source: {document: A1, place: a, quote: a}\n    basis: assumed\n"
EXTENSION = """
spec: cgs/115
extends: cgs/114
title: 輔導教師工作成果（115學年度）
status: draft
months: {from: 115-08}
source: {document: W, place: 檔名, quote: 115學年度}
basis: observed
documents: {W: {title: 115 學年度空白表格}}
changes:
  - add: sheets.cases.fields.remark
    at: {before: sessions}
    to: {header: 備註, type: string}
    source: {document: W, place: O3, quote: 備註}
    basis: observed
"""


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with all the specs of the family."""
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    return copy_of_family(tmp_path)


def printed_by_lint(path: Path) -> list[str]:
    """The lines that ``spec lint`` prints for a file that it refuses."""
    result = CliRunner().invoke(group, ["spec", "lint", str(path), "--lang", "zh-TW"])
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr.splitlines()


def problems_of(path: Path) -> list[SpecProblem]:
    with pytest.raises(SpecError) as raised:
        load_file(path)
    return list(raised.value.problems)


def lint_family(family: Path) -> list[SpecProblem]:
    return lint.lint(sorted(family.glob("1??.yaml")))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def copy_of_family(folder: Path) -> Path:
    return Path(shutil.copytree(SPECS / "cgs", folder / "cgs"))
