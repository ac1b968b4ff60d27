"""The portable folder as its user has it, on a Windows that is Wine: the same answers, the same marked copies."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from wine import embeddable_python, windows_path, wine
from workbooks import case, workbook

from cgs_validate import mark, validate
from cgs_validate.editing import part_writer
from cgs_validate_addin.ribbon.xlam import NAME, build

pytestmark = [pytest.mark.program, pytest.mark.xdist_group("portable")]

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "support" / "in_portable_python.py"
ERRORS = (ROOT / "examples" / "cgs-111-errors.xlsx").read_bytes()
RIGHT = workbook([case()])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked folder, where blanks and other characters of the shell are in its path."""
    made = tmp_path_factory.mktemp("built")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", ROOT]
    subprocess.run([*pip, "--wheel-dir", made / "wheel"], check=True)
    python, digest = embeddable_python(made)
    wheel = next((made / "wheel").iterdir())
    command = [sys.executable, ROOT / "addin" / "build_portable.py", made, "--wheel", wheel]
    built = subprocess.run([*command, "--python", python, "--sha256", digest], check=True, capture_output=True)
    with zipfile.ZipFile(built.stdout.decode().split(maxsplit=1)[1].strip()) as archive:
        archive.extractall(made / "工 具&1")
    return made / "工 具&1" / "cgs-validate"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with workbooks, and with the folders that a computer with Excel has."""
    work = tmp_path_factory.mktemp("work")
    (work / "資 料&夾!").mkdir()
    for name in ("十 月.xlsx", "a&b%PATH%.xlsx", "資 料&夾!/三月!.xlsx"):
        (work / name).write_bytes(ERRORS)
    (work / "資 料&夾!" / "四月.xlsx").write_bytes(RIGHT)
    (work / "appdata" / "Microsoft" / "Excel").mkdir(parents=True)
    (work / "home").mkdir()
    return work


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    """A path of the folder that Excel's macros can read in every code page."""
    path = folder.parents[1] / "plain"
    path.symlink_to(folder)
    return path


@pytest.fixture(scope="module")
def came(folder: Path, plain: Path, work: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What came of each of the user's steps, by its name in ``in_portable_python.py``."""
    with wine(tmp_path_factory.mktemp("prefix")) as environment:
        python = [folder / "python" / "python.exe", "-X", "utf8", "-B", windows_path(SCRIPT)]
        ended = subprocess.run(
            ["wine", *python, *map(windows_path, (folder, plain, work))],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=600,
        )
    assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")
    return json.loads(ended.stdout)


@pytest.fixture(autouse=True)
def compressed_as_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder has no ISA-L."""
    monkeypatch.setattr(part_writer, "isal_zlib", None)


def marked(file: Path) -> bytes:
    target = io.BytesIO()
    mark(file, validate(file, language="zh-TW"), target)
    return target.getvalue()


def test_check_and_an_isolated_check_answer_as_here(came: Any, work: Path) -> None:
    here = validate(work / "十 月.xlsx", language="zh-TW").to_dict()
    exit_code, report = came["check"]
    assert (exit_code, json.loads(report)) == (1, here)
    assert came["isolated"] == here


def test_a_dropped_workbook_is_marked_as_here(came: Any, work: Path) -> None:
    exit_code, shown = came["files"]
    file = work / "a&b%PATH%.xlsx"
    assert exit_code == 1
    assert validate(file, language="zh-TW").verdict() in shown
    assert "a&b%PATH%.marked.xlsx" in shown
    assert (work / "a&b%PATH%.marked.xlsx").read_bytes() == marked(file)
    assert file.read_bytes() == ERRORS


def test_a_dropped_folder_is_checked_and_marked_as_here(came: Any, work: Path) -> None:
    exit_code, shown = came["folder"]
    assert exit_code == 1
    assert "一共 2 個檔案：還不能上傳 1 個、可以上傳 1 個。" in shown
    inside = work / "資 料&夾!"
    assert {path.name for path in inside.iterdir()} == {"三月!.xlsx", "三月!.marked.xlsx", "四月.xlsx"}
    assert (inside / "三月!.marked.xlsx").read_bytes() == marked(inside / "三月!.xlsx")


@pytest.mark.parametrize("step", ["files", "folder", "excel"])
def test_the_window_waits_for_a_key(step: str, came: Any) -> None:
    assert came[step][1].rstrip().splitlines()[-1].startswith("Press any key")


def test_excels_add_in_is_installed_with_this_python(came: Any, plain: Path, work: Path) -> None:
    assert came["pythoncom"].endswith(r"\pywin32_system32\pythoncom313.dll")
    exit_code, shown = came["excel"]
    assert exit_code == 0, shown
    assert (work / "appdata" / "Microsoft" / "Excel" / "XLSTART" / NAME).read_bytes() == build()
    settings = (work / "home" / ".cgs-validate" / "cgs-validate.conf").read_text("ascii")
    assert settings == f'"INTERPRETER","{windows_path(plain)}\\python\\python.exe"\n'
    assert (plain / NAME).read_bytes() == build()


def test_nothing_is_left_in_the_folder_and_every_package_has_its_licence(came: Any, folder: Path) -> None:
    assert came
    assert not list(folder.rglob("__pycache__"))
    for about in (folder / "python" / "Lib" / "site-packages").glob("*.dist-info"):
        assert [path for path in about.rglob("*") if path.name.upper().startswith(("LICEN", "COPYING"))], about.name
    assert (folder / "python" / "LICENSE.txt").exists()
