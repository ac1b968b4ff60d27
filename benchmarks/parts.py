"""The parts of the benchmark: each builds its workbooks, measures, and yields lines of ratios as they come."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .contenders import (
    CERBERUS,
    CERBERUS_COPY,
    CERBERUS_WHOLE,
    CHECKERS,
    OPENPYXL,
    OURS,
    OURS_COPY,
    OURS_MARKING,
    OURS_MARKING_ISAL,
)
from .data import build, fill_in
from .measuring import Contender, Measured, command_seconds, measure, missed_and_added

_IMPORTS = "import openpyxl, yaml, cerberus"


@dataclass(frozen=True)
class Sizes:
    """How much each part does: rows, files, repetitions."""

    small: int = 30
    usual: int = 2_000
    large: int = 200_000
    growth: tuple[int, ...] = (2_000, 20_000, 200_000)
    many: int = 300
    mark: tuple[int, ...] = (50_000, 200_000)
    rounds: int = 3
    starts: int = 15


QUICK = Sizes(12, 40, 80, (40, 80), 3, (40, 80), 1, 1)


@dataclass
class Results:
    """What was measured, by part and contender; and single figures by name."""

    measured: dict[tuple[str, str], Measured] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)

    def times_as_fast(self, part: str, one: Contender, other: Contender, clock: str) -> float:
        """Return the time of the other by that of the one. clock: ``wall``, or ``cpu`` for the processor's time."""
        ours, theirs = (getattr(self.measured[part, contender.run], clock) for contender in (one, other))
        return float(theirs / ours)

    def memory(self, part: str, one: Contender, other: Contender) -> float:
        """Return the memory of the one by that of the other."""
        return self.measured[part, one.run].memory / self.measured[part, other.run].memory


Part = Callable[[Sizes, Path, Results], Iterator[str]]


def small(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """A form as teachers send it."""
    path = fill_in(folder / "small.xlsx", sizes.small)
    yield f"small: the form filled in, {sizes.small} rows"
    yield from _compared("small", CHECKERS, [path], results, times=10 * sizes.rounds, rounds=sizes.rounds)


def usual(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """A year's reports of a large school."""
    path = build(folder / "usual.xlsx", sizes.usual)
    yield f"usual: {sizes.usual:,} rows × 16"
    yield from _compared("usual", CHECKERS, [path], results, times=sizes.rounds, rounds=sizes.rounds)


def large(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """As many rows as are let in."""
    path = build(folder / "large.xlsx", sizes.large)
    yield f"large: {sizes.large:,} rows × 16"
    yield from _compared("large", CHECKERS, [path], results, rounds=sizes.rounds)


def growth(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """How the time grows with the rows."""
    seconds = []
    for rows in sizes.growth:
        path = build(folder / f"growth-{rows}.xlsx", rows)
        seconds.append(measure([OURS], [path], times=2, rounds=sizes.rounds)[OURS.run].wall)
    results.figures["slope"] = _slope(list(map(math.log, sizes.growth)), list(map(math.log, seconds)))
    yield "growth: " + ", ".join(f"{rows:,}" for rows in sizes.growth) + " rows × 16"
    yield f"  time grows with the rows to the power of {results.figures['slope']:.2f}"


def many(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """Many forms in one process, checked, and checked and marked."""
    paths = [fill_in(folder / f"many-{number}.xlsx", sizes.small, number) for number in range(sizes.many)]
    yield f"many: {sizes.many} forms of {sizes.small} rows in one process"
    yield from _compared("many", [CERBERUS_WHOLE, CERBERUS, OURS], paths, results, rounds=sizes.rounds)
    yield "many, marked: the same, each with its marked copy"
    yield from _compared("many, marked", [CERBERUS_COPY, OURS_COPY], paths, results, rounds=sizes.rounds)


def start(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """How long a single check takes from the command to its end."""
    path = fill_in(folder / "start.xlsx", sizes.small)
    ours = command_seconds(["-m", "cgs_validate", "check", str(path)], sizes.starts)
    results.figures["start"] = ours / command_seconds(["-c", _IMPORTS], sizes.starts)
    yield f"start: the form filled in, {sizes.small} rows"
    yield f'  cgs-validate check takes {results.figures["start"]:.2f} times as long as python -c "{_IMPORTS}"'


def mark(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """Marking, against openpyxl's load and save, which mark nothing."""
    for rows in sizes.mark:
        for wrong_rows, unit in ((True, "rows"), (False, "cells")):
            path = build(folder / f"mark-{rows}-{unit}.xlsx", rows, wrong_rows=wrong_rows)
            part = f"mark {rows}, 1 % of the {unit}"
            yield f"mark: {rows:,} rows × 16, 1 % of the {unit} wrong; the report is there"
            contenders = [OPENPYXL, OURS_MARKING, OURS_MARKING_ISAL]
            yield from _compared(part, contenders, [path], results, rounds=sizes.rounds)
            size = _times_as_large(path.with_suffix(".marked.xlsx"), path)
            by_isal = _times_as_large(path.with_suffix(".isal.xlsx"), path)
            results.figures[f"{part}: size"] = size
            yield f"  the marked file is {size:.2f} times as large as the original, by ISA-L {by_isal:.2f} times"


def copy(sizes: Sizes, folder: Path, results: Results) -> Iterator[str]:
    """From the file to findings to the marked copy."""
    rows = sizes.mark[0]
    path = build(folder / "copy.xlsx", rows)
    yield f"copy: {rows:,} rows × 16, file to findings to marked copy"
    yield from _compared("copy", [CERBERUS_COPY, OURS_COPY], [path], results, rounds=sizes.rounds)


PARTS: dict[str, Part] = {
    "small": small,
    "usual": usual,
    "large": large,
    "growth": growth,
    "many": many,
    "start": start,
    "mark": mark,
    "copy": copy,
}


def _compared(
    part: str,
    contenders: Sequence[Contender],
    paths: Sequence[Path],
    results: Results,
    *,
    times: int = 1,
    rounds: int = 1,
) -> Iterator[str]:
    """Measure contenders; yield a line for each, in multiples of the first."""
    done = measure(contenders, paths, times=times, rounds=rounds)
    results.measured.update({(part, run): measured for run, measured in done.items()})
    base = done[contenders[0].run]
    for contender in contenders:
        if contender.run not in done:
            yield f"  {contender.label:<46} not installed"
            continue
        one = done[contender.run]
        ratios = one.wall / base.wall, one.cpu / base.cpu, one.memory / base.memory
        line = "time {:7.3g}  cpu {:7.3g}  memory {:5.2f}".format(*ratios)
        yield f"  {contender.label:<46} {line}  {_found(one, paths)}".rstrip()


def _found(measured: Measured, paths: Sequence[Path]) -> str:
    differing = missed_and_added(measured, paths)
    if differing is None:
        return ""
    missed, added = differing
    return f"missed {missed:,} cells, added {added:,}" if missed or added else "found every wrong cell, and no other"


def _times_as_large(one: Path, other: Path) -> float:
    return one.stat().st_size / other.stat().st_size if one.exists() else math.nan


def _slope(xs: list[float], ys: list[float]) -> float:
    """Return the slope of the line of least squares."""
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
