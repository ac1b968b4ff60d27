"""Targets run under watch: what goes wrong is saved once for each place in the code, and the run goes on."""

import hashlib
import re
import resource
import sys
import time
import traceback
from pathlib import Path

from .targets import Target

SECONDS = 10  # of the processor, which others on the machine cannot take up
MEGABYTES = 512


class Watch:
    """Runs a target; files that break it are put into a folder, each with its traceback."""

    def __init__(self, name: str, target: Target, folder: Path) -> None:
        self.name = name
        self.target = target
        self.folder = folder
        self.tried = 0
        self.known: set[str] = set()
        self.peak = _peak()

    def __call__(self, data: bytes) -> None:
        """Try one file."""
        start = time.process_time()
        self.tried += 1
        try:
            self.target.run(data)
        except Exception as error:
            self._keep(data, traceback.format_exc(), _where(error))
        if time.process_time() - start > SECONDS:
            self._keep(data, f"more than {SECONDS} seconds\n", "slow")
        if _peak() > max(self.peak, MEGABYTES):
            self._keep(data, f"{_peak():.0f} MB\n", "memory")
        self.peak = _peak()

    def _keep(self, data: bytes, report: str, known_by: str) -> None:
        if known_by in self.known:
            return
        self.known.add(known_by)
        path = self.folder / f"{self.name}-{hashlib.sha256(known_by.encode()).hexdigest()[:8]}"
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(report, encoding="utf-8")
        print(f"{path}\n{report}", flush=True)


def _where(error: Exception) -> str:
    """Return the kind of an exception, the line that raised it, and what an assertion says, without numbers."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    said = re.sub("[0-9]+", "", str(error))[:60] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} {frame.filename} {frame.lineno} {said}"


def _peak() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
