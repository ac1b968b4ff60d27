"""A year's spec written from the system's own blank: what it says, what it contradicts, what it does not say."""

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from system_blanks import as_of_the_system

from cgs_validate import load_spec, validate
from cgs_validate.authoring.lint import lint
from cgs_validate.commands.cli import group
from cgs_validate.spec.library import packaged_folder
from cgs_validate.spec.model import TemplateSpec
from cgs_validate.spec.source import Sourced
from cgs_validate.templates.workbook import build_template

CASES, SERVICES = "表A-1-輔導教師-個案", "表A-2-輔導教師-服務"
ORDER = ("stated", "observed", "assumed")


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(packaged_folder() / "cgs", tmp_path / "cgs")
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    return tmp_path / "cgs"


def blank(folder: Path, edit: Callable[[Any], object] = lambda book: None, spec_id: str = "cgs/114") -> Path:
    book = openpyxl.load_workbook(BytesIO(as_of_the_system(build_template(load_spec(spec_id)))))
    edit(book)
    book.save(path := folder / "空白表格.xlsx")
    return path


def confirm(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["spec", "confirm", *map(str, arguments), "--lang", "zh-TW"])


def confirmed_114(specs: Path, edit: Callable[[Any], object] = lambda book: None) -> TemplateSpec:
    result = confirm("cgs/114", blank(specs.parent, edit), "-o", specs / "114.yaml", "--force")
    assert result.exit_code == 0, result.output
    assert lint([specs / "114.yaml"]) == []
    return load_spec("cgs/114")


def declarations(spec: TemplateSpec) -> Iterator[tuple[str, Sourced]]:
    """All that has a source: sheets, fields with their parts, code lists, rules."""
    for sheet in spec.sheets.values():
        yield sheet.name, sheet
        for item in sheet.fields.values():
            parts = {"": item, "choices": item.choices, "usual": item.usual, "stages": item.stages, **item.backing}
            yield from ((f"{sheet.name} {item.name} {part}", found) for part, found in parts.items() if found)
        yield from ((f"{sheet.name} {rule.name} {rule.params}", rule) for rule in sheet.rules)
    yield from spec.code_lists.items()
    yield from ((f"{rule.name} {rule.params}", rule) for rule in spec.rules)


def without_instructions(book: Any) -> None:
    for name in (CASES, SERVICES):
        sheet = book[name]
        sheet["A1"] = "輔導教師工作成果"
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for cell in sheet[3]:
            cell.value = None
        sheet.data_validations.dataValidation = []
    del book["填報說明-A-輔導教師"]


def test_the_form_that_was_only_observed_becomes_stated(specs: Path) -> None:
    spec = confirmed_114(specs)
    fields = spec.sheets["cases"].fields

    assert (spec.basis, spec.source.document, spec.documents["W"]) == ("stated", "W", "空白表格.xlsx")
    assert fields["student_sex"].basis == "stated"
    assert fields["student_sex"].source[:3] == ("W", f"{CASES}!E3", "生理男、生理女、其他")
    assert fields["identity"].basis == "stated"
    assert spec.code_lists["sex_114"].basis == "stated"
    assert fields["sex_note"].basis == "assumed"


def test_all_else_in_the_file_is_as_it_was(specs: Path) -> None:
    before = (specs / "114.yaml").read_text("utf-8").splitlines()
    confirmed_114(specs)
    after = iter((specs / "114.yaml").read_text("utf-8").splitlines())
    own = [line for line in before if not line.startswith(("source:", "basis:"))]

    assert all(line in after for line in own)  # in this order


def test_a_second_time_changes_nothing(specs: Path) -> None:
    confirmed_114(specs)
    once = (specs / "114.yaml").read_text("utf-8")
    confirmed_114(specs)

    assert (specs / "114.yaml").read_text("utf-8") == once


@pytest.mark.parametrize("edit", [lambda book: None, without_instructions], ids=["whole", "bare"])
def test_nothing_gets_surer_that_the_form_does_not_say(specs: Path, edit: Callable[[Any], object]) -> None:
    before = dict(declarations(load_spec("cgs/114")))
    after = dict(declarations(confirmed_114(specs, edit)))

    assert before.keys() == after.keys()
    for name, declared in after.items():
        if declared.source.document != "W":
            own_basis = name.rpartition(" ")[2] in ("required", "type")
            assert own_basis or ORDER.index(declared.basis) >= ORDER.index(before[name].basis), name


