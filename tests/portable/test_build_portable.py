"""The build of the portable folder, with a Python and packages that are only names."""

import io
import re
import runpy
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = {"python.exe": b"MZ", "python313.dll": b"MZ", "python313._pth": b"python313.zip\n.\n", "LICENSE.txt": b"PSF"}
WHEEL = {
    "pack/__init__.py": b"",
    "pack-1.data/platlib/pack/fast.pyd": b"MZ",
    "pack-1.data/scripts/pack.exe": b"MZ",
    "pack-1.dist-info/licenses/LICENSE": b"MIT",
    "pythonwin/editor.dll": b"MZ",
}


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


@pytest.fixture(scope="module")
def builder() -> Any:
    """The functions of ``addin/build_portable.py``; the add-in has tests of its own."""
    functions = runpy.run_path(str(ROOT / "addin" / "build_portable.py"))
    functions["portable_files"].__globals__["build_xlam"] = lambda _: b"xlam"
    return functions


@pytest.fixture
def files(builder: Any, tmp_path: Path) -> dict[str, bytes]:
    wheel = tmp_path / "pack-1-py3-none-any.whl"
    wheel.write_bytes(zipped(WHEEL))
    found: dict[str, bytes] = builder["portable_files"](zipped(PYTHON), [wheel])
    return found


def test_the_folder_has_what_is_dropped_on_next_to_its_own_python(files: dict[str, bytes]) -> None:
    assert {name for name in files if "/" not in name} == {
        *("檢核.cmd", "檢核資料夾.cmd", "裝進Excel.cmd", "說明.txt"),
        *("LICENSE.txt", "NOTICE.txt", "cgs-validate.xlam"),
    }
    assert {name for name in files if name.startswith("python/")} == {
        *(f"python/{name}" for name in PYTHON),
        "python/Lib/site-packages/pack/__init__.py",
        "python/Lib/site-packages/pack/fast.pyd",
        "python/Lib/site-packages/pack-1.dist-info/licenses/LICENSE",
    }


def test_python_finds_its_packages_and_no_others(files: dict[str, bytes]) -> None:
    assert files["python/python313._pth"].split(b"\r\n") == [
        *(b"python313.zip", b".", rb"Lib\site-packages", b"import site", b"")
    ]


@pytest.mark.parametrize("name", ["檢核.cmd", "檢核資料夾.cmd", "裝進Excel.cmd"])
def test_windows_reads_the_commands(name: str, files: dict[str, bytes]) -> None:
    script = files[name]
    assert script.count(b"\r\n") == script.count(b"\n")
    lines = script.decode("utf-8").splitlines()
    assert lines[0] == "@echo off"
    assert lines.index("chcp 65001 >nul") < next(at for at, line in enumerate(lines) if not line.isascii())
    assert {line.split("goto ")[1] for line in lines if "goto" in line} == {
        line[1:] for line in lines if line[:1] == ":"
    }
    runs = [line for line in lines if line.startswith('"%~dp0python\\python.exe" -X utf8 -B -m ')]
    assert len(runs) == 1
    assert "RUN" not in runs[0]
    assert lines.index("pause") > lines.index(runs[0])
    assert lines[-1] == "exit %CGS_CODE%"


@pytest.mark.parametrize("name", ["說明.txt", "LICENSE.txt", "NOTICE.txt"])
def test_notepad_shows_the_texts(name: str, files: dict[str, bytes]) -> None:
    assert files[name].startswith(b"\xef\xbb\xbf")
    assert files[name].count(b"\r\n") == files[name].count(b"\n") > 10


def test_two_builds_have_the_same_bytes(builder: Any, files: dict[str, bytes]) -> None:
    data = builder["build_zip"](files)
    assert data == builder["build_zip"](dict(reversed(files.items())))
    entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert {(entry.date_time, entry.create_system) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_another_python_is_refused(builder: Any, tmp_path: Path) -> None:
    path = tmp_path / "python.zip"
    path.write_bytes(b"from somewhere else")
    with pytest.raises(SystemExit, match=rf"python\.zip has the sha256 [0-9a-f]{{64}}, not {builder['SHA256']}"):
        builder["read_python"](path, builder["SHA256"])
    with pytest.raises(SystemExit, match=r"no embeddable Python 3\.13"):
        builder["python_files"](zipped({"python.exe": b"MZ", "python312._pth": b""}))


@pytest.mark.parametrize(
    "path", ["addin/cgs_validate_portable/folder/說明.txt", "docs/portable.zh.md", "specs/messages/zh-TW.yaml"]
)
def test_texts_name_the_files_by_their_names(path: str, files: dict[str, bytes]) -> None:
    named = set(re.findall(r"「(\w+\.cmd)」", (ROOT / path).read_text("utf-8")))
    assert named
    assert named <= files.keys()
