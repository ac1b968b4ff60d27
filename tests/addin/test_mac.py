"""Peculiarities of Excel on a Mac: its boxes, files on OneDrive, and that it does not wait for Python."""

import re
import subprocess
import sys
import time
from pathlib import Path

import mac_stubs
import openpyxl_engine
import pytest
from open_books import OpenInOpenpyxl
from test_actions import MANY, seen
from xlwings import Book, XlwingsError

from cgs_validate.checking.messages import catalog
from cgs_validate_addin import actions, run_button
from cgs_validate_addin.excel import press
from cgs_validate_addin.ribbon import installer


def test_boxes_have_buttons_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    book, shown = OpenInOpenpyxl(MANY), list[list[str]]()

    def answer(_: str, buttons: list[str]) -> str:
        shown.append(buttons)
        return buttons[0]

    monkeypatch.setitem(mac_stubs.PEOPLE, book.person.pid, answer)
    actions.run(actions.fix, book)
    actions.run(actions.help_, book)
    assert shown == [["否", "是"], ["好"]]
    assert seen(book.saved()) == seen(MANY)


def test_a_workbook_that_only_onedrive_has_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> str:
        raise XlwingsError("Couldn't find the local OneDrive folder!")

    monkeypatch.setattr(openpyxl_engine.Book, "fullname", property(fail))
    book = OpenInOpenpyxl(MANY)
    actions.run(actions.check, book)
    assert book.messages[0].startswith("✗")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Mac with an empty home folder."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(run_button, "LOG", tmp_path / "cgs-validate-addin.log")
    return tmp_path


def test_a_button_pressed_while_another_is_at_work_does_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, pressed = OpenInOpenpyxl(MANY), list[str]()

    def run_button(button: str, _: object) -> None:
        pressed.append(button)
        press.press("clear")

    monkeypatch.setattr(press, "_calling_book", lambda: book)
    monkeypatch.setattr(press, "run_button", run_button)
    press.press("check")
    assert pressed == ["check"]
    assert not [*home.iterdir()]


def test_unreachable_excel_is_reported_without_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError

    ran: list[list[str]] = []
    monkeypatch.setattr(Book, "caller", fail)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command))
    with pytest.raises(SystemExit):
        press.press("check")
    ((*_, title, message),) = ran
    assert title == catalog("zh-TW").sentences["excel"]["boxes"]["title"]
    assert message.endswith(run_button.LOG.name)
    assert "RuntimeError" in run_button.LOG.read_text("utf-8")


def shell_command(**known: str) -> str:
    """Return the shell command of the AppleScript."""
    (message,) = re.findall(r"set ShellCommand to (.*?)\n\ttry", installer.script().decode(), re.S)
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|(\w+)', message)
    return "".join(known[name] if name else re.sub(r"\\(.)", r"\1", text) for text, name in parts)


@pytest.mark.skipif(sys.platform == "win32", reason="the Mac's shell")
@pytest.mark.parametrize("option", ["", " -S", "/gone"])
def test_excel_waits_until_it_is_known_that_python_starts(option: str, tmp_path: Path) -> None:
    """Without packages (-S), or Python, the log is there when the shell ends, and says why."""
    log, done = tmp_path / "xlwings.log", tmp_path / "done"
    command = shell_command(
        PYTHONPATH="false;",
        PythonInterpreter=sys.executable + option,
        PythonCommand=f"import time; time.sleep(0.3); open('{done}', 'w')",
        WorkbookName="十月.xlsx",
        ApplicationFullName="/Applications/Microsoft Excel.app",
        LOG_FILE=str(log),
    )
    ended = subprocess.run(["/bin/sh", "-c", command], check=False)
    assert ended.returncode == (1 if option else 0)
    assert not done.exists()
    if option:
        assert ("No module named 'xlwings'" in log.read_text()) == (option == " -S")
        assert log.stat().st_size
        return
    for _ in range(100):
        if done.exists():
            break
        time.sleep(0.1)
    assert done.exists()
    assert log.read_text() == ""
