"""Fuzzing without a guide: seeds, each changed at random."""

import sys
import time
from pathlib import Path
from random import Random

from .targets import TARGETS
from .watch import Watch


def run(name: str, seconds: float, seed: int, folder: Path) -> None:
    """Try changed files for so many seconds."""
    target, chance = TARGETS[name], Random(seed)
    watch, seeds = Watch(name, target, folder), target.seeds()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = chance.choice(seeds)
        for _ in range(chance.choice((1, 1, 2))):
            data = target.mutated(data, chance)
        watch(data)
    print(f"{name}: {watch.tried:,} files", flush=True)


if __name__ == "__main__":
    run(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
