"""Merged areas: no cell may lie in two of them; of those that do, each program makes something else."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

from ..errors import ReadError
from ..ooxml.limits import Limits
from ..workbook import Area, parse_area


def add_area(areas: list[Area], attributes: Mapping[str, str], part: str, limits: Limits) -> None:
    """Add the area of a ``<mergeCell>``, by its attributes. Raises ReadError."""
    area = parse_area(attributes.get("ref", ""))
    if area is None:
        raise ReadError("damaged", part=part)
    areas.append(area)
    if len(areas) > limits.merges:
        raise ReadError("too_many_merges", limit=limits.merges)


def overlap(areas: Iterable[Area]) -> bool:
    """Return whether any two areas share a cell. The rows are walked down, with the areas that reach each row.

    >>> overlap([Area(1, 1, 2, 2), Area(3, 1, 4, 2), Area(1, 3, 9, 3)])
    False
    >>> overlap([Area(1, 1, 2, 2), Area(2, 2, 3, 3)])
    True
    """
    reaching: list[tuple[int, int]] = []  # the columns of those that reach the row, from left to right
    ends: list[tuple[int, int, int]] = []  # the same, by their last row
    for area in sorted(areas):
        while ends and ends[0][0] < area.top:
            _, left, right = heappop(ends)
            del reaching[bisect_left(reaching, (left, right))]
        place = bisect_left(reaching, (area.left, area.right))
        before = reaching[place - 1 : place]
        after = reaching[place : place + 1]
        if any(right >= area.left for _, right in before) or any(left <= area.right for left, _ in after):
            return True
        insort(reaching, (area.left, area.right))
        heappush(ends, (area.bottom, area.left, area.right))
    return False
