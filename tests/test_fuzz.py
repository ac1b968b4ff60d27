"""A bounded run of what ``python -m fuzz`` does at length, the same each time; and whether a broken promise shows."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from fuzz.targets import TARGETS, Target
from fuzz.watch import Watch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = {"container": 300, "sheet": 200, "readers": 200, "spec": 200, "marker": 80, "there_and_back": 60}


@pytest.mark.parametrize("name", TARGETS)
def test_a_changed_file_is_checked_or_refused(name: str) -> None:
    target = TARGETS[name]

    @settings(
        max_examples=EXAMPLES[name],
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(seed=st.integers(0, len(target.seeds()) - 1), chance=st.randoms(use_true_random=False))
    def run(seed: int, chance: Random) -> None:
        target.run(target.mutated(target.seeds()[seed], chance))

    run()


@pytest.mark.parametrize("name", TARGETS)
def test_what_it_begins_with_holds(name: str) -> None:
    for seed in TARGETS[name].seeds():
        TARGETS[name].run(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_changes_are_made_of_any_bytes(name: str) -> None:
    chance = Random(0)
    for data in (b"", b"PK", b"\0", b"a:\n", TARGETS[name].seeds()[0][:50]):
        assert all(isinstance(TARGETS[name].mutated(data, chance), bytes) for _ in range(30))


def test_the_long_run_begins_as_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fuzz", "--minutes", "0", "--folder", tmp_path, "container"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(command, cwd=Path(__file__).parent, env=environment, capture_output=True, text=True)
    assert "nothing found" in run.stdout, run.stderr


def test_what_breaks_a_target_is_saved_once(tmp_path: Path) -> None:
    def broken(data: bytes) -> None:
        raise KeyError(data)

    watch = Watch("broken", Target(broken, tuple, lambda data, chance: data), tmp_path)
    for data in (b"one", b"two"):
        watch(data)

    saved = {path.suffix: path.read_text() for path in tmp_path.iterdir()}
    assert saved[""] == "one"
    assert "KeyError" in saved[".txt"]
