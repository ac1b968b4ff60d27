"""One contender run in a process of its own: its time, its memory, what it found. Called by ``measuring``."""

import importlib
import json
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any


def main(name: str, times: int, paths: list[Path]) -> dict[str, Any]:
    """Run a contender so many times over some workbooks; return the shortest of its times."""
    module, _, function = name.partition(":")
    prepare = getattr(importlib.import_module(f".contenders.{module}", __package__), function)
    work = [prepare(path) for path in paths]
    _forget_peak()
    wall, cpu = [], []
    for _ in range(times):
        started, used = time.perf_counter(), time.process_time()
        found = [run() for run in work]
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
    cells = [sorted(one) if one is not None else None for one in found]
    return {"wall": min(wall), "cpu": min(cpu), "memory": _peak(), "found": cells}


def _forget_peak() -> None:
    """Have the peak be that of the timed runs, where the system can; what was prepared is part of it."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """Return the most memory that this process held, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # of this program alone; getrusage counts what the one before it in this process held
        return next(int(line.split()[1]) * 1024 for line in status.open() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), [Path(path) for path in sys.argv[3:]])))
