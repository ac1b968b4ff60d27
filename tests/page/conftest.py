"""The page, built once for the tests that need it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(out: Path) -> Path:
    subprocess.run([sys.executable, ROOT / "addin" / "build_page.py", out], check=True, stdout=subprocess.DEVNULL)
    return out


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("page"))
