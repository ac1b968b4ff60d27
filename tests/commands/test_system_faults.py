"""What the system refuses is one sentence and exit code 2, Ctrl-C is one and 130; no trace is left of the output."""

import errno
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from workbooks import case, workbook

from cgs_validate import ReadError, WriteError, mark, migrate, unmark, validate
from cgs_validate.commands.cli import group
from cgs_validate.marking.fix import fix

COMMANDS: dict[str, list[str]] = {
    "check": ["check", "FILE"],
    "check to csv": ["check", "FILE", "--format", "csv"],
    "check to html": ["check", "FILE", "--format", "html"],
    "mark": ["mark", "FILE"],
    "unmark": ["unmark", "FILE"],
    "fix": ["fix", "FILE"],
    "next-month": ["next-month", "FILE"],
    "migrate": ["migrate", "FILE", "--to", "cgs/112"],
    "template": ["template", "cgs/111"],
    "spec diff": ["spec", "diff", "cgs/111", "cgs/112"],
    "spec infer": ["spec", "infer", "FILE"],
}
COPYING = [name for name in COMMANDS if name not in ("check", "check to csv", "check to html", "spec diff")]
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes with names, descriptors")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(D=None)]))
    return path


def run(name: str, report: Path, *more: object) -> Result:
    arguments = [str(report) if word == "FILE" else word for word in COMMANDS[name]]
    return CliRunner().invoke(group, [*arguments, *map(str, more), "--lang", "zh-TW"])


def refused(result: Result, sentence: str, exit_code: int = 2) -> bool:
    """Whether a command ended by a sentence; the exception that click makes of an exit is none."""
    assert isinstance(result.exception, SystemExit), result.exception
    return (result.exit_code, sentence in result.stderr) == (exit_code, True)


