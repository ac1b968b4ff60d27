"""The command line as a person or a script uses it: output, files, exit codes."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cgs_validate.commands.cli import group
from cgs_validate.spec.examples import load_example
from cgs_validate.spec.library import load_spec
from cgs_validate.templates.workbook import build_template


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    spec = load_spec("cgs/111")
    for name in ("clean", "errors"):
        (folder / f"{name}.xlsx").write_bytes(build_template(spec, load_example("cgs/111", name)))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def test_exit_codes(workbooks: Path, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.7")
    assert run("check", workbooks / "clean.xlsx").exit_code == 0
    assert run("check", workbooks / "errors.xlsx").exit_code == 1
    assert run("check", tmp_path / "x.xlsx").exit_code == 2
    assert run("check", workbooks, tmp_path / "x.xlsx").exit_code == 2
    assert run("check", workbooks / "clean.xlsx", "--spec", "cgs/999").exit_code == 2
    for command in ("check", "mark", "fix"):
        result = run(command, workbooks / "clean.xlsx", "--month", "October", "--lang", "en")
        assert (result.exit_code, "“October” is not a month." in result.stderr) == (2, True)
    assert run("check", tmp_path / "nowhere.xlsx").exit_code == 2


def test_stages_are_named_as_schools_name_them(workbooks: Path) -> None:
    named = [run("check", workbooks / "errors.xlsx", "--stage", stage).stdout for stage in ("高中職", "senior")]
    assert named[0] == named[1]


def test_unreadable_file_gets_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7")
    result = run("check", path, "--lang", "zh-TW")
    assert "這是 PDF 檔" in result.stderr
    assert "Traceback" not in result.output


def test_text_groups_identical_mistakes(workbooks: Path) -> None:
    output = run("check", workbooks / "errors.xlsx", "--lang", "zh-TW").stdout
    assert "還不能上傳" in output
    assert output.index("要修改的地方") < output.rindex("提醒")
    assert "\x1b[" not in output


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_many_files_give_a_json_line_each(workbooks: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")
    lines = run("check", workbooks, tmp_path, "--format", form).stdout.splitlines()
    assert [json.loads(line)["workbook"]["name"] for line in lines] == ["clean.xlsx", "errors.xlsx", "x.xlsx"]
    assert json.loads(lines[2])["error"]["code"] == "empty_file"


def test_jsonl_is_a_line_for_one_file_too(workbooks: Path) -> None:
    one = run("check", workbooks / "errors.xlsx", "--format", "jsonl").stdout
    assert one.count("\n") == 1
    assert json.loads(one) == json.loads(run("check", workbooks / "errors.xlsx", "--format", "json").stdout)


def test_fix_checks_against_the_form_that_is_named(workbooks: Path) -> None:
    plain, named = (run("fix", workbooks / "errors.xlsx", "--dry-run", *spec) for spec in ([], ["--spec", "cgs/111"]))
    assert (plain.exit_code, plain.stdout) == (0, named.stdout)
    assert run("fix", workbooks / "errors.xlsx", "--dry-run", "--spec", "cgs/999").exit_code == 2


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A right workbook of a form of which nothing is stated, but for two cells."""
    book = openpyxl.load_workbook(io.BytesIO(build_template(load_spec("cgs/114"), load_example("cgs/114", "clean"))))
    book.worksheets[0]["D4"], book.worksheets[0]["K5"] = "１０", "T03"
    book.save(path := tmp_path / "doubtful.xlsx")
    return path


def test_what_is_only_probable_is_fixed_on_demand(doubtful: Path) -> None:
    left = run("fix", doubtful, "--lang", "zh-TW").stdout
    assert left.index("--probable") < left.index("１０ → 10") < left.index("T03 → 3") < left.index("改好 0 格")
    done = run("fix", doubtful, "--probable", "--force", "--lang", "zh-TW").stdout
    assert "也改了" in done
    assert "改好 2 格" in done
    fixed = openpyxl.load_workbook(doubtful.with_name("doubtful.fixed.xlsx")).worksheets[0]
    assert (fixed["D4"].value, fixed["K5"].value) == (10, 3)


def test_mark_says_how_many_there_are_of_each_sort(doubtful: Path, workbooks: Path) -> None:
    assert run("mark", doubtful, "--lang", "zh-TW").stdout.startswith("標示了 2 格（2 處可能有誤），已寫入")
    assert run("mark", doubtful, "--force", "--lang", "en").stdout.startswith(
        "2 cells marked (2 perhaps wrong); written"
    )
    clean = run("mark", workbooks / "clean.xlsx", "--lang", "zh-TW", "-o", doubtful.with_name("clean.xlsx"))
    assert clean.stdout.startswith("沒有要標示的格子，已寫入")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_jobs_change_nothing(workbooks: Path, jobs: str) -> None:
    one = run("check", workbooks, "--format", "json", "--jobs", "1").stdout
    assert run("check", workbooks, "--format", "json", "--jobs", jobs).stdout == one


