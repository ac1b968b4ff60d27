"""A spec held against workbooks that differ from it, one way each."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from cgs_validate import list_specs, load_spec
from cgs_validate.authoring.compare_workbook import compare
from cgs_validate.authoring.differences import Comparison
from cgs_validate.authoring.draft import difference_lines
from cgs_validate.authoring.read_form import read_blank
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.commands.cli import group
from cgs_validate.spec.library import resolved, spec_files_by_id
from cgs_validate.templates.workbook import build_template

NEIGHBOURS = Path(__file__).parents[1] / "cases" / "specs"
L4 = "change sheets.cases.layout.instructions.L4:M4"
F5 = "change sheets.cases.layout.instructions.F5:F5"
SEPARATOR = "change sheets.cases.fields.category_secondary.choices.separator"
CASES, SERVICES = "表A-1-輔導教師-1_當月個案", "表A-2-輔導教師-2_相關服務"


def compared(data: bytes, spec_id: str = "cgs/111") -> Comparison:
    return compare(load_spec(spec_id), resolved(spec_files_by_id()[spec_id]).data, read_blank(data), "W")


def edited(edit: Callable[[Any], object], spec_id: str = "cgs/111") -> bytes:
    book = openpyxl.load_workbook(BytesIO(build_template(load_spec(spec_id))))
    edit(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def rename_sheet(book: Any) -> None:
    book[SERVICES].title = "服務紀錄表"


def remove_sheet(book: Any) -> None:
    del book[SERVICES]


def add_sheet(book: Any) -> None:
    book.create_sheet("轉介名冊").append(["轉介單位", "轉介日期"])


def double_column(book: Any) -> None:
    book[SERVICES]["H2"] = "對象"


def change_title(book: Any) -> None:
    book[SERVICES]["A1"] = "[   -   ] 輔導服務統計"


def allow_three(book: Any) -> None:
    book[CASES]["L4"] = book[CASES]["L4"].value.replace("最多填寫兩項", "最多填寫三項")


def allow_several(book: Any) -> None:
    book[CASES]["F5"] = "本欄可複選。\n" + book[CASES]["F5"].value


def part_by_semicolon(book: Any) -> None:
    book[CASES]["L4"] = book[CASES]["L4"].value.replace("半形逗號", "半形分號")


def test_rules_follow_a_label_that_has_another_code() -> None:
    """6.線上預約管道 has a rule with a source of its own, and 7.其他 none."""

    def swap(book: Any) -> None:
        text = book[CASES]["G5"].value
        swapped = (
            text.replace("6.線上預約管道", "6.其他")
            .replace("7.其他", "7.線上預約管道")
            .replace("\n（僅限高中階段）", "")
        )
        book[CASES]["G5"] = swapped + "\n（僅限高中階段）"
        book[CASES].data_validations.dataValidation = []

    (change,) = [item for item in compared(edited(swap)).changes if "codes_only_when" in item.get("change", "")]

    assert change["was"] == {"is": {"6": {"student_grade": ["10", "11", "12"]}}}
    assert change["to"]["is"] == {"7": {"student_grade": ["10", "11", "12"]}}


def use_other_name(book: Any) -> None:
    book[CASES]["N3"] = "當月晤談累積次數"


def relabel_code(book: Any) -> None:
    book[CASES]["B4"] = book[CASES]["B4"].value.replace("專任輔導教師\n2", "專任教師\n2")


def insert_column(book: Any, place: int) -> None:
    """Insert a column as Excel does: what is right of it moves, with its merged areas."""
    sheet = book[CASES]
    merged = [area.bounds for area in sheet.merged_cells.ranges]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_cols(place)
    for left, top, right, bottom in merged:
        sheet.merge_cells(None, top, left + (left >= place), bottom, right + (right >= place))
    sheet.data_validations.dataValidation = []
    sheet.cell(3, place, "晤談方式")
    sheet.cell(5, place, "1.面談\n2.電話")


@pytest.mark.parametrize("place", [7, 11], ids=["in the middle", "between the halves of a list"])
def test_an_inserted_column_is_one_change_and_its_text(place: int) -> None:
    found, letter = compared(edited(lambda book: insert_column(book, place))), "ABCDEFGHIJK"[place - 1]

    assert [change["add"] for change in found.changes] == [
        f"sheets.cases.fields.column_{letter.lower()}",
        f"sheets.cases.layout.instructions.{letter}5:{letter}5",
    ]
    assert [difference.code for difference in found.differences] == ["column_added", "text_added"]


@pytest.mark.parametrize("spec_id", list_specs())
def test_a_specs_own_blank_does_not_differ(spec_id: str) -> None:
    assert compared(build_template(load_spec(spec_id)), spec_id) == Comparison()


@pytest.mark.parametrize(
    ("edit", "found", "changes"),
    [
        (rename_sheet, {"sheet_renamed"}, {"rename sheets.services"}),
        (remove_sheet, {"sheet_missing"}, {"remove sheets.services"}),
        (add_sheet, {"sheet_added"}, {"add sheets.sheet_3"}),
        (double_column, {"duplicate_column"}, set()),
        (use_other_name, {"column_renamed"}, {"rename sheets.cases.fields.sessions"}),
        (change_title, {"title_changed"}, {"change sheets.services.title"}),
        (
            allow_three,
            {"choices_most", "text_changed"},
            {"change sheets.cases.fields.category_secondary.choices.most", L4},
        ),
        (allow_several, {"choices_allowed", "text_added"}, {"change sheets.cases.fields.student_status.choices", F5}),
        (part_by_semicolon, {"choices_separator", "text_changed"}, {SEPARATOR, L4}),
        (
            relabel_code,
            {"code_relabelled", "text_changed"},
            {"change code_lists.identity.codes.1.label", "change sheets.cases.layout.instructions.B4:B5"},
        ),
    ],
)
def test_each_difference_is_noted_and_proposed(
    edit: Callable[[Any], object], found: set[str], changes: set[str]
) -> None:
    comparison = compared(edited(edit))
    proposed = {f"{doing} {path}" for change in comparison.changes for doing, path in [next(iter(change.items()))]}

    assert {difference.code for difference in comparison.differences} >= found
    assert proposed >= changes
    for language in LANGUAGES:
        assert list(difference_lines(comparison.differences, language))


def remove_column_that_others_name(book: Any) -> None:
    for row in range(2, 400):
        book["表A-1-輔導教師-個案"].cell(row, 5).value = None


def add_code_to_both_columns_of_a_list(book: Any) -> None:
    for row in book[CASES].iter_rows(max_row=5):
        for cell in row:
            if str(cell.value).endswith("19.其他"):
                cell.value += "\n20.數位議題"


def remove_column_that_ties_two_sheets(book: Any) -> None:
    for row in range(2, 400):
        book["2.追蹤紀錄"].cell(row, 1).value = None


@pytest.mark.parametrize(
    ("spec_id", "edit"),
    [
        ("leaver/114", remove_column_that_ties_two_sheets),
        ("cgs/114", remove_column_that_others_name),
        ("cgs/111", add_code_to_both_columns_of_a_list),
    ],
)
def test_a_proposal_leaves_nothing_that_hangs(
    spec_id: str, edit: Callable[[Any], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(NEIGHBOURS / "leaver", tmp_path / "leaver")
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
    blank, spec = tmp_path / "blank.xlsx", tmp_path / spec_id.partition("/")[0] / "199.yaml"
    spec.parent.mkdir(exist_ok=True)
    blank.write_bytes(edited(edit, spec_id))
    CliRunner().invoke(group, ["spec", "check-workbook", spec_id, str(blank), "-o", str(spec)])
    assert CliRunner().invoke(group, ["spec", "lint", str(spec)]).stderr == ""


@pytest.mark.parametrize("earlier", list_specs())
@pytest.mark.parametrize("later", list_specs())
def test_any_year_is_made_of_any_other(
    earlier: str, later: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank, spec = tmp_path / "blank.xlsx", tmp_path / "cgs" / "199.yaml"
    spec.parent.mkdir()
    blank.write_bytes(build_template(load_spec(later)))
    arguments = ["spec", "check-workbook", earlier, str(blank), "-o", str(spec)]

    exit_code = CliRunner().invoke(group, arguments).exit_code
    assert exit_code == (1 if spec.exists() else 0)
    if spec.exists():
        monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))
        assert CliRunner().invoke(group, ["spec", "lint", str(spec)]).stderr == ""
        assert compared(blank.read_bytes(), "cgs/199").differences == []


@pytest.mark.parametrize(
    ("header", "code"),
    [(1, "column_moved_from_front"), (7, "column_moved_to_front")],
)
def test_a_column_that_moved_is_described_by_its_neighbours(header: int, code: str) -> None:
    def edit(book: Any) -> None:
        sheet = book[SERVICES]
        headers = [cell.value for cell in sheet[2]][:7]
        headers.insert(6 if header == 1 else 0, headers.pop(header - 1))
        for column, text in enumerate(headers, 1):
            sheet.cell(2, column, text)

    comparison = compared(edited(edit))
    assert [difference.code for difference in comparison.differences if difference.code.startswith("column_moved")] == [
        code
    ]
    for language in LANGUAGES:
        assert "「」" not in "".join(difference_lines(comparison.differences, language))
