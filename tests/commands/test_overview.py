"""A folder ends with a table and a sentence, names what was left out, and its pages have an index."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workbooks import case, workbook

from cgs_validate.commands.cli import group
from cgs_validate.commands.file_names import is_copy

RIGHT, WRONG = workbook(), workbook([case(D=None, B="１"), case(F="1,2", C="B02")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "a.xlsx": RIGHT, "b.xlsx": WRONG, "b.fixed.xlsx": RIGHT, "b.marked.xlsx": WRONG, "b.marked-2.xlsx": WRONG,
        "~$b.xlsx": b"lock", ".~lock.b.xlsx#": b"lock", "c.txt": b"text", "d.xlsx": b"%PDF-1.7", ".DS_Store": b"",
        "e.armed.xlsx": RIGHT, "f.fixed.xlsx": RIGHT, "sub/index.xlsx": RIGHT,
    }  # fmt: skip
    for name, data in files.items():
        path = tmp_path / "十月份" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "十月份"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["check", *map(str, arguments), "--lang", "zh-TW", "--month", "111-10"])


def test_a_folder_ends_with_a_table_and_a_sentence(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 2
    table = done.stdout[done.stdout.rindex("檔案  ") :].splitlines()
    assert [line.split() for line in table if line and "─" not in line][:7] == [
        ["檔案", "狀態", "未填寫", "有誤", "可能有誤", "可自動修正"],
        ["a.xlsx", "可以上傳", "0", "0", "0", "0"],
        ["b.xlsx", "還不能上傳", "1", "1", "1", "1"],
        ["d.xlsx", "沒有檢核"],
        ["e.armed.xlsx", "可以上傳", "0", "0", "0", "0"],
        ["f.fixed.xlsx", "可以上傳", "0", "0", "0", "0"],
        ["sub/index.xlsx", "可以上傳", "0", "0", "0", "0"],
    ]
    sentence = "".join(table).replace(" ", "")
    assert "一共6個檔案：4個可以上傳，1個還不能上傳，1個沒有檢核。" in sentence
    assert sentence.endswith("合計：1格未填寫，1處有誤，1處可能有誤，1格可以自動修正。")


def test_what_was_left_out_is_named(folder: Path) -> None:
    said = run(folder).stderr
    assert "另存的檔案（.marked、.fixed、.unmarked）：b.fixed.xlsx、b.marked-2.xlsx、b.marked.xlsx" in said
    assert "關掉 Excel 就不見：.~lock.b.xlsx#、~$b.xlsx" in said
    assert "不是 Excel 檔案：c.txt\n" in said
    assert ".DS_Store" not in said


def test_a_file_that_is_named_is_checked_whatever_its_name(folder: Path) -> None:
    assert "111-10" in run(folder / "b.marked.xlsx").stdout


@pytest.mark.parametrize("form", ["json", "csv"])
def test_machines_get_no_table(folder: Path, form: str) -> None:
    done = run(folder, "--format", form)
    assert "一共" not in done.output
    assert "c.txt" in done.stderr
    assert "c.txt" not in done.stdout
    done = run(folder, "--format", form, "-o", folder.parent / "out")
    assert "一共 6 個檔案" in done.stderr
    assert "一共" not in (folder.parent / "out").read_text("utf-8")


def test_one_report_that_goes_to_a_file_is_summed_up(folder: Path) -> None:
    done = run(folder / "b.xlsx", "--format", "html", "-o", folder.parent / "b.html")
    assert (done.stdout, done.exit_code) == ("", 1)
    assert done.stderr.startswith("✗ 還不能上傳：1 格未填寫，1 處有誤，1 處可能有誤。\n")
    assert "已寫入" in done.stderr


def test_what_is_written_is_said_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "d.xlsx").write_bytes(b"%PDF-1.7")
    text = run(tmp_path / "d.xlsx", "-o", tmp_path / "d.txt")
    assert text.stderr.splitlines()[0].endswith("這是 PDF 檔，不是 Excel 檔。")
    assert (len(text.stderr.splitlines()), (tmp_path / "d.txt").exists()) == (2, False)
    assert "已寫入" in run(tmp_path / "d.xlsx", "--format", "csv", "-o", tmp_path / "d.csv").stderr
    assert (tmp_path / "d.csv").exists()


def test_pages_have_an_index(folder: Path) -> None:
    pages = folder.parent / "報告"
    done = run(folder, "--format", "html", "-o", pages)
    names = {"a.html", "b.html", "e.armed.html", "f.fixed.html", "index (2).html", "index.html"}
    assert {page.name for page in pages.iterdir()} == names
    index = (pages / "index.html").read_text("utf-8")
    assert 'href="a.html">a.xlsx<' in index
    assert 'href="index%20%282%29.html">sub/index.xlsx<' in index
    assert "這是 PDF 檔" in index
    assert str(folder) not in index
    assert "c.txt" in index
    assert "已寫入 5 份報告到" in done.stderr
    assert f"請打開 {pages / 'index.html'}" in done.stderr
    before = index
    refused = run(folder, "--format", "html", "-o", pages)
    assert (refused.exit_code, "已經有" in refused.stderr) == (2, True)
    assert (pages / "index.html").read_text("utf-8") == before


def test_nothing_is_at_work_after_a_report_that_cannot_be_written(folder: Path) -> None:
    (folder.parent / "file").touch()
    refused = run(folder, "--format", "html", "-o", folder.parent / "file")
    assert refused.exit_code == 2  # its exception is still there, and with it what was at work
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ThreadPool")] == []


@pytest.mark.parametrize("options", [[], ["--stage", "國中"]])
def test_the_command_that_fixes_is_shown(folder: Path, options: list[str]) -> None:
    (path := folder / "b c.xlsx").write_bytes(WRONG)
    [line] = [line for line in run(path, *options).stdout.splitlines() if "可以自動修正" in line]
    stage = " --stage junior" if options else ""
    assert line == f"有 1 格可以自動修正：cgs-validate fix '{path}' --month 111-10{stage}"


def test_only_a_copy_next_to_what_it_was_made_from_is_one(folder: Path) -> None:
    assert is_copy(folder / "b.fixed.marked-3.xlsx")
    assert is_copy(folder / "e.armed.marked.xlsx")
    assert not is_copy(folder / "e.armed.xlsx")
    assert not is_copy(folder / "f.fixed.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_bar_at_the_terminal_takes_nothing_from_what_is_redirected(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with (out := folder.parent / "out.txt").open("wb") as file:
        done = subprocess.Popen(
            [sys.executable, "-m", "cgs_validate", "check", str(folder), "--lang", "zh-TW"],
            stdout=file, stderr=theirs, env={**os.environ, "TERM": "xterm-256color"},
        )  # fmt: skip
        os.close(theirs)
        seen = b""
        while piece := _read(ours):
            seen += piece
        done.wait(60)
    assert "一共 6 個檔案" in out.read_text("utf-8")
    assert "/6" in seen.decode()
    assert "一共" not in seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4_096)
    except OSError:
        return b""
