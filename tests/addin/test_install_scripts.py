"""The files that a counsellor double-clicks to install: the commands they run, and the messages if these fail."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cgs_validate.commands.installed import HERE

ADDIN = Path(__file__).parents[2] / "addin"
FOLDER = str(ADDIN.parent)
BROKEN = "no network"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The commands that were run; if ``BROKEN`` is among them, pip fails."""
    ran: list[Any] = []

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        ran.append(command)
        return SimpleNamespace(returncode=int("pip" in command and BROKEN in ran))

    monkeypatch.setattr(subprocess, "run", run)
    return ran


def install() -> Any:
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ADDIN / "install.py"), run_name="__main__")
    return ended.value.code


def test_the_package_and_then_the_add_in(ran: list[Any]) -> None:
    assert install() == 0
    packages, addin = ran
    assert packages[:4] == [sys.executable, "-m", "pip", "install"]
    assert packages[-1] == f"{FOLDER}[excel,upload]"
    assert addin == [sys.executable, "-m", "cgs_validate", "excel", "install", "--lang", "zh-TW"]


def test_without_the_package_there_is_no_add_in(ran: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    ran.append(BROKEN)
    assert install() == 2
    assert len(ran) == 2
    message = capsys.readouterr().out
    assert "沒有裝好，Excel 沒有被更動" in message
    assert f"Python 太新：這台電腦的是 {sys.version.split()[0]}" in message


def test_an_old_python_gets_a_message(
    ran: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    assert install() == 2
    assert not ran
    assert "需要 Python 3.11 以上" in capsys.readouterr().out


def test_sentences_and_pages_name_the_files_by_their_names() -> None:
    pages = [*(ADDIN.parent / "specs" / "messages").glob("*.yaml"), ADDIN.parent / "docs" / "excel.zh.md"]
    message = " ".join([HERE["installer"], *(page.read_text("utf-8") for page in pages)])
    named = set(re.findall(r"\binstall-[a-z]+(?:\.[a-z]+)?", message))
    files = {path.name for path in ADDIN.glob("install-*")}
    assert len(files) == 2
    assert named <= files | {name.partition(".")[0] for name in files}


def test_windows_can_read_its_file() -> None:
    script = (ADDIN / "install-windows.cmd").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n") == 9
    lines = script.decode("utf-8").splitlines()
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
    assert 'py -3 "%~dp0install.py"' in lines
    assert {line.removeprefix("goto ") for line in lines if line.startswith("goto")} <= {
        line[1:] for line in lines if line.startswith(":")
    }


@pytest.mark.skipif(os.name == "nt", reason="a file for the Mac's shell")
@pytest.mark.parametrize("python", ['echo "started $1"', "exit 1", None])
def test_the_macs_file_starts_python_where_there_is_one(python: str | None, tmp_path: Path) -> None:
    """Every Mac has a file of that name, which only offers to install one."""
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    if python:
        (tmp_path / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (tmp_path / "python3").chmod(0o755)
    there = python is not None and "started" in python
    script = ADDIN / "install-mac.command"
    ended = subprocess.run([script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert (f"started {ADDIN}/install.py" in ended.stdout) == there
    assert ("還沒有 Python" in ended.stdout) != there
