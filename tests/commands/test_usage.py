"""A command line that is wrong gets a sentence in its user's language, and a suggestion where one is near."""

import pytest
from click.testing import CliRunner, Result

from cgs_validate.commands.cli import COMMANDS, group
from cgs_validate.commands.usage import language_in

ENGLISH = ("No such", "Missing", "Invalid", "Try '", "Error:", "Usage:", "is not one of", "requires", "Got unexpected")


def run(line: str) -> Result:
    return CliRunner().invoke(group, line.split(), env={"LC_ALL": "zh_TW.UTF-8"}, prog_name="cgs-validate")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("chek a.xlsx", "沒有「chek」這個指令。是不是「check」？"),
        ("CHECK a.xlsx", "是不是「check」？"),
        ("spec lnt", "沒有「lnt」這個指令。是不是「lint」？"),
        ("check --formt csv a.xlsx", "沒有「--formt」這個選項。是不是「--format」？"),
        ("check a.xlsx --format HTML", "「--format」不能填「HTML」。是不是「html」？可以填：text、"),
        ("check a.xlsx --stage high", "「--stage」不能填「high」。可以填：國小、國中、高中職、"),
        ("check a.xlsx --allow macro", "是不是「macros」？"),
        ("check", "少了要檢核的檔案或資料夾。"),
        ("template", "少了表格的代號，例如 cgs/111。"),
        ("upload", "少了「--portal」。"),
        ("check a.xlsx --month", "「--month」的後面少了內容。"),
        ("check a.xlsx --force=1", "「--force」的後面不用寫內容。"),
        ("check a.xlsx --jobs 0", "「--jobs」要填 1 以上的整數。"),
        ("check a.xlsx --jobs x", "「--jobs」要填 1 以上的整數。"),
        ("mark a.xlsx b.xlsx", "多了「b.xlsx」，看不懂是什麼。"),
        ("check a.xlsx --month 2022-10", "是不是 111-10？"),
        ("mark a.xlsx --month 111/9", "是不是 111-09？"),
        ("template cgs/11O", "是不是「cgs/"),
        ("explain requird", "是不是「required」？"),
        ("spec infer a.xlsx --spec X", "「--spec」的內容不對：X"),
    ],
)
def test_usage_errors(line: str, sentence: str) -> None:
    done = run(line)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert not [word for word in ENGLISH if word in done.output]


def test_the_language_of_a_wrong_line_is_the_one_it_asks_for() -> None:
    assert run("check --formt csv --lang en").stderr.splitlines() == [
        "There is no option “--formt”. Did you mean “--format”?",
        "Usage: cgs-validate check [OPTIONS] PATH...",
        "Help: cgs-validate check --help",
    ]
    assert language_in(["check", "--lang=en"]) == language_in(["--lang", "en", "x"]) == "en"
    assert language_in(["check", "--lang"]) in ("zh-TW", "en")


def test_without_arguments_come_the_three_commands_to_begin_with() -> None:
    done = run("")
    assert done.exit_code == 2
    named = [line.split()[1] for line in done.output.splitlines() if line.startswith("  cgs-validate ")]
    assert named == ["check", "mark", "fix"]
    assert set(named) <= set(COMMANDS)
    assert "cgs-validate --help" in done.output
