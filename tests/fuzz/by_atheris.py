"""Fuzzing guided by coverage (atheris), with the changes of ``mutations``."""

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["cgs_validate"]):
    from .targets import TARGETS
from .watch import MEGABYTES, SECONDS, Watch

_LONGEST = 200_000  # bytes of a file that is tried


def main(name: str, seconds: float, seed: int, folder: Path) -> None:
    """Try changed files for so many seconds; libFuzzer ends the process."""
    target = TARGETS[name]
    with TemporaryDirectory(prefix="seeds") as corpus:
        for number, data in enumerate(target.seeds()):
            (Path(corpus) / str(number)).write_bytes(data)
        options = [
            f"-max_total_time={seconds:.0f}",
            f"-seed={seed + 1}",
            f"-max_len={_LONGEST}",
            f"-timeout={6 * SECONDS}",  # by the clock, for what never ends
            f"-rss_limit_mb={2 * MEGABYTES}",  # the files that it keeps in memory are not the target's
            f"-artifact_prefix={folder}/{name}-",
            "-print_final_stats=1",
            "-verbosity=0",
        ]

        def mutated(data: bytes, most: int, chance: int) -> bytes:
            return target.mutated(data, Random(chance))[:most]

        atheris.Setup([sys.argv[0], *options, corpus], Watch(name, target, folder), custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
