"""Fuzzing without a guide: seeds, each changed at random."""

import resource
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import NoReturn

from .targets import TARGETS
from .watch import MEGABYTES, SECONDS, Watch


class TooLongError(Exception):
    """A file took longer than any may."""


def run(name: str, seconds: float, seed: int, folder: Path) -> None:
    """Try changed files for so many seconds."""
    target, chance = TARGETS[name], Random(seed)
    watch, seeds = Watch(name, target, folder), target.seeds()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = chance.choice(seeds)
        for _ in range(chance.choice((1, 1, 2))):
            data = target.mutated(data, chance)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        watch(data)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    print(f"{name}: {watch.tried:,} files", flush=True)


def _too_long(*_: object) -> NoReturn:
    raise TooLongError


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (4_000_000 * MEGABYTES,) * 2)  # more raises a MemoryError
    run(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
