"""Every call of Excel in the pane's scripts is one that Microsoft's own declarations have, with such arguments."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.program

ADDIN = Path(__file__).parents[2] / "addin"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the scripts, with the type checker and the declarations by the hashes of the lock."""
    folder = tmp_path_factory.mktemp("types") / "cgs_validate_pane"
    shutil.copytree(ADDIN / "cgs_validate_pane", folder)
    fetch = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(fetch, cwd=folder / "build", check=True)
    return folder


def mistakes(sources: Path) -> str:
    checker = sources / "build" / "node_modules" / "typescript" / "bin" / "tsc"
    found = subprocess.run(["node", checker, "-p", sources / "build"], capture_output=True, text=True, check=False)
    return found.stdout


def test_all_calls_are_declared(sources: Path) -> None:
    assert mistakes(sources) == ""
    script = sources / "pane" / "book.js"
    script.write_text(script.read_text("utf-8").replace("rowHidden: true", "rowHiden: true"), "utf-8")
    assert "rowHiden" in mistakes(sources)
