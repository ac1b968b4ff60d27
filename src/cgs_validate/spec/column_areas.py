"""The texts around the columns of a form, which move along with them: a change of a column is one change of a spec."""

from collections.abc import Container, Iterable, Sequence

from ..workbook import address, parse_area


def moved_areas(references: Iterable[str], before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Return the area to which each moves with its columns; without those whose columns are all gone.

    before, after: the fields in the order of their columns.
    """
    moved = {}
    for reference in references:
        area = parse_area(reference)
        columns = _columns(area.left, area.right, before, after) if area else None
        if area and columns:
            moved[reference] = f"{address(area.top, columns[0])}:{address(area.bottom, columns[1])}"
    return moved


def _columns(left: int, right: int, before: Sequence[str], after: Sequence[str]) -> tuple[int, int] | None:
    grown = len(after) - len(before)
    covered = set(before[left - 1 : right])
    if not covered:  # right of all columns
        return left + grown, right + grown
    run = _longest_run(covered, set(before), after)
    if not run:
        return None
    return run[0] + 1, run[-1] + 1 + max(right - len(before), 0)


def _longest_run(covered: Container[str], before: Container[str], after: Sequence[str]) -> list[int]:
    """Return the places of the covered columns that are still in a row; new ones in between do not part them."""
    runs: list[list[int]] = [[]]
    for place, name in enumerate(after):
        if name in covered:
            runs[-1].append(place)
        elif name in before:
            runs.append([])
    return max(runs, key=len)
