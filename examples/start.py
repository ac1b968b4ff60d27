"""One command for a bare machine: nothing is needed but Python 3.11 or later.

    python3 examples/start.py          checks an example workbook, after installing cgs-validate into .venv
    python3 examples/start.py tests    runs all tests with tox

Nothing outside this folder is changed; an externally managed Python is fine.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EXAMPLE = ROOT / "examples" / "cgs-111-errors.xlsx"


def main() -> int:
    """Make the environment, then run what was asked for; return its exit code."""
    if sys.version_info < (3, 11):
        print(f"需要 Python 3.11 以上，這裡是 {sys.version.split()[0]}。 Python 3.11 or later is needed.")
        return 2
    arguments = sys.argv[1:2]
    if arguments not in ([], ["tests"]):
        print(__doc__)
        return 2
    installer = make_environment()
    if installer is None:
        print("這台電腦的 Python 少了 venv 和 pip，請先安裝（Debian、Ubuntu：apt install python3-venv）。")
        print("This Python has neither venv nor pip; please install them first.")
        return 2
    package = ["tox>=4.22"] if arguments else ["--editable", str(ROOT)]  # edited specs are read
    subprocess.run([*installer, "install", "--quiet", "--disable-pip-version-check", *package], check=True)
    if arguments:
        return subprocess.run([PYTHON, "-m", "tox", "run", *sys.argv[2:]], cwd=ROOT, check=False).returncode
    print(f"$ cgs-validate check {EXAMPLE.relative_to(ROOT)}\n", flush=True)
    checked = subprocess.run([PYTHON, "-m", "cgs_validate", "check", EXAMPLE, "--stage", "senior"], check=False)
    return 0 if checked.returncode == 1 else 2  # the example has mistakes, and that is what it is for


def make_environment() -> list[str] | None:
    """Make .venv and return the command of its pip, or of the system's for it; None where there is neither."""
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if not PYTHON.exists():
        options = [] if with_pip else ["--without-pip"]
        subprocess.run([sys.executable, "-m", "venv", *options, str(VENV)], check=True)
    if with_pip:
        return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return None


if __name__ == "__main__":
    sys.exit(main())