def test_a_form_of_headers_alone_states_no_rule(specs: Path) -> None:
    spec = confirmed_114(specs, without_instructions)
    stated = {name for name, declared in declarations(spec) if declared.basis == "stated"}

    assert not {name for name in stated if not name.endswith(" required")} - {"cases", "services"}


def test_what_the_form_contradicts_becomes_a_change(specs: Path) -> None:
    def waive(book: Any) -> None:
        book[CASES]["O3"] = "本欄可免填"

    sessions = confirmed_114(specs, waive).sheets["cases"].fields["sessions"]

    assert sessions.required is False
    assert sessions.backing["required"].source[:3] == ("W", f"{CASES}!O3", "本欄可免填")
    assert sessions.backing["required"].basis == "stated"


def test_several_codes_that_a_neighbour_s_text_allows_are_no_change(specs: Path) -> None:
    """A merged text is over both columns, but for the first."""

    def merge(book: Any) -> None:
        book[CASES]["I3"] = book[CASES]["I3"].value + "\n可複選"
        book[CASES]["J3"] = None
        book[CASES].merge_cells("I3:J3")

    assert confirmed_114(specs, merge).sheets["cases"].fields["referral"].choices is None


def test_a_file_of_the_confirmed_form_is_checked_in_full_colour(specs: Path) -> None:
    def fill(book: Any) -> None:
        for column, value in enumerate(["T1", 9, "001", 8, "生理男", "", 0, 2, 0, 2, 3, 0, 0, 0, 1], 1):
            book[CASES].cell(4, column, value)

    data = blank(specs.parent, fill).read_bytes()
    confirmed_114(specs)
    (finding,) = [item for item in validate(data, spec="cgs/114").findings if item.code == "allowed"]

    assert (finding.severity, finding.place.cell) == ("error", "B4")


@pytest.mark.parametrize("arguments", [("cgs/114", "-o", "115.yaml"), ("cgs/115", "-o", "115.yaml")])
def test_a_new_year_is_a_new_file(specs: Path, arguments: tuple[str, str, str]) -> None:
    spec_id, *_, name = arguments
    confirm(spec_id, blank(specs.parent), "-o", specs / name)
    spec = load_spec("cgs/115")

    assert (spec.status, spec.basis, str(spec.first_month)) == ("draft", "stated", "115-08")
    assert spec.backing["from"].basis == "assumed"
    assert (specs / name).read_text("utf-8").count("待確認：") == 2


def test_a_form_that_names_its_school_year_states_its_first_month(specs: Path) -> None:
    def name_year(book: Any) -> None:
        book[CASES]["A1"] = "115學年度 " + book[CASES]["A1"].value

    confirm("cgs/115", blank(specs.parent, name_year), "-o", specs / "115.yaml")
    backing = load_spec("cgs/115").backing["from"]

    assert (backing.basis, backing.source.place) == ("stated", f"{CASES}!A1")


def test_without_a_file_to_write_the_spec_is_printed(specs: Path) -> None:
    result = confirm("cgs/114", blank(specs.parent))

    assert result.exit_code == 0
    assert result.stdout.startswith("# yaml-language-server")
    assert "表格寫明的有" in result.stderr


def test_our_own_provisional_template_confirms_nothing(specs: Path) -> None:
    path = specs.parent / "own.xlsx"
    path.write_bytes(build_template(load_spec("cgs/114")))
    result = confirm("cgs/114", path)

    assert result.exit_code == 2
    assert "這是本程式產生的暫定表格，不是系統的。" in result.stderr


def test_a_spec_that_extends_none_needs_a_new_file(specs: Path) -> None:
    result = confirm("cgs/111", blank(specs.parent, spec_id="cgs/111"))

    assert result.exit_code == 2
    assert "請用 -o 寫成新的一份" in result.stderr


def test_a_file_that_must_be_put_right_first_is_written_all_the_same(specs: Path) -> None:
    """The list ends at 18, and the rules still name 19."""

    def shorten(book: Any) -> None:
        sheet = book["表A-1-輔導教師-1.當月個案"]
        sheet["K5"], sheet["M5"] = (sheet[cell].value.removesuffix("\n19.其他") for cell in ("K5", "M5"))
        sheet.data_validations.dataValidation = []

    path = blank(specs.parent, shorten, "cgs/112")
    result = confirm("cgs/112", path, "-o", specs / "115.yaml")

    assert result.exit_code == 0
    assert "代碼表 case_category 沒有「19」這個代碼" in result.stdout
    assert "remove: code_lists.case_category.codes.19" in (specs / "115.yaml").read_text("utf-8")
    assert "\nbasis: stated" in (specs / "115.yaml").read_text("utf-8")  # as cgs/112 is
