"""Builds the portable folder for Windows: ``python addin/build_portable.py OUT``.

OUT gets ``cgs-validate-windows.zip``: the same bytes for the same wheels and the same Python, as long as zlib is the
same. python.org's embeddable Python and the packages are checked by their SHA-256.
"""

import argparse
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "addin" / "cgs_validate_portable" / "folder"
NAME = "cgs-validate-windows.zip"
FOLDER = "cgs-validate"  # of letters that Excel's macros read on every Windows

URL = "https://www.python.org/ftp/python/3.13.15/python-3.13.15-embed-amd64.zip"
SHA256 = "d1f04d990aee1253d8569e8e5104e30fa9f5fa830899f14843448872d936a2cf"
PATHS = ("python313.zip", ".", r"Lib\site-packages", "import site")  # site: pywin32 has a .pth file
SITE = "python/Lib/site-packages"

COMMANDS = {
    "檢核.cmd": "cgs_validate_portable files %*",
    "檢核資料夾.cmd": "cgs_validate_portable folder %*",
    "裝進Excel.cmd": "cgs_validate excel install --lang zh-TW",
}

_DOWNLOAD = ("--only-binary=:all:", "--platform=win_amd64", "--python-version=3.13", "--implementation=cp")
_SCHEMES = re.compile(r"[^/]+\.data/(?:purelib|platlib)/")
_NOT_NEEDED = ("*.data/*", "PyWin32.chm", "*.lib", "pythonwin/*", "win32comext/*", "adodbapi/*", "isapi/*")
_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Build what the command line asks for, and print its sha256."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", metavar="OUT", type=Path)
    parser.add_argument("--wheel", type=Path, help="of cgs-validate; by default built from this checkout")
    parser.add_argument("--python", metavar="ZIP", type=Path, help="the embeddable Python; by default downloaded")
    parser.add_argument("--sha256", default=SHA256, help="of ZIP, where it is another one than is downloaded")
    asked = parser.parse_args()
    python = read_python(asked.python, asked.sha256)
    with tempfile.TemporaryDirectory() as folder:
        wheels = [*fetch_wheels(Path(folder)), asked.wheel or build_wheel(Path(folder))]
        files = portable_files(python, wheels)
    data = build_zip({f"{FOLDER}/{name}": content for name, content in files.items()})
    asked.out.mkdir(parents=True, exist_ok=True)
    path = asked.out / NAME
    path.write_bytes(data)
    print(hashlib.sha256(data).hexdigest(), path)


def read_python(path: Path | None, sha256: str) -> bytes:
    """Return the embeddable Python, from a file or else from python.org. Ends the build where its digest is another."""
    if path:
        data = path.read_bytes()
    else:
        with urllib.request.urlopen(URL) as response:
            data = response.read()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        sys.exit(f"{path or URL} has the sha256 {found}, not {sha256}: nothing was built")
    return bytes(data)


def fetch_wheels(folder: Path) -> list[Path]:
    """Return the packages for Windows by the hashes of the lock."""
    lock = ROOT / "requirements" / "portable.txt"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", *_DOWNLOAD]
    subprocess.run([*pip, "--require-hashes", "-r", lock, "--dest", folder / "fetched"], check=True)
    return sorted((folder / "fetched").iterdir())


def build_wheel(folder: Path) -> Path:
    """Return the wheel of this checkout."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, ROOT, "--wheel-dir", folder / "built"], check=True)
    return next((folder / "built").iterdir())


def portable_files(python: bytes, wheels: Iterable[Path]) -> dict[str, bytes]:
    """Return the files of the folder by their paths."""
    packages = {name: data for wheel in wheels for name, data in packages_in(wheel).items()}
    text = (SOURCES / "說明.txt").read_text("utf-8")
    template = (SOURCES / "command.cmd").read_bytes()
    return {
        **{name: template.replace(b"RUN", run.encode()) for name, run in COMMANDS.items()},
        "說明.txt": for_notepad(text),
        "LICENSE.txt": for_notepad((ROOT / "LICENSE").read_text("utf-8")),
        "NOTICE.txt": for_notepad((ROOT / "NOTICE").read_text("utf-8")),
        "cgs-validate.xlam": build_xlam(packages),
        **{f"python/{name}": data for name, data in python_files(python).items()},
        **{f"{SITE}/{name}": data for name, data in packages.items()},
    }


def python_files(python: bytes) -> dict[str, bytes]:
    """Return the files of the embeddable Python, which is made to find the packages. Ends the build for another one."""
    with zipfile.ZipFile(io.BytesIO(python)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if "python313._pth" not in files:
        sys.exit("this is no embeddable Python 3.13, for which the packages are: nothing was built")
    return {**files, "python313._pth": "".join(f"{line}\r\n" for line in PATHS).encode()}


def packages_in(wheel: Path) -> dict[str, bytes]:
    """Return the files that a wheel puts into ``site-packages``, but what no button and no command runs."""
    with zipfile.ZipFile(wheel) as archive:
        files = {_SCHEMES.sub("", entry.filename): archive.read(entry) for entry in archive.infolist()}
    return {
        name: data
        for name, data in files.items()
        if not name.endswith("/") and not any(fnmatchcase(name, pattern) for pattern in _NOT_NEEDED)
    }


def build_xlam(packages: Mapping[str, bytes]) -> bytes:
    """Return Excel's add-in, built from the very packages of the folder."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in packages.items():
            path = Path(folder, "packages", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        out = Path(folder, "cgs-validate.xlam")
        code = "from cgs_validate_addin.ribbon.xlam import build; import sys; open(sys.argv[1], 'wb').write(build())"
        environment = {**os.environ, "PYTHONPATH": str(Path(folder, "packages"))}
        subprocess.run([sys.executable, "-B", "-c", code, out], check=True, env=environment)
        return out.read_bytes()


def for_notepad(text: str) -> bytes:
    """Return a text as the Notepad of every Windows shows it."""
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def build_zip(files: Mapping[str, bytes]) -> bytes:
    """Return an archive that names neither the day nor the system of its making."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EARLIEST_DATE)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()


if __name__ == "__main__":
    main()