def test_csv_cannot_become_a_formula(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(
        io.BytesIO(build_template(load_spec("cgs/111"), load_example("cgs/111", "clean")))
    )
    cell = workbook.worksheets[0]["D6"]
    cell.value, cell.data_type = '=HYPERLINK("x")', "s"
    workbook.save(tmp_path / "a.xlsx")
    rows = list(csv.DictReader(io.StringIO(run("check", tmp_path / "a.xlsx", "--format", "csv").stdout)))
    assert [row["value"] for row in rows if row["cell"] == "D6"] == ['\'=HYPERLINK("x")']


def test_no_values_leaves_out_cell_values(workbooks: Path) -> None:
    report = json.loads(run("check", workbooks / "errors.xlsx", "--format", "json", "--no-values").stdout)
    assert {finding["value"] for finding in report["findings"]} == {None}
    assert {finding["fix"] for finding in report["findings"]} == {None}
    for form in ("text", "csv", "html"):
        assert "A123456789" not in run("check", workbooks / "errors.xlsx", "--format", form, "--no-values").stdout


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_output_is_never_written_over_a_file_unasked(workbooks: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    out.write_text("mine")
    arguments = ("check", workbooks / "errors.xlsx", "--format", form, "-o", out)
    assert run(*arguments).exit_code == 2
    assert out.read_text() == "mine"
    assert run(*arguments, "--force").exit_code == 1
    assert out.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("command", [["check"], ["check", "--format", "csv"], ["mark"], ["fix"], ["unmark"]])
def test_where_nothing_can_be_written(workbooks: Path, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path / "file" / "a.xlsx", tmp_path / "nowhere" / "a.xlsx", tmp_path):
        result = run(*command, workbooks / "errors.xlsx", "-o", out, "--lang", "zh-TW")
        assert result.exit_code == 2
        assert ("這是資料夾" if out == tmp_path else "沒辦法寫入") in result.stderr
    result = run("check", workbooks, "--format", "html", "-o", tmp_path / "file", "--lang", "zh-TW")
    assert (result.exit_code, "已經有" in result.stderr) == (2, True)


def test_html_of_many_files_goes_to_a_folder(workbooks: Path, tmp_path: Path) -> None:
    assert run("check", workbooks, "--format", "html").exit_code == 2
    assert run("check", workbooks, "--format", "html", "-o", tmp_path / "reports").exit_code == 1
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {"clean.html", "errors.html", "index.html"}


def test_folder_without_workbooks(tmp_path: Path) -> None:
    assert run("check", tmp_path).exit_code == 2


def test_explain() -> None:
    assert "一位學生只填報一列" in run("explain", "unique", "--lang", "zh-TW").output
    assert "unique" in run("explain", "uniqe", "--lang", "en").stderr
    assert run("explain", "uniqe").exit_code == 2


def test_template_is_written_and_never_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "new.xlsx"
    assert run("template", "cgs/111", "-o", out).exit_code == 0
    before = out.read_bytes()
    assert run("template", "cgs/111", "-o", out, "--example", "clean").exit_code == 2
    assert out.read_bytes() == before
    assert run("check", out, "--lang", "zh-TW").stdout.count("還沒有填任何資料") == 1


def test_a_command_imports_only_its_own_needs(workbooks: Path) -> None:
    script = (
        "import sys; from cgs_validate.commands.cli import group;"
        f"group(['check', {str(workbooks / 'clean.xlsx')!r}, '--format', 'json'], standalone_mode=False);"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    needless = {"openpyxl", "jinja2", "rich", "lxml", "python_calamine", "httpx", "keyring", "truststore"}
    assert not needless & set(done.stderr.split())


def test_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "cgs_validate", "--help"], capture_output=True, text=True, check=True)
    assert "check" in done.stdout


def test_what_a_command_shows_does_not_need_docstrings() -> None:
    for arguments in (["explain", "formula", "--lang", "en"], ["explain", "--help"]):
        shown = [
            subprocess.run([sys.executable, *more, "-m", "cgs_validate", *arguments], capture_output=True, text=True)
            for more in ([], ["-OO"])
        ]
        assert [done.returncode for done in shown] == [0, 0], shown[1].stderr
        assert "finding code" in shown[1].stdout or shown[0].stdout == shown[1].stdout
