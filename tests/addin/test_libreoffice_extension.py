"""The extension: its reproducible build, its installation by LibreOffice's own program, and its buttons."""

import ast
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from libreoffice import Office, OpenInLibreOffice, python_with_uno
from test_actions import MANY, WRONG
from workbooks import CASES

from cgs_validate.checking.messages import catalog
from cgs_validate.commands.addin import HERE
from cgs_validate.commands.cli import group
from cgs_validate_addin.buttons import BUTTONS
from cgs_validate_addin.libreoffice import office
from cgs_validate_addin.libreoffice.oxt import SENTENCES, build

ROOT = Path(__file__).parents[2]
BOXES = catalog("zh-TW").sentences["libreoffice"]["boxes"]
OOR = "{http://openoffice.org/2001/registry}"

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("libreoffice")]


@pytest.fixture(scope="module")
def entries() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def items(xml: bytes, of: str) -> list[dict[str, str]]:
    """Return the properties of each item in a part of the buttons' description."""
    (part,) = (node for node in ElementTree.fromstring(xml).iter("node") if node.get(f"{OOR}name") == of)
    found = [
        {prop.get(f"{OOR}name") or "": prop.findtext("value") or "" for prop in node.findall("prop")}
        for node in part.iter("node")
    ]
    return [item for item in found if item.get("URL", "").startswith("cgs-validate:")]


def test_two_builds_have_one_digest(tmp_path: Path) -> None:
    out = tmp_path / "again.oxt"
    command = [sys.executable, ROOT / "addin" / "build_oxt.py", out]
    built = subprocess.run(command, check=True, capture_output=True, text=True)
    assert out.read_bytes() == build()
    assert built.stdout.split()[0] == hashlib.sha256(build()).hexdigest()


def test_the_buttons_are_those_of_the_ribbon(entries: dict[str, bytes]) -> None:
    labels = {f"cgs-validate:{button}": label for button, label in BUTTONS.items()}
    for place in ("OfficeToolBar", "OfficeMenuBar"):
        shown = items(entries["Addons.xcu"], place)
        assert {item["URL"]: item["Title"] for item in shown} == labels
        assert {item["Context"] for item in shown} == {"com.sun.star.sheet.SpreadsheetDocument"}
    assert {item["URL"] for item in items(entries["Addons.xcu"], "Images")} == labels.keys()
    for button in BUTTONS:
        assert ElementTree.fromstring(entries[f"icons/{button}.svg"]).tag.endswith("svg")
    assert json.loads(entries[SENTENCES])["tips"].keys() == BUTTONS.keys()


def test_the_manifest_lists_all_parts(entries: dict[str, bytes]) -> None:
    named = set(re.findall(r'full-path="([^"]+)"', entries["META-INF/manifest.xml"].decode()))
    assert named == {name for name in entries if name.endswith(".xcu")} | {"cgs_validate_handler.py"}


def test_every_python_that_libreoffice_brings_can_read_it(entries: dict[str, bytes]) -> None:
    sources = {name: text for name, text in entries.items() if name.endswith(".py")}
    for name, text in sources.items():
        ast.parse(text, name, feature_version=(3, 8))
        assert b"from __future__ import annotations" in text or b"def " not in text, name
    assert len(sources) > 5


def test_the_sentences_are_those_in_use(entries: dict[str, bytes]) -> None:
    code = b"".join(text for name, text in entries.items() if name.endswith("press.py")).decode()
    asked = set(re.findall(r'(?:return|else|SENTENCES\[) ?"(\w+)"|return "(\w+)"', code))
    assert {name for pair in asked for name in pair if name} == set(BOXES)


RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from cgs_validate_office import press
press.SETTINGS = Path(sys.argv[2])
requests = []
print(press.run("check", requests.append, lambda: None), requests)
"""


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (None, "python_missing []"),
        ("gone", "python_missing []"),
        ("#!/bin/sh\nexit 1\n", "package_missing []"),
        ('#!/bin/sh\necho \'["document", "about"]\'\nread answer\nexit 1\n', "failed [['document', 'about']]"),
        ('#!/bin/sh\necho \'["document", "about"]\'\nread answer\n', "None [['document', 'about']]"),
        (
            '#!/bin/sh\ntest -z "$PYTHONHOME$PYTHONPATH" && test "$2 $3" = \'cgs_validate_addin.libreoffice check\'\n',
            "None []",
        ),
    ],
)
def test_the_end_of_python_selects_the_sentence(program: str | None, message: str, tmp_path: Path) -> None:
    """In Debian's Python as in LibreOffice's."""
    with zipfile.ZipFile(io.BytesIO(build())) as archive:
        archive.extractall(tmp_path)
    settings, python = tmp_path / "libreoffice.json", tmp_path / "python"
    if program:
        settings.write_text(json.dumps({"python": str(python)}))
    if program and program.startswith("#!"):
        python.write_text(program)
        python.chmod(0o755)
    command = [python_with_uno(), "-c", RUN, tmp_path / "pythonpath", settings]
    around = {**os.environ, "PYTHONPATH": str(tmp_path)}
    assert subprocess.run(command, check=True, capture_output=True, text=True, env=around).stdout.strip() == message


def scratch(home: Path) -> office.Office:
    """Return the computer's LibreOffice with a profile of its own.

    LibreOffice's program refuses a superuser but for what all users share; that is of its own here, too.
    """
    options = [f"-env:UserInstallation={(home / 'profile').as_uri()}"]
    if os.geteuid() == 0:
        options += ["--shared", f"-env:UNO_SHARED_PACKAGES_CACHE={(home / 'shared').as_uri()}"]
    return replace(office.this_office(), home=home, options=tuple(options))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> office.Office:
    computer = scratch(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as activated:  # as README says, and within another Python's environment
        activated.setenv("VIRTUAL_ENV", sys.prefix)
        for other in (sys.base_prefix, sys.prefix):
            activated.setenv("PATH", f"{other}/bin", prepend=os.pathsep)
        result = run(computer, "install")
    assert result.exit_code == 0, result.output
    assert "已裝進 LibreOffice" in result.output
    return computer


def run(computer: office.Office, *arguments: str) -> Result:
    return CliRunner().invoke(group, ["libreoffice", *arguments, "--lang", "zh-TW"], obj=computer)


@pytest.fixture(scope="module")
def with_extension(installed: office.Office) -> Iterator[Office]:
    running = Office(*(option for option in installed.options if option != "--shared"), home=installed.home)
    yield running
    running.end()


def test_doctor_finds_no_problem_after_install(installed: office.Office) -> None:
    assert json.loads(installed.settings.read_text("utf-8"))["python"] == sys.executable
    result = run(installed, "doctor")
    assert result.exit_code == 0, result.output
    assert hashlib.sha256(build()).hexdigest() in result.output
    assert "都沒有問題" in result.output


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_button_pressed_in_libreoffice_does_all_of_it(suffix: str, with_extension: Office) -> None:
    data = OpenInLibreOffice(MANY, in_office=with_extension).saved(suffix)
    book = OpenInLibreOffice(data, Path(f"111-10.{suffix}"), with_extension)
    before = book.person("looks", CASES.name, "A1:N9")
    book.person("press", "check")
    after = book.person("looks", CASES.name, "A1:N9")
    assert {at for at in before if before[at] != after[at]} == WRONG
    assert ["檢核結果", True] in book.person("names")
    book.person("press", "next_")
    assert book.active() == (CASES.name, (6, 4))
    book.person("press", "next_")
    second = book.active()
    book.person("press", "previous")
    assert second != book.active() == (CASES.name, (6, 4))
    for button in ("fix", "arm", "upload", "help_"):  # without a window, each question is answered with no
        book.person("press", button)
    book.person("press", "clear")
    assert book.person("looks", CASES.name, "A1:N9") == before
    assert not [*with_extension.home.glob("*.log")]


def wrong(computer: office.Office) -> list[str]:
    result = run(computer, "doctor")
    lines = [line for line in result.output.splitlines() if line.startswith("✗")]
    assert result.exit_code == (1 if lines else 0), result.output
    return lines


def test_doctor_sees_later_changes(installed: office.Office) -> None:
    content = installed.settings.read_text("utf-8")
    try:
        for settings, message in {
            content.replace(sys.executable, "/gone/python"): "已經不在了",
            content.replace(sys.executable, python_with_uno()): "裡沒有 cgs-validate",
            content.replace(hashlib.sha256(build()).hexdigest(), "0"): "和這一版的不一樣",
            json.dumps({"extension": hashlib.sha256(build()).hexdigest()}): "還沒有記下 Python 的位置",
        }.items():
            installed.settings.write_text(settings, "utf-8")
            (line,) = wrong(installed)
            assert message in line
    finally:
        installed.settings.write_text(content, "utf-8")
    (line,) = wrong(replace(installed, interpreter=Path("/another/python")))
    assert "另一個 Python" in line


def test_uninstall_removes_what_was_installed(tmp_path: Path) -> None:
    computer = scratch(tmp_path)
    assert len(wrong(computer)) == 2
    run(computer, "install")
    assert run(computer, "install").exit_code == 0
    assert wrong(computer) == []
    result = run(computer, "uninstall")
    assert (result.exit_code, computer.settings.parent.exists()) == (0, False), result.output
    assert len(wrong(computer)) == 2
    assert "不用移除" in run(computer, "uninstall").output


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_a_computer_without_libreoffice_gets_a_message(command: str, tmp_path: Path) -> None:
    result = run(office.Office(tmp_path, Path(sys.executable), None), command)
    assert result.exit_code in (1, 2)
    assert "找不到 LibreOffice" in result.output
    assert not [*tmp_path.iterdir()]


def test_a_refusal_is_shown_in_libreoffices_words(tmp_path: Path) -> None:
    refusing = tmp_path / "unopkg"
    refusing.write_text("#!/bin/sh\necho ERROR: it is in use >&2\nexit 1\n")
    refusing.chmod(0o755)
    result = run(office.Office(tmp_path, Path(sys.executable), refusing), "install")
    assert result.exit_code == 2
    assert "ERROR: it is in use" in result.stderr
    assert [*tmp_path.iterdir()] == [refusing]


def test_what_libreoffice_says_is_in_the_systems_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "cp950")
    refusing = tmp_path / "unopkg"
    refusing.write_bytes("#!/bin/sh\necho 錯誤：使用中 >&2\nexit 1\n".encode("cp950"))
    refusing.chmod(0o755)
    assert "錯誤：使用中" in run(office.Office(tmp_path, Path(sys.executable), refusing), "install").stderr


def test_commands_can_be_typed_as_shown(tmp_path: Path) -> None:
    (tmp_path / "unopkg").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "unopkg").chmod(0o755)
    message = wrong(office.Office(tmp_path, Path(sys.executable), tmp_path / "unopkg"))
    commands = [line.partition("請執行：")[2] for line in message]
    assert set(commands) == {f"{HERE['python']} -m cgs_validate libreoffice install"}
    tried = subprocess.run([*shlex.split(commands[0])[:-1], "--help"], capture_output=True, check=True, text=True)
    assert "install" in tried.stdout


def test_libreoffice_is_looked_for_where_windows_has_it(tmp_path: Path) -> None:
    path = tmp_path / "LibreOffice" / "program" / "unopkg.com"
    assert [*office.candidates("win32", {"ProgramFiles": str(tmp_path)})] == []
    path.parent.mkdir(parents=True)
    path.touch()
    assert [*office.candidates("win32", {"ProgramFiles": str(tmp_path)})] == [path]
