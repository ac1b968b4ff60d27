"""examples/start.py, the first command of a newcomer: what it says on every Python, and where it cannot install."""

import ast
import os
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
START = ROOT / "examples" / "start.py"
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
PARTS = ("addin", "docs", "examples", "specs", "src")  # what is installed from
FILES = ("LICENSE", "NOTICE", "README.md", "hatch_build.py", "pyproject.toml")
AT_HOME = (sys.executable,)
INSTALLING = "正在安裝，第一次約半分鐘…\n"
NO_NETWORK = "連不上下載套件的網站，沒有裝好：請檢查網路（學校要經過代理伺服器的，請洽資訊組），再執行一次。\n"
NO_PIP = "這個 Python 少了 pip：請先安裝（Debian、Ubuntu 是 sudo apt install python3-venv），再執行一次。\n"


def old(version: str) -> str:
    where = "https://www.python.org/downloads/"
    return f"需要 Python 3.11 以上，這裡是 {version}；請到 {where} 下載新的，裝好以後再執行一次。\n"


def start(*command: str, cwd: Path = ROOT, **around: str) -> tuple[int, str]:
    """Run a command in a folder, and return its exit code and all that it wrote."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", **around},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def test_what_python_2_loads_has_nothing_newer() -> None:
    tree = ast.parse(START.read_text("utf-8"))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef, ast.Starred, ast.Nonlocal)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []
    assert [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.returns] == []
    at_once = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert at_once == ["from __future__ import unicode_literals", "import sys"]


@pytest.mark.program
@pytest.mark.parametrize("version", ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10"])
def test_an_old_python_gets_one_sentence(version: str) -> None:
    python = next(PYENV.glob(f"{version}.*/bin/python"), None) or shutil.which(f"python{version}")
    if python is None:
        pytest.skip(f"this computer has no Python {version}")
    _, exact = start(str(python), "-c", "import sys; print(sys.version.split()[0])")
    assert start(str(python), str(START)) == (2, old(exact.strip()))


def test_the_sentence_is_english_where_a_terminal_has_no_chinese() -> None:
    code = "import sys; sys.version_info = (3, 9, 6); import start; sys.exit(start.main())"
    status, written = start(*AT_HOME, "-c", code, PYTHONPATH=str(START.parent), PYTHONIOENCODING="ascii")
    assert status == 2
    assert written.startswith("Python 3.11 or later is needed, this is ")
    assert written.count("\n") == 1


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what is installed from, in a folder whose name has blanks and Chinese characters."""
    folder = tmp_path / "輔導 報表"
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.mark.program
def test_a_folder_with_blanks_and_chinese_characters(checkout: Path) -> None:
    status, written = start(*AT_HOME, "examples/start.py", cwd=checkout)
    assert status == 0, written
    first, command, rest = written.split("\n", 2)
    assert f"{first}\n" == INSTALLING
    assert rest.endswith("\n接下來：\n  source .venv/bin/activate\n  cgs-validate check 自己的報表.xlsx\n")
    again, report = start(*shlex.split(command.removeprefix("$ ")), cwd=checkout)
    assert again == 1
    assert report.strip() in rest


@pytest.mark.program
def test_without_a_network(checkout: Path) -> None:
    assert start(*AT_HOME, "examples/start.py", cwd=checkout, PIP_INDEX_URL="http://127.0.0.1:9/simple") == (
        2,
        INSTALLING + NO_NETWORK,
    )
    assert not (checkout / ".venv").exists()


@pytest.mark.program
def test_in_a_folder_that_cannot_be_written(checkout: Path) -> None:
    as_others = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []  # root writes anywhere
    checkout.chmod(0o555)
    status, written = start(*as_others, *AT_HOME, "examples/start.py", cwd=checkout)
    checkout.chmod(0o755)
    sentence = f"不能寫入「{checkout}」：請把整個資料夾複製到自己可以存檔的地方，在那裡再執行一次。\n"
    assert (status, written) == (2, INSTALLING + sentence)
    assert not (checkout / ".venv").exists()


def test_without_pip_and_ensurepip(tmp_path: Path) -> None:
    shutil.copytree(START.parent, tmp_path / "examples", ignore=shutil.ignore_patterns("portal"))
    code = "import sys; sys.modules.update(ensurepip=None, pip=None); import start; sys.exit(start.main())"
    installed = start(*AT_HOME, "-c", code, cwd=tmp_path, PYTHONPATH=str(tmp_path / "examples"))
    assert installed == (2, INSTALLING + NO_PIP)
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching",
            "連不上下載套件的網站",
        ),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "磁碟滿了"),
        ("Error: [Errno 30] Read-only file system: '.venv'", "不能寫入「"),
        (
            "WARNING: x\nERROR: No matching distribution found for hatchling",
            "沒有裝好（ERROR: No matching distribution",
        ),
        ("Traceback\nSomethingError: else", "沒有裝好（SomethingError: else）"),
    ],
)
def test_what_pip_says_becomes_a_sentence(written: str, sentence: str) -> None:
    assert first_run()["sentence_for"](written).startswith(sentence)


def test_what_was_there_stays_where_nothing_can_be_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install = first_run()["install"]
    monkeypatch.setitem(install.__globals__, "VENV", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1, stdout="", stderr="error"))
    with pytest.raises(Exception, match="沒有裝好（error）"):
        install(["package"])
    assert tmp_path.exists()


def first_run() -> dict[str, Any]:
    """Return the names of the module that start.py runs."""
    return runpy.run_path(str(START.parent / "first_run.py"))
