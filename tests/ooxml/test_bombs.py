"""A host that is sent one bomb after another gives each its verdict, and does not grow."""

import subprocess
import sys
from pathlib import Path

import pytest

BOMBS = Path(__file__).parents[2] / "benchmarks" / "bombs.py"


@pytest.mark.skipif(sys.platform != "linux", reason="signals, and a process's memory from /proc")
def test_bombs_in_a_row() -> None:
    done = subprocess.run([sys.executable, str(BOMBS), "35"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
