"""Two specs held against each other: what each difference means, and that the other way round means the opposite."""

from collections.abc import Iterable
from dataclasses import fields, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cgs_validate import list_specs, load_spec
from cgs_validate.authoring import render_diff
from cgs_validate.authoring.diff import DIRECTIONS, Change, Meaning, Place, compare, merged, moved_names
from cgs_validate.authoring.diff_table import comparison_table
from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.checking.rules import RULES
from cgs_validate.commands.cli import group
from cgs_validate.spec import grammar, yaml_reader
from cgs_validate.spec.library import load_file, packaged_folder
from cgs_validate.spec.model import FieldSpec, SheetSpec, TemplateSpec
from cgs_validate.spec.next_month import NextMonthSpec
from cgs_validate.spec.rule_options import DECLARED

CASES: dict[str, Any] = yaml_reader.read(Path(__file__).parents[1] / "cases" / "specs" / "comparison.yaml").data
MIRRORED = {
    Meaning.NEW: Meaning.REMOVED,
    Meaning.REMOVED: Meaning.NEW,
    Meaning.STRICTER: Meaning.LOOSER,
    Meaning.LOOSER: Meaning.STRICTER,
    Meaning.WARNS: Meaning.BLOCKS,
    Meaning.BLOCKS: Meaning.WARNS,
}


def copy_of_111(folder: Path, case: dict[str, Any] | None = None) -> TemplateSpec:
    (folder / "cgs").mkdir(parents=True)
    for name in ("111", "code-lists"):
        text = (packaged_folder() / "cgs" / f"{name}.yaml").read_text("utf-8")
        for edit in (case, case.get("edit")) if case else ():
            if edit and name == (edit.get("in", "111")):
                assert edit["old"] in text
                text = text.replace(edit["old"], edit["new"], 1)
        (folder / "cgs" / f"{name}.yaml").write_text(text, "utf-8")
    return load_file(folder / "cgs" / "111.yaml")


def mirrored(changes: Iterable[Change]) -> set[str]:
    """Changes as those of the other way round; a code list has the name that it has in the new spec."""
    return {
        str((MIRRORED.get(change.meaning, change.meaning), change.place[:2], change.key, change.after, change.before))
        for change in changes
    }


def plain(changes: Iterable[Change]) -> set[str]:
    return {str((change.meaning, change.place[:2], change.key, change.before, change.after)) for change in changes}


@pytest.mark.parametrize("name", CASES)
def test_a_change_has_its_meaning(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    old, new = copy_of_111(tmp_path / "old"), copy_of_111(tmp_path / "new", case)
    changes = compare(old, new)
    listed = [f"{change.meaning} {change.key}" for change in changes]
    if "first" in case:
        assert listed[0] == case["first"]
        assert {change.meaning for change in changes[1:]} == {Meaning.SOURCE}
    else:
        assert listed == case["tells"]
    assert mirrored(compare(new, old)) == plain(changes)


@pytest.mark.parametrize(("old", "new"), list(product(list_specs(), repeat=2)))
def test_the_other_way_round_is_the_opposite(old: str, new: str) -> None:
    there, back = compare(load_spec(old), load_spec(new)), compare(load_spec(new), load_spec(old))
    assert plain(there) == mirrored(back)
    assert bool(there) == (old != new)


ORDERS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(ORDERS, ORDERS)
def test_names_of_both_have_the_new_order(before: list[str], after: list[str]) -> None:
    order = merged(before, after)
    assert sorted(order) == sorted({*before, *after})
    assert [name for name in order if name in after] == after


@given(st.permutations("abcdef"), st.permutations("abcdef"))
def test_the_fewest_columns_move_and_the_same_either_way(old: list[str], new: list[str]) -> None:
    moved = moved_names(old, new)
    assert moved == moved_names(new, old)
    assert [name for name in old if name not in moved] == [name for name in new if name not in moved]
    assert (old == new) == (not moved)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "most": st.integers(1, 4),
    "maxlength": st.integers(0, 4),
    "minlength": st.integers(0, 4),
    "min": st.integers(-2, 2),
    "max": st.integers(-2, 2),
    "required": st.booleans(),
    "allowed": st.lists(st.sampled_from("abc"), min_size=1, unique=True),
    "personal_data": st.lists(st.sampled_from("abc"), min_size=1, unique=True),
    "none": st.sampled_from("0-"),
    "regex": st.sampled_from(["a", "b"]),
    "type": st.sampled_from(["string", "integer", "date"]),
    "stages": st.dictionaries(st.sampled_from("ab"), st.lists(st.sampled_from("12"), unique=True)),
    "codes_only_when": st.dictionaries(
        st.sampled_from("ab"), st.dictionaries(st.sampled_from("xy"), st.lists(st.sampled_from("12"), unique=True))
    ),
}


