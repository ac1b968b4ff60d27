"""The build hook finds the build's dependencies where pip isolates the build: on the path of its process alone."""

import os
import subprocess
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOOK = """
import sys
sys.path[:0] = {path!r}
from hatch_build import SpecLint
SpecLint({root!r}, {{}}, None, None, {folder!r}, "wheel").initialize("standard", {{}})
"""


def test_specs_are_checked_by_an_interpreter_without_packages(tmp_path: Path) -> None:
    packages = {str(Path(found.origin).parents[1]) for name in ("hatchling", "yaml", "cerberus", "click")
                if (found := find_spec(name)) and found.origin}  # fmt: skip
    code = HOOK.format(path=[str(ROOT), *packages], root=str(ROOT), folder=str(tmp_path))
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    venv.create(tmp_path / "bare", symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = subprocess.run([python, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
