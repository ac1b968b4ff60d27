"""Drafts of specs from blank forms of other makers."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from test_read_form import form, guarded, saved

from cgs_validate import ReadError, TemplateSpec, load_spec, validate
from cgs_validate.authoring.draft import draft_findings, draft_text
from cgs_validate.authoring.infer import Draft, infer
from cgs_validate.authoring.read_form import read_blank
from cgs_validate.checking.messages import LANGUAGES
from cgs_validate.commands.cli import group
from cgs_validate.spec.library import known_specs, load_file
from cgs_validate.spec.yaml_reader import parse
from cgs_validate.spec.yaml_writer import spec_text
from cgs_validate.templates.workbook import build_template

CLUB = [
    ["115學年度社團名冊（所有欄位皆為必填，不可空白！）"],
    ["社團", "活動情形", "活動日期", "人數", "聯絡人", "參加人次"],
    ["請填全名", "請選填：\n1.照常\n2.停辦", "例如 115/9/1", "不含教師", "學校自行決定：要不要填", "若無，請填0。"],
]


def infer_command(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["spec", "infer", *map(str, arguments), "--lang", "zh-TW"])


def draft(data: bytes, spec_id: str = "club/115") -> Draft:
    return infer(read_blank(data, "社團.xlsx"), spec_id)


@pytest.fixture
def club(tmp_path: Path) -> Path:
    book = guarded(form(CLUB, ("A1:F1",)), "D4:D99", "whole", "0", operator="greaterThanOrEqual")
    guarded(book, "A4:A99", "list", '"合唱,圍棋"')
    path = tmp_path / "社團.xlsx"
    path.write_bytes(saved(book))
    return path


def loaded(club: Path, folder: Path) -> TemplateSpec:
    target = folder / "club" / "115.yaml"
    target.parent.mkdir()
    assert infer_command(club, "--spec", "club/115", "-o", target).exit_code == 0
    return load_file(target)


def test_a_draft_has_all_that_the_form_says(club: Path, tmp_path: Path) -> None:
    spec = loaded(club, tmp_path)
    (sheet,) = spec.sheets.values()
    fields = {item.header: item for item in sheet.fields.values()}

    assert (spec.id, spec.status, str(spec.first_month)) == ("club/115", "draft", "115-08")
    assert (sheet.layout.header_row, sheet.layout.first_row) == (2, 4)
    assert list(fields) == CLUB[1]
    assert all(item.required for item in fields.values())
    assert fields["社團"].constraints == {"allowed": ["合唱", "圍棋"]}
    assert str(fields["活動情形"].codes) == "1.照常、2.停辦"
    assert (fields["人數"].type, fields["人數"].constraints) == ("integer", {"min": 0})
    assert (fields["人數"].source.place, fields["人數"].basis) == ("填報!D3", "observed")


def test_a_draft_passes_lint_and_serves(club: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = loaded(club, tmp_path)
    lint = CliRunner().invoke(group, ["spec", "lint", str(tmp_path / "club" / "115.yaml")])
    monkeypatch.setenv("CGS_SPECS_PATH", str(tmp_path))

    assert lint.exit_code == 0, lint.stderr
    assert validate(club).spec.id == "club/115"
    assert validate(club).findings == ()
    assert validate(build_template(spec)).findings == ()


def test_what_the_form_leaves_open_is_marked(club: Path) -> None:
    text = infer_command(club, "--spec", "club/115").stdout

    assert "      # 待確認：英文名稱（每年沿用同一個，定了就不要再改）\n" in text
    assert "      # 待確認：是不是日期（表上沒有設定格式）\n      column_c:\n" in text
    assert "      # 待確認：是不是只能填數字（表上沒有設定格式）；是的話，寫成整數，0 以上\n" in text
    assert "      # 表上寫：請填全名\n" in text


def test_names_of_known_specs_are_used_again() -> None:
    blank = read_blank(build_template(load_spec("cgs/111")))
    sheets = infer(blank, "cgs/115", known_specs("cgs/115")).data["sheets"]

    assert {name: list(sheet["fields"]) for name, sheet in sheets.items()} == {
        name: list(sheet.fields) for name, sheet in load_spec("cgs/111").sheets.items()
    }


def test_headers_that_cannot_be_distinguished_are_left_out() -> None:
    found = draft(saved(form([["表"], ["姓名", "男", "女", "男", "女"]])))

    assert [item["header"] for item in found.data["sheets"]["sheet_1"]["fields"].values()] == ["姓名"]
    assert [comment.code for comment in found.comments["sheets", "sheet_1", "fields"]] == ["duplicate_header"] * 4


def test_a_form_without_a_title_makes_a_template_without_one(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(saved(form([["Student name", "Grade"]])))
    spec = loaded(path, tmp_path)

    assert list(spec.sheets["sheet_1"].fields) == ["student_name", "grade"]
    sheet = openpyxl.load_workbook(BytesIO(build_template(spec)))["填報"]
    assert [cell.value for cell in sheet[1]] == ["Student name", "Grade"]


def test_other_workbooks_than_forms_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(saved(form([["只有一格"]])))

    assert infer_command(path).exit_code == 2
    assert "看不出填報用的欄位" in infer_command(path).stderr
    assert infer_command(tmp_path / "none.xlsx").exit_code == 2
    assert infer_command(path, "--spec", "CGS 115").exit_code == 2


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=40)
AWKWARD = st.sampled_from(
    ["no", "12:30", "010", "- a", "a: b", "#x", "{a}", "'", '"', "~", "1.新案\n2.舊案", "男、女", "%", "\u2028"]
)
CELLS = st.none() | st.integers(-9, 10**6) | TEXTS | AWKWARD | st.booleans()


@given(st.lists(st.lists(CELLS, max_size=7), max_size=9), st.sampled_from(["填報", "a'b", "1月", "no", "{x}"]))
@settings(max_examples=150, deadline=None)
def test_whatever_a_workbook_holds_there_is_a_draft_or_a_sentence(rows: list[list[Any]], name: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = name
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            cell = book.active.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    form = read_blank(saved(book), "x.xlsx")
    try:
        text = draft_text(infer(form, "a/1"), "draft_head")
    except ReadError as error:
        assert error.code == "no_form"
    else:
        assert list(draft_findings(text, form))


def collections_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = AWKWARD | TEXTS
    return st.dictionaries(keys, inner, min_size=1, max_size=4) | st.lists(inner, min_size=1, max_size=4)


@given(st.dictionaries(AWKWARD | TEXTS, st.recursive(AWKWARD | TEXTS, collections_of, max_leaves=12), min_size=1))
@settings(deadline=None)
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    assert parse(spec_text(data, {}), "x").data == data


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_comment_has_a_sentence(language: str) -> None:
    found = draft(saved(guarded(form(CLUB), "D4:D9", "custom", "D4=1")))

    assert "待確認" in draft_text(found, "draft_head", language)
