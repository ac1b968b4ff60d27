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
    PANDERA,
)
from .parts import Results, Sizes


@dataclass(frozen=True)
class Goal:
    """A ratio that shall be at most, or at least, so much."""

    what: str
    ratio: Callable[[Results], float]
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
    """Yield the goals, in the order in which they are told."""
    large, many = f"check {sizes.large:,} × 16", f"{sizes.many} forms"
    yield Goal(
        f"{large}: time, by python-calamine's reading", lambda r: 1 / r.times_as_fast("large", OURS, CALAMINE), most=1.5
    )
    yield Goal(f"{large}: times as fast as pandera", lambda r: r.times_as_fast("large", OURS, PANDERA), least=1.2)
    yield Goal(
        f"{large}: times as fast as frictionless", lambda r: r.times_as_fast("large", OURS, FRICTIONLESS), least=11
    )
    yield Goal(f"{large}: memory, by python-calamine's", lambda r: r.memory("large", OURS, CALAMINE), most=3)
    yield Goal("check: growth of time with the rows, as a power", lambda r: r.figures["slope"], most=1.0)
    for rows in sizes.mark:
        for told in ("rows", "cells"):
            yield from _marking(rows, told)
    yield Goal(
        f"copy {sizes.mark[0]:,}: times as fast as Cerberus over openpyxl",
        lambda r: r.times_as_fast("copy", OURS_COPY, CERBERUS_COPY),
        least=15,
    )
    yield Goal(
        f"check {many}: times as fast as Cerberus over openpyxl",
        lambda r: r.times_as_fast("many", OURS, CERBERUS_WHOLE),
        least=15,
    )
    yield Goal(
        f"check and mark {many}: times as fast as over openpyxl",
        lambda r: r.times_as_fast("many, marked", OURS_COPY, CERBERUS_COPY),
        least=15,
    )
    yield Goal("cold start of check, by that of the imports", lambda r: r.figures["start"], most=1.5)


def _marking(rows: int, told: str) -> Iterator[Goal]:
    part = f"mark {rows}, 1 % of the {told}"
    name = f"mark {rows:,}, 1 % of the {told}"
    yield Goal(
        f"{name}: times as fast as openpyxl's load and save",
        lambda r: r.times_as_fast(part, OURS_MARKING, OPENPYXL),
        least=25,
    )
    yield Goal(f"{name}: size of the file, by the original's", lambda r: r.figures[f"{part}: size"], most=1.05)
    yield Goal(f"{name}: memory, by openpyxl's", lambda r: r.memory(part, OURS_MARKING, OPENPYXL), most=0.25)


def told(results: Results, sizes: Sizes) -> Iterator[str]:
    """Yield a line for each goal: what was aimed at, what came out."""
    for goal in goals(sizes):
        try:
            ratio = goal.ratio(results)
        except KeyError:
            yield f"  {goal.what:<72} {goal.aim:>7}  not measured"
        else:
            yield f"  {goal.what:<72} {goal.aim:>7} {ratio:7.2f}  {'reached' if goal.reached(ratio) else 'NOT REACHED'}"
