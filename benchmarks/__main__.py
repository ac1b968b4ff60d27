"""The command: the parts that are asked for, the goals, the picture."""

import argparse
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from . import __doc__ as purpose
from .goals import goal_lines
from .parts import PARTS, QUICK, Results, Sizes
from .picture import draw


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="tiny workbooks: whether it runs, not how fast")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg", help="draw the parts large and copy")
    options = parser.parse_args()
    if options.picture and not {"large", "copy"} <= set(options.only):
        parser.error("a picture needs the parts large and copy")
    sizes, results = QUICK if options.quick else Sizes(), Results()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; multiples of the first line of each part\n")
    with TemporaryDirectory(prefix="cgs-benchmarks-") as folder:
        for name in options.only:
            for line in PARTS[name](sizes, Path(folder), results):
                print(line, flush=True)
            print()
    print("goals")
    for line in goal_lines(results, sizes):
        print(line)
    if options.picture:
        options.picture.write_text(draw(results, sizes), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
