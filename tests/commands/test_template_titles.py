"""``template --month --school``: the titles of a blank form."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from cgs_validate import validate
from cgs_validate.commands.cli import group


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    command = ["template", "cgs/111", "-o", str(folder / "a.xlsx"), "--lang", "zh-TW", *arguments]
    result = CliRunner().invoke(group, command)
    return result.exit_code, result.output


def test_month_and_school_are_in_each_title(tmp_path: Path) -> None:
    assert run(tmp_path, "--month", "111-10", "--school", "虛構市立雲海高級中學")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    titles = [str(sheet["A1"].value) for sheet in book.worksheets[:2]]
    assert all(title.startswith("[111-10] 虛構市立雲海高級中學") for title in titles)
    report = validate(tmp_path / "a.xlsx", stage="senior")
    assert (str(report.month), "title_blank" in {finding.code for finding in report.findings}) == ("111-10", False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "106-10"), "不是 106-10 要用的表格"),
        (("--example", "clean", "--school", "虛構國中"), "填好的例子有自己的月份和校名"),
    ],
)
def test_nothing_untrue_is_written(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    code, output = run(tmp_path, *arguments)
    assert (code, said in output, list(tmp_path.iterdir())) == (2, True, [])
