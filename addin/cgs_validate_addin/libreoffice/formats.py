"""The number formats and merged cells of a sheet, by area."""

from collections.abc import Iterable, Sequence
from typing import Any

from cgs_validate.workbook import Area

from ..ranges import within
from . import calc_terms


class Formats:
    """The formats of a sheet. logical: the areas of booleans; days: the areas of dates and times."""

    def __init__(self, groups: Iterable[dict[str, Any]] = ()) -> None:
        self.logical: list[Area] = []
        self.days: list[Area] = []
        self.merges: list[Area] = []
        self.struck: list[Area] = []
        self._codes: list[tuple[Area, str]] = []
        for group in groups:
            areas, kind = [Area(*area) for area in group["areas"]], group["kind"]
            code = calc_terms.format_code(group["code"], kind, standard=group["standard"])
            self._codes += [(area, code) for area in areas]
            self.struck += areas if group["struck"] else []
            self.logical += areas if kind & calc_terms.LOGICAL else []
            self.days += areas if kind & (calc_terms.DATE | calc_terms.TIME) else []
            if group["merged"]:
                height, width = group["merged"]
                self.merges += (
                    Area(row, column, row + height - 1, column + width - 1)
                    for area in areas
                    for row, column in within(area)
                )

    def codes(self, column: int, rows: Sequence[int]) -> list[str]:
        """Return Excel's format codes of cells of a column, rows ascending."""
        spans = sorted((area.top, area.bottom, code) for area, code in self._codes if area.left <= column <= area.right)
        waiting = iter(spans)
        bottom, code = 0, "General"
        found = []
        for row in rows:
            while bottom < row:
                _, bottom, code = next(waiting)
            found.append(code)
        return found


def intersection(area: Area, other: Area) -> Area:
    """Return the intersection of two areas, which may have no cells."""
    return Area(
        max(area.top, other.top),
        max(area.left, other.left),
        min(area.bottom, other.bottom),
        min(area.right, other.right),
    )
