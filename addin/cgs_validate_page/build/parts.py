"""What the page runs on, fetched by its digest and byte-compiled: Pyodide, the checker, and what the checker needs."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cgs_validate import list_specs, load_spec
from cgs_validate.spec.examples import load_example
from cgs_validate.templates.workbook import build_template
from cgs_validate_page.bridge import WARMING

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PACKAGES = (
    "cerberus",
    "cgs_validate",
    "cgs_validate_addin",
    "cgs_validate_page",
    "cgs_validate_pane",
    "jinja2",
    "markupsafe",
    "yaml",
)

# The wheels of one platform, so that every machine fetches the same files; what is compiled in them is left out.
_WHEELS = ["--only-binary=:all:", "--platform=manylinux2014_x86_64", "--python-version=3.13", "--implementation=cp"]
_PROGRAMS = ("excel", "libreoffice", "ribbon")  # those of the add-in that no browser has
_MAINTAINING = ("authoring", "benchmarks", "build", "page", "pane", "tests")
_ELSEWHERE = ("statistics", "upload")  # rooms of the library whose commands no page has
_NOT_RUN = ("*.so", "__pycache__", "py.typed", *_MAINTAINING, *_PROGRAMS, *_ELSEWHERE)


@dataclass(frozen=True)
class Parts:
    """The files of the engine by their names, and what Pyodide's lock file says of the version."""

    files: dict[str, bytes]
    lock: dict[str, Any]


def make_parts(folder: Path) -> Parts:
    """Fetch and pack the parts. folder: an empty one for what is needed on the way."""
    pyodide = _fetch_pyodide(folder / "npm")
    packages = folder / "packages"
    for name in PACKAGES:
        found = _fetch_packages(folder / "site") / name
        shutil.copytree(found, packages / name, ignore=shutil.ignore_patterns(*_NOT_RUN))
    _write_forms(packages / "cgs_validate_page" / "blanks")
    subprocess.run(["node", HERE / "pack.mjs", pyodide, packages, folder], check=True)
    own = {name: (folder / name).read_bytes() for name in ("python_stdlib.zip", "packages.zip")}
    theirs = {name: (pyodide / name).read_bytes() for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")}
    return Parts({**own, **theirs}, json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"])


def _fetch_pyodide(folder: Path) -> Path:
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    return folder / "node_modules" / "pyodide"


def _fetch_packages(folder: Path) -> Path:
    """Return a folder with this version of the checker, and with what it needs by the hashes of the lock."""
    if not folder.exists():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        install += ["--no-deps", "--no-compile", "--target", str(folder)]
        lock = ROOT / "requirements" / "library.txt"
        subprocess.run([*install, *_WHEELS, "--require-hashes", "-r", str(lock)], check=True)
        subprocess.run([*install, str(ROOT)], check=True)
    return folder


def _write_forms(folder: Path) -> None:
    """Write the blank workbook of each form, and the example that is filled in."""
    folder.mkdir()
    for spec_id in list_specs():
        spec, name = load_spec(spec_id), spec_id.replace("/", "-")
        (folder / f"{name}.xlsx").write_bytes(build_template(spec))
        (folder / f"{name}-clean.xlsx").write_bytes(build_template(spec, load_example(spec_id, "clean")))
    newest = list_specs()[-1]
    (folder / WARMING).write_bytes(build_template(load_spec(newest), load_example(newest, "errors")))
