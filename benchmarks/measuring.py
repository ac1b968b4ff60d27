"""Contenders run one after another, each in a fresh process, and held against one of them."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .data import wrong_cells
from .form import Cell

_ROOT = Path(__file__).parents[1]
_SLOW = 30  # seconds from which on a contender runs once only


@dataclass(frozen=True)
class Contender:
    """run: module and function of ``contenders``; needs: the package without which it stays out."""

    run: str
    label: str
    needs: str = "cgs_validate"

    @property
    def here(self) -> bool:
        """Whether what it needs is installed."""
        return importlib.util.find_spec(self.needs) is not None


@dataclass
class Measured:
    """Seconds by the clock and of the processor, bytes of memory, and what was found in each workbook."""

    wall: float
    cpu: float
    memory: int
    found: list[set[Cell] | None]


def measure(
    contenders: Iterable[Contender], paths: Sequence[Path], *, times: int = 1, rounds: int = 1
) -> dict[str, Measured]:
    """Run contenders in turn, so many rounds, each over all paths; keep the shortest time and the most memory.

    times: how often each runs in its process, once that is warm.
    """
    done: dict[str, Measured] = {}
    for _ in range(rounds):
        for contender in filter(lambda one: one.here, contenders):
            before = done.get(contender.run)
            if before and before.wall > _SLOW:
                continue
            now = _run(contender, paths, times)
            if before:
                now.wall, now.cpu = min(now.wall, before.wall), min(now.cpu, before.cpu)
                now.memory = max(now.memory, before.memory)
            done[contender.run] = now
    return done


def missed_and_added(measured: Measured, paths: Sequence[Path]) -> tuple[int, int] | None:
    """Return how many wrong cells were not found, and how many were that are right; None where none are sought."""
    missed = added = 0
    for path, found in zip(paths, measured.found, strict=True):
        if found is None:
            return None
        missed += len(wrong_cells(path) - found)
        added += len(found - wrong_cells(path))
    return missed, added


def command_seconds(command: Sequence[str], times: int) -> float:
    """Return the shortest time by the clock that a command takes, from its start to its end."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, *command], env=_environment(), stdout=subprocess.DEVNULL, check=False)
        if done.returncode > 1:  # 1: findings
            raise RuntimeError(f"{' '.join(command)} ends with {done.returncode}")
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _run(contender: Contender, paths: Sequence[Path], times: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.contender", contender.run, str(times), *map(str, paths)]
    done = subprocess.run(command, cwd=_ROOT, env=_environment(), stdout=subprocess.PIPE, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    found = [None if cells is None else {(row, column) for row, column in cells} for cells in answer["found"]]
    return Measured(answer["wall"], answer["cpu"], answer["memory"], found)


def _environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**environment, "CGS_SPECS_PATH": str(Path(__file__).parent / "specs")}  # compiled, as what is installed is
