"""The goals, and whether this run reached them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .contenders import (
    CALAMINE,
    CERBERUS_COPY,
    CERBERUS_WHOLE,
    FRICTIONLESS,
    OPENPYXL,
    OURS,
    OURS_COPY,
    OURS_MARKING,
    OURS_MARKING_ISAL,
    PANDERA,
)
from .parts import Results, Sizes


@dataclass(frozen=True)
class Goal:
    """A ratio that shall be at most, or at least, so much."""

    what: str
    ratio: Callable[[Results, str], float]
    most: float | None = None
    least: float | None = None

    @property
    def aim(self) -> str:
        """The goal in signs."""
        return f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"

    def reached(self, ratio: float) -> bool:
        """Whether a ratio is as it shall be."""
        return (self.most is None or ratio <= self.most) and (self.least is None or ratio >= self.least)


def goals(sizes: Sizes) -> Iterator[Goal]:
    """Yield the goals, in the order in which they are printed."""
    large, many = f"check {sizes.large:,} × 16", f"{sizes.many} forms"
    yield Goal(
        f"{large}: time, by python-calamine's reading",
        lambda r, clock: 1 / r.times_as_fast("large", OURS, CALAMINE, clock),
        most=1.5,
    )
    yield Goal(
        f"{large}: times as fast as pandera", lambda r, clock: r.times_as_fast("large", OURS, PANDERA, clock), least=1.2
    )
    yield Goal(
        f"{large}: times as fast as frictionless",
        lambda r, clock: r.times_as_fast("large", OURS, FRICTIONLESS, clock),
        least=11,
    )
    yield Goal(f"{large}: memory, by python-calamine's", lambda r, _: r.memory("large", OURS, CALAMINE), most=3)
    yield Goal("check: growth of time with the rows, as a power", lambda r, _: r.figures["slope"], most=1.0)
    for rows in sizes.mark:
        for wrong in ("rows", "cells"):
            yield from _marking(rows, wrong)
    yield Goal(
        f"copy {sizes.mark[0]:,}: times as fast as Cerberus over openpyxl",
        lambda r, clock: r.times_as_fast("copy", OURS_COPY, CERBERUS_COPY, clock),
        least=15,
    )
    yield Goal(
        f"check {many}: times as fast as Cerberus over openpyxl",
        lambda r, clock: r.times_as_fast("many", OURS, CERBERUS_WHOLE, clock),
        least=12,
    )
    yield Goal(
        f"check and mark {many}: times as fast as over openpyxl",
        lambda r, clock: r.times_as_fast("many, marked", OURS_COPY, CERBERUS_COPY, clock),
        least=9,
    )
    yield Goal("cold start of check, by that of the imports", lambda r, _: r.figures["start"], most=1.5)


def _marking(rows: int, wrong: str) -> Iterator[Goal]:
    part = f"mark {rows}, 1 % of the {wrong}"
    name = f"mark {rows:,}, 1 % of the {wrong}"
    yield Goal(
        f"{name}: times as fast as openpyxl's load and save",
        lambda r, clock: r.times_as_fast(part, OURS_MARKING, OPENPYXL, clock),
        least=25,
    )
    if wrong == "rows":
        yield Goal(
            f"{name}, by ISA-L: times as fast",
            lambda r, clock: r.times_as_fast(part, OURS_MARKING_ISAL, OPENPYXL, clock),
            least=60,
        )
    yield Goal(f"{name}: size of the file, by the original's", lambda r, _: r.figures[f"{part}: size"], most=1.05)
    yield Goal(f"{name}: memory, by openpyxl's", lambda r, _: r.memory(part, OURS_MARKING, OPENPYXL), most=0.25)


def goal_lines(results: Results, sizes: Sizes) -> Iterator[str]:
    """Yield a line for each goal: what was aimed at, what came out by the clock, and by the processor's time."""
    yield f"  {'':<72} {'goal':>7} {'clock':>7} {'cpu':>7}"
    for goal in goals(sizes):
        try:
            ratio, of_cpu = (goal.ratio(results, clock) for clock in ("wall", "cpu"))
        except KeyError:
            yield f"  {goal.what:<72} {goal.aim:>7}  not measured"
        else:
            second = f"{of_cpu:7.2f}" if of_cpu != ratio else " " * 7
            reached = "reached" if goal.reached(ratio) else "NOT REACHED"
            yield f"  {goal.what:<72} {goal.aim:>7} {ratio:7.2f} {second}  {reached}"
