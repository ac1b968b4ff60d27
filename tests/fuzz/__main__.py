"""The long run: each target in a process of its own; files that broke one are saved, and the run ends with 1."""

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

from .targets import TARGETS


def main() -> int:
    """Run the targets that are asked for, one after another."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"by default all: {', '.join(TARGETS)}")
    parser.add_argument("--minutes", type=float, default=10, help="for each target; 10 by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where files that broke a target are put")
    options = parser.parse_args()
    if unknown := set(options.targets) - TARGETS.keys():
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    folder = options.folder or Path(mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    engine = "by_atheris" if importlib.util.find_spec("atheris") else "by_chance"
    statuses = []
    for name in options.targets or TARGETS:
        print(f"{name}, {engine}, {options.minutes:g} minutes", flush=True)
        arguments = [name, str(60 * options.minutes), str(options.seed), str(folder.resolve())]
        statuses.append(subprocess.run([sys.executable, "-m", f"fuzz.{engine}", *arguments], check=False).returncode)
    broken = sorted(path.name for path in folder.iterdir() if path.suffix != ".txt")
    print(f"{len(broken)} files saved in {folder}" if broken else "nothing found")
    return 1 if broken or any(statuses) else 0


if __name__ == "__main__":
    sys.exit(main())
