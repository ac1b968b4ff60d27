"""A command whose workbook costs too much time or memory ends by our sentence and exit code 2; nothing is written."""

import subprocess
import sys
from pathlib import Path

import pytest
from scripted_portal import TOKEN, ScriptedPortal
from workbooks import case, workbook

from cgs_validate.checking.messages import LANGUAGES, catalog
from cgs_validate.commands import budget

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit of memory")

# A command with a small budget, whose named function does what no workbook should get it to do.
_COMMAND = """
import re, signal, sys
from importlib import import_module
from cgs_validate.commands import budget, cli

def burn(*_, **__):
    while True:
        pass

def backtrack(*_, **__):
    re.fullmatch("(a+)+b", "a" * 64)

def eat(*_, **__):
    eaten = []
    while True:
        eaten.append(bytearray(10_000_000))

module, _, function = sys.argv.pop(1).rpartition(".")
deed = locals()[sys.argv.pop(1)]
setattr(import_module(module), function, deed)
budget.MEMORY = 300_000_000
if deed is not eat:  # which must not run out of time first on a busy machine
    budget.SECONDS = 0.3
if sys.argv.pop(1) == "windows":
    del signal.setitimer
cli.main()
"""
READING, WRITING = "cgs_validate.ooxml.container.entries", "cgs_validate.atomic_write._is_linked"
COPYING = {
    "mark": ["mark", "FILE", "-o", "OUT"],
    "unmark": ["unmark", "FILE", "-o", "OUT"],
    "fix": ["fix", "FILE", "-o", "OUT"],
    "next-month": ["next-month", "FILE", "-o", "OUT"],
    "migrate": ["migrate", "FILE", "--to", "cgs/112", "-o", "OUT"],
}
COMMANDS = {
    "check": ["check", "FILE", "--format", "html", "-o", "OUT"],
    **COPYING,
    "spec infer": ["spec", "infer", "FILE", "-o", "OUT"],
    "spec check-workbook": ["spec", "check-workbook", "cgs/111", "FILE", "-o", "OUT"],
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([case(D="３")]))
    return path


def run(words: list[str], report: Path, place: str, deed: str, system: str = "") -> subprocess.CompletedProcess[str]:
    paths = {"FILE": str(report), "OUT": str(report.with_name("out.xlsx"))}
    command = [sys.executable, "-c", _COMMAND, place, deed, system, *(paths.get(word, word) for word in words)]
    return subprocess.run([*command, "--lang", "zh-TW"], capture_output=True, encoding="utf-8", timeout=60, check=False)


def refused(done: subprocess.CompletedProcess[str], report: Path, sentence: str) -> bool:
    assert sentence in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in report.parent.iterdir()] == [report.name]
    return done.returncode == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_a_workbook_that_takes_for_ever(name: str, report: Path) -> None:
    assert refused(run(COMMANDS[name], report, READING, "burn"), report, "花太久了（超過 0.3 秒）")


def test_time_is_watched_also_where_the_kernel_does_not(report: Path) -> None:
    assert refused(run(COMMANDS["check"], report, READING, "burn", "windows"), report, "花太久了")


@linux
@pytest.mark.parametrize("name", COMMANDS)
def test_a_workbook_that_takes_all_memory(name: str, report: Path) -> None:
    assert refused(run(COMMANDS[name], report, READING, "eat"), report, "太多記憶體（超過 300 MB）")


@pytest.mark.parametrize("name", COPYING)
def test_a_copy_that_never_gets_written(name: str, report: Path) -> None:
    assert refused(run(COPYING[name], report, WRITING, "burn"), report, "花太久了")


def test_an_upload_ends_before_anything_is_sent(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CGS_TOKEN", TOKEN)
    with ScriptedPortal() as portal:
        words = ["upload", "FILE", "--portal", portal.url, "--month", "111-10"]
        assert refused(run(words, report, READING, "burn"), report, "花太久了")
    assert not portal.reports


@pytest.mark.skipif(sys.platform == "win32", reason="only a signal of the kernel's gets Python out of it")
def test_a_pattern_that_never_ends(report: Path) -> None:
    assert refused(run(COMMANDS["check"], report, READING, "backtrack"), report, "花太久了")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_limits_has_its_numbers(language: str) -> None:
    page = catalog(language).sentences["limits"]["budget"]
    assert f" {budget.SECONDS:g} " in page
    assert f" {budget.MEMORY // 1_000_000:,} MB" in page
