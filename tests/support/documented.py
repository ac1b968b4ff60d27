"""Commands as the documentation shows them: ``$ command``, then what it prints; ``…`` leaves the rest out."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path


def run_shown(text: str, folder: Path) -> None:
    """Run the commands of a block in a folder, and hold what they print against what is shown."""
    environment = {**os.environ, "LANG": "zh_TW.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1", "COLUMNS": "100"}
    for command in re.split(r"^\$ ", text, flags=re.M)[1:]:
        line, _, shown = command.partition("\n")
        program, *arguments = shlex.split(line)
        assert program == "cgs-validate"
        done = subprocess.run(
            [sys.executable, "-m", "cgs_validate", *arguments],
            capture_output=True, text=True, encoding="utf-8", env=environment, cwd=folder, check=False,
        )  # fmt: skip
        printed = [part.rstrip() for part in (done.stdout + done.stderr).splitlines()]
        expected = [part.rstrip() for part in shown.splitlines()]
        if "…" in expected:
            cut = expected.index("…")
            assert printed[:cut] == expected[:cut], done.stdout + done.stderr
        else:
            assert printed[: len(expected)] == expected, done.stdout + done.stderr