def fail_to_write(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Have each file written by the library fail as the system does, when its bytes go out."""

    class Failing(io.FileIO):
        def write(self, _: Any) -> int:
            raise error

    def failing(handle: int, *_: object, **__: object) -> Any:
        return io.BufferedRandom(Failing(handle, "r+"), 1)

    monkeypatch.setattr(os, "fdopen", failing)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: failing(os.open(os.devnull, os.O_RDWR)))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk(name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_write(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    out = report.parent / "out.xlsx"
    assert refused(run(name, report, "-o", out), "磁碟滿了")
    assert list(report.parent.iterdir()) == [report]


@pytest.mark.parametrize("name", COMMANDS)
def test_ctrl_c_while_the_output_is_written(name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_write(monkeypatch, KeyboardInterrupt())
    assert refused(run(name, report, "-o", report.parent / "out.xlsx"), "已經中斷", 130)
    assert list(report.parent.iterdir()) == [report]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("place", ["nowhere/out.xlsx", "a.xlsx/out.xlsx", f"{'長' * 300}.xlsx"])
def test_an_output_that_has_no_folder_or_too_long_a_name(name: str, place: str, report: Path) -> None:
    assert refused(run(name, report, "-o", report.parent / place, "--force"), "沒辦法寫入")


@pytest.mark.parametrize("name", COMMANDS)
def test_without_a_folder_for_temporary_files(name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(report.parent / "nowhere"))
    out = report.parent / "out.xlsx"
    result = run(name, report, "-o", out)
    if name in ("migrate", "template"):  # openpyxl has need of one
        assert refused(result, "暫存")
    else:
        assert result.exit_code in (0, 1)
    assert out.exists() == (result.exit_code != 2)


@posix
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "force"])
def test_a_pipe_is_not_replaced(name: str, force: list[str], report: Path) -> None:
    pipe, link = report.parent / "pipe", report.parent / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for out in (pipe, link):
        assert refused(run(name, report, "-o", out, *force), "不是一般的檔案")
    assert pipe.is_fifo()
    assert link.is_symlink()


@posix
@pytest.mark.parametrize("name", COMMANDS)
def test_the_target_of_a_link_is_written(name: str, report: Path) -> None:
    other = report.parent / "other"
    other.mkdir()
    target, link = other / "real.xlsx", report.parent / "link.xlsx"
    target.write_text("old")
    link.symlink_to(target)
    assert refused(run(name, report, "-o", link), "已經有")
    assert target.read_text() == "old"
    result = run(name, report, "-o", link, "--force")
    assert result.exit_code in (0, 1)
    assert f"{link} → {target}" in result.output
    assert link.is_symlink()
    assert target.stat().st_size > 100


@pytest.mark.parametrize("name", [name for name in COMMANDS if "FILE" in COMMANDS[name]])
def test_a_file_that_cannot_be_read(name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(report))

    monkeypatch.setattr(Path, "open", refuse)
    out = report.parent / "out"
    assert refused(run(name, report, "-o", out), "這個檔案打不開")
    assert not out.exists() or name == "check to csv"  # with its head


@pytest.mark.parametrize("name", [name for name in COMMANDS if "FILE" in COMMANDS[name]])
@pytest.mark.parametrize("path", ["a.xlsx/b.xlsx", f"{'長' * 300}.xlsx"])
def test_a_path_that_names_nothing(name: str, path: str, report: Path) -> None:
    assert refused(run(name, report.parent / path), "這個檔案")


@pytest.mark.parametrize("name", COPYING)
def test_a_folder_instead_of_a_file(name: str, monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    if "FILE" in COMMANDS[name]:
        monkeypatch.chdir(report.parent)
        assert refused(run(name, Path()), "這是資料夾")


@posix
@pytest.mark.parametrize("name", [name for name in COMMANDS if "FILE" in COMMANDS[name]])
def test_a_pipe_instead_of_a_file(name: str, report: Path) -> None:
    pipe = report.parent / "pipe"
    os.mkfifo(pipe)
    arguments = [str(pipe) if word == "FILE" else word for word in COMMANDS[name]]
    done = in_a_process(*arguments, "--lang", "zh-TW")
    assert (done.returncode, "不是一般的檔案" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_folder_that_cannot_be_listed(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", str(report.parent))

    monkeypatch.setattr(Path, "rglob", refuse)
    assert refused(run("check", report.parent), "打不開")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "template"])
def test_an_output_that_nothing_can_be_printed_to(name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, err: bool = False, **__: object) -> None:
        if not err:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("click.echo", broken)
    result = run(name, report)
    assert (result.exit_code, type(result.exception)) == (2, SystemExit)


@pytest.mark.parametrize("name", ["check", "spec diff"])
def test_ctrl_c(name: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("click.echo", lambda *_, err=False, **__: sys.stderr.write(_[0]) if err else stop())
    assert refused(run(name, report), "已經中斷", 130)


def test_ctrl_c_while_a_command_is_imported(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    monkeypatch.setattr("importlib.import_module", stop)
    assert refused(run("check", report), "已經中斷", 130)


def in_a_process(*arguments: object, prepare: Callable[[], Any] | None = None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cgs_validate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, preexec_fn=prepare)


@posix
@pytest.mark.parametrize("handles", [(1,), (2,), (1, 2), (0, 1, 2)])
def test_closed_streams(handles: tuple[int, ...], report: Path) -> None:
    done = in_a_process("check", report, "--lang", "zh-TW", prepare=lambda: [os.close(handle) for handle in handles])
    assert done.returncode == (2 if 1 in handles else 1)
    assert "Traceback" not in done.stderr
    assert ("沒辦法輸出" in done.stderr) == (handles == (1,))


@posix
@pytest.mark.parametrize("arguments", [["check", "FILE"], ["--help"], ["mark", "--help"], ["--version"]])
def test_a_reader_that_ends_early(arguments: list[str], report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    reading, writing = os.pipe()
    os.close(reading)
    arguments = [str(report) if word == "FILE" else word for word in arguments]
    done = in_a_process(*arguments, prepare=lambda: os.dup2(writing, 1))
    os.close(writing)
    assert (done.returncode, done.stderr.count("\n")) == (2, 2)
    assert "沒辦法輸出" in done.stderr


@posix
def test_ctrl_c_in_a_process(report: Path) -> None:
    code = "import signal, os\nfrom cgs_validate.commands import check, cli\n"
    code += "check.read_bytes = lambda *_: os.kill(os.getpid(), signal.SIGINT)\ncli.main()"
    environment = {**os.environ, "LANG": "zh_TW.UTF-8"}
    with subprocess.Popen(
        [sys.executable, "-c", code, "check", str(report)], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, "已經中斷" in err, "Traceback" in err) == (130, True, False)


@pytest.mark.parametrize("name", ["mark", "unmark", "fix", "migrate"])
def test_the_api_has_one_class_for_output_and_one_for_input(
    name: str, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = validate(report)
    functions: dict[str, Callable[[Any, Any], Any]] = {
        "mark": lambda source, target: mark(source, found, target),
        "fix": lambda source, target: fix(source, found, target),
        "unmark": unmark,
        "migrate": lambda source, target: migrate(source, "cgs/112", target),
    }

    class Broken(io.BytesIO):
        def read(self, _: Any = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    target: Any
    for target in (report.parent / "nowhere" / "a", report.parent / "a\0b", "長" * 300):
        with pytest.raises(WriteError):
            functions[name](report, target)
    source: Any
    for source in (Broken(), report.parent / "a\0b", "長" * 300, report / "a"):
        with pytest.raises(ReadError):
            functions[name](source, io.BytesIO())
    fail_to_write(monkeypatch, OSError(errno.EROFS, "Read-only file system"))
    with pytest.raises(WriteError):
        functions[name](report, report.parent / "out")
    assert list(report.parent.iterdir()) == [report]
