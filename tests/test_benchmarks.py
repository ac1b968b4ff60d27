"""The benchmark runs from its data to its picture, and every contender that is installed finds the same cells.

Its times are not looked at: workbooks of some rows tell nothing of them. ``tox -e bench`` installs all contenders.
"""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
LINES = """
cgs-validate, the same six rules
cgs-validate, all rules of cgs/111
pandera, pandas, python-calamine
pydantic over openpyxl (read-only)
frictionless
Cerberus row by row over openpyxl (read-only)
Cerberus row by row over openpyxl
Cerberus row by row over openpyxl, its save
cgs-validate, check and mark
""".strip().splitlines()
PARTS = ("small", "usual", "large", "growth", "many", "start", "mark", "copy")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ElementTree.Element]:
    """What a quick run prints, and its picture."""
    picture = tmp_path_factory.mktemp("benchmark") / "speed.svg"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--picture", str(picture)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, ElementTree.parse(picture).getroot()


def test_every_part_is_printed(run: tuple[str, ElementTree.Element]) -> None:
    assert [part for part in PARTS if f"\n{part}: " not in run[0]] == []


@pytest.mark.parametrize("label", LINES)
def test_every_contender_finds_the_same_cells(run: tuple[str, ElementTree.Element], label: str) -> None:
    lines = [line for line in run[0].splitlines() if line.startswith(f"  {label:<46}")]

    assert lines
    own = label.endswith("cgs/111")
    assert [line for line in lines if not own and not line.endswith(("and no other", "not installed"))] == []


def test_every_goal_is_measured(run: tuple[str, ElementTree.Element]) -> None:
    goals = run[0].partition("\ngoals\n")[2].splitlines()[1:]

    assert len(goals) == 23
    assert all(
        line.endswith(("reached", "NOT REACHED"))
        for line in goals
        if "pandera" not in line and "frictionless" not in line
    )


def test_the_picture_has_a_bar_for_each(run: tuple[str, ElementTree.Element]) -> None:
    bars = [element for element in run[1].iter() if element.tag.endswith("rect")]
    installed = 9 - sum(
        "not installed" in line for line in run[0].partition("\nlarge: ")[2].partition("\n\n")[0].splitlines()
    )

    assert len(bars) == installed