@given(st.data(), st.sampled_from(sorted(VALUES)))
def test_directions_are_mirrored(data: st.DataObject, key: str) -> None:
    values = st.none() | VALUES[key]
    before, after = data.draw(values), data.draw(values)
    if before != after:
        there, back = DIRECTIONS[key](before, after), DIRECTIONS[key](after, before)
        assert MIRRORED.get(there, there) == back


def test_every_part_of_a_spec_is_compared() -> None:
    """What joins the grammar must join the comparison: these are the parts that it knows."""
    assert set(grammar.VALUE_RULES) <= DIRECTIONS.keys()
    backing = {"source", "basis"}
    field = {item.name for item in fields(FieldSpec)} - backing
    assert field - DIRECTIONS.keys() == {"name", "constraints", "choices", "usual", "next_month", "backing", "offered"}
    sheet = {item.name for item in fields(SheetSpec)} - backing
    assert sheet - DIRECTIONS.keys() == {"name", "layout", "fields", "next_month"}
    assert {f"next_{item.name}" for item in fields(NextMonthSpec)} - {"next_source", "next_basis"} <= DIRECTIONS.keys()
    template = {item.name for item in fields(TemplateSpec)} - backing - DIRECTIONS.keys()
    assert template == {"id", "first_month", "last_month", "sheets", "code_lists", "amendments", "digest", "backing"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_and_rule_has_words(language: str) -> None:
    sentences, rules = catalog(language).sentences, catalog(language).rules
    assert DIRECTIONS.keys() <= sentences["asks"].keys()
    assert {code for code, texts in rules.items() if "declared" in texts} == DECLARED.keys() <= RULES.keys()
    assert set(sentences["comparison"]["meanings"]) == set(Meaning)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("old", "new"), [("cgs/109", "cgs/111"), ("cgs/111", "cgs/109"), ("cgs/112", "cgs/114")])
def test_table_has_every_change_once(old: str, new: str, language: str) -> None:
    before, after = load_spec(old), load_spec(new)
    table = comparison_table(before, after, catalog(language))
    lines = [line for section in table.sections for entry in section.entries for line in entry]
    assert sum(table.counts.values()) == len(compare(before, after)) == sum(bool(line.meaning) for line in lines)
    for line in lines:
        assert bool(line.note) == bool(line.meaning)
        assert line.after or line.before


def test_a_row_reads_after_before_and_what_it_means() -> None:
    markdown = render_diff.render_comparison_markdown(load_spec("cgs/112"), load_spec("cgs/114"), "zh-TW")
    assert "| 修正後 | 修正前 | 說明 |" in markdown
    assert "| **E 性別** | **E 學生性別** | 【改名】修正欄位名稱。 |" in markdown
    assert "|  | 代碼：男、女 | 【變嚴】刪除代碼。 |" in markdown
    assert "| **F 性別說明** | **（無）** | 【新增欄位】新增這一欄。 |" in markdown


def test_page_escapes_and_marks_the_words_that_changed(tmp_path: Path) -> None:
    edit = {"old": "C4:C5: 學校自行編定，每位", "new": "C4:C5: 學校自行編定<b>，每位"}
    old, new = copy_of_111(tmp_path / "old"), copy_of_111(tmp_path / "new", edit)
    page = render_diff.render_comparison_html(old, new, "zh-TW")
    assert "學校自行編定<u>&lt;b&gt;</u>，每位" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_spec_is_the_same_as_itself() -> None:
    result = CliRunner().invoke(group, ["spec", "diff", "cgs/111", "cgs/111", "--lang", "zh-TW"])
    assert result.exit_code == 0
    assert "沒有差別" in result.output


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_diff_is_written_and_never_over_a_file(form: str, tmp_path: Path) -> None:
    out = tmp_path / "diff"
    arguments = ["spec", "diff", "cgs/109", "cgs/111", "--format", form, "--lang", "zh-TW", "-o", str(out)]
    assert CliRunner().invoke(group, arguments).exit_code == 0
    assert "修正對照表" in out.read_text("utf-8")
    assert CliRunner().invoke(group, arguments).exit_code == 2


def test_an_unknown_spec_is_an_error() -> None:
    result = CliRunner().invoke(group, ["spec", "diff", "cgs/111", "cgs/999", "--lang", "zh-TW"])
    assert result.exit_code == 2
    assert "cgs/999" in result.output


def test_place_of_a_new_sheet(tmp_path: Path) -> None:
    new = load_spec("cgs/111")
    old = replace(new, sheets={"cases": new.sheets["cases"]})
    changes = [change for change in compare(old, new) if change.place.sheet == "services"]
    assert changes[0].place == Place("services")
    assert {change.meaning for change in changes} == {Meaning.NEW, Meaning.STRICTER}
