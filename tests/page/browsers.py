"""The page in Firefox and in older Chromiums, by a double click and served: run by ``tox -e page-browsers``.

Their programs are large, so that this is no part of the ordinary tests.
"""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import programs
import pytest
from teacher_page import NAME, serving

from cgs_validate import fix, mark, unmark, validate
from cgs_validate.editing import part_writer

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "support" / "browsers"
WORKBOOK = ROOT / "examples" / "cgs-111-errors.xlsx"
PUPPETEER = "puppeteer-core@24.43.1"
QT = {"Chromium 108": "6.5", "Chromium 102": "6.4", "Chromium 94": "6.3"}  # which each version holds
QT_LIBRARIES = ("libegl1", "libxkbcommon0", "libxkbfile1", "libdbus-1-3", "libasound2", "libnss3", "libxcomposite1")
SECONDS = 300

Run = Callable[[str], Any]


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Run:
    if not shutil.which("firefox-esr"):
        programs.install("firefox-esr")
    folder = tmp_path_factory.mktemp("puppeteer")
    subprocess.run(["npm", "install", "--silent", "--ignore-scripts", "--prefix", folder, PUPPETEER], check=True)
    return lambda address: walked("node", HERE / "firefox.mjs", folder, address)


@pytest.fixture(scope="module", params=QT)
def qt(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Run]:
    programs.install(*QT_LIBRARIES)
    version, folder = QT[request.param], tmp_path_factory.mktemp("qt")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    wheels = ("PyQt6", "PyQt6-Qt6", "PyQt6-WebEngine", "PyQt6-WebEngine-Qt6")
    asked = [f"{wheel}=={version}.*" for wheel in wheels]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *asked], check=True)
    return request.param, lambda address: walked(python, HERE / "qt.py", address)


@pytest.fixture(params=["file", "served"])
def address(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    with serving(built / "check") as served:
        yield {"file": (built / NAME).as_uri(), "served": served}[request.param]


def walked(*command: Any) -> Any:
    done = subprocess.run([*command, WORKBOOK], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.stdout, done.stderr[-2_000:]
    return json.loads(done.stdout.splitlines()[-1])


def natively() -> Any:
    data = WORKBOOK.read_bytes()
    report = validate(data, name="a.xlsx", language="zh-TW")
    marked = written(mark, data, report)
    copies = {"mark": marked, "fix": written(fix, data, report), "unmark": written(unmark, marked)}
    return {"report": json.loads(report.to_json()), **{name: digest(copy) for name, copy in copies.items()}}


def written(write: Callable[..., Any], *arguments: Any) -> bytes:
    write(*arguments, target := io.BytesIO())
    return target.getvalue()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(answer: Any) -> Any:
    copies = {name: digest(base64.b64decode(answer[name])) for name in ("mark", "fix", "unmark")}
    return {**answer, **copies}


@pytest.fixture(autouse=True)
def _plain_zlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_writer, "isal_zlib", None)


def test_firefox(firefox: Run, address: str) -> None:
    assert read(firefox(address)) == natively()


def test_an_older_chromium(qt: tuple[str, Run], address: str) -> None:
    name, run = qt
    answer = run(address)
    if name == "Chromium 94":
        assert answer == {"state": "old"}
    else:
        assert read(answer) == natively()
