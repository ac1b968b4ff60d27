"""A maintainer's walk: last year's form with a few changes, and from it a new year's spec."""

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cgs_validate import load_spec, validate
from cgs_validate.commands.cli import group
from cgs_validate.spec.library import packaged_folder
from cgs_validate.templates.workbook import LIST_SHEET, build_template

FRAME = """\
spec: cgs/115
extends: cgs/111
title: 輔導教師工作成果（115學年度適用表格）
status: draft
months: {from: 115-08}
source: {document: S0, place: "-", quote: 115學年度}
basis: assumed
"""


@pytest.fixture
def new_form(tmp_path: Path) -> Path:
    """The blank of cgs/111 with a column added, one renamed, and a code added to a list."""
    book = openpyxl.load_workbook(BytesIO(build_template(load_spec("cgs/111"))), rich_text=True)
    cases = book["表A-1-輔導教師-1_當月個案"]
    cases["O3"], cases["O4"] = "備註", "有特殊狀況才寫"
    cases["I3"] = "轉銜情形"
    cases["H4"] = cases["H4"].value + "\n3.重啟案"
    lists = book[LIST_SHEET]
    column = next(cell.column for cell in lists[1] if cell.value == "cases_counselling_state")
    lists.cell(4, column, 3)
    name = book.defined_names["cases_counselling_state"]
    name.attr_text = name.attr_text.replace("$3", "$4")
    path = tmp_path / "115空白表格.xlsx"
    book.save(path)
    return path


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own for the new year's spec."""
    folder = tmp_path / "specs" / "cgs"
    folder.mkdir(parents=True)
    shutil.copy(packaged_folder() / "cgs" / "code-lists.yaml", folder)
    monkeypatch.setenv("CGS_SPECS_PATH", str(folder.parent))
    return folder


def spec(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["spec", *map(str, arguments), "--lang", "zh-TW"])


def test_exactly_what_was_changed_is_found(new_form: Path) -> None:
    result = spec("check-workbook", "cgs/111", new_form)
    shown, _, _ = result.stdout.partition("\n\n")

    assert result.exit_code == 1
    assert shown.splitlines() == [
        "這份表格和 cgs/111 有 5 處不同：",
        "「當月個案」",
        "  - 欄位改名：「轉介概況」→「轉銜情形」（I3）",
        "  - 新增欄位「備註」（O 欄）",
        "  - 說明文字多了（H4）：3.重啟案",
        "  - 說明文字多了（O4）：有特殊狀況才寫",
        "  - 「輔導概況」多了代碼 3.重啟案",
    ]


def test_the_proposal_pasted_makes_the_new_spec(new_form: Path, specs: Path, tmp_path: Path) -> None:
    proposal = spec("check-workbook", "cgs/111", new_form).stdout.partition("\n\n")[2]
    (specs / "115.yaml").write_text(FRAME + "\n" + proposal, encoding="utf-8")

    assert spec("lint", specs / "115.yaml").stdout == "規格檔都沒有問題。\n"
    assert spec("check-workbook", "cgs/115", new_form).exit_code == 0
    blank = build_template(load_spec("cgs/115"))
    report = validate(blank)
    assert (report.spec.id, report.findings) == ("cgs/115", ())
    assert validate(new_form, spec="cgs/115").findings == ()
    (tmp_path / "own.xlsx").write_bytes(blank)
    assert spec("check-workbook", "cgs/115", tmp_path / "own.xlsx").exit_code == 0


def test_the_file_that_is_written_is_the_new_spec(new_form: Path, specs: Path) -> None:
    written = spec("check-workbook", "cgs/111", new_form, "-o", specs / "115.yaml")

    assert written.exit_code == 1
    assert "# 待確認" in (specs / "115.yaml").read_text(encoding="utf-8")
    assert spec("lint", specs / "115.yaml").exit_code == 0
    assert spec("check-workbook", "cgs/115", new_form).exit_code == 0


def test_last_years_form_is_the_same_as_its_spec(tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(build_template(load_spec("cgs/111")))

    assert spec("check-workbook", "cgs/111", blank).exit_code == 0


def test_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    assert spec("check-workbook", "cgs/111", tmp_path / "none.xlsx").exit_code == 2
    assert spec("check-workbook", "cgs/999", tmp_path / "none.xlsx").exit_code == 2
