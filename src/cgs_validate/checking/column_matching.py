"""Finding the columns of a sheet by its header row: known ones, renamed ones, ones known by their place, moved ones."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import chain
from operator import lt

from ..spec.model import FieldSpec
from ..text import cached_key, is_blank, key
from ..workbook import Grid
from .header_row import HEADER_COLUMNS, below_merged, find_headers, header_bottom, header_text
from .instruction_rows import Fills, HeaderRows, data_begin
from .sheet_match import SheetMatch

_LEAST_LIKENESS = 0.6


def find_columns(match: SheetMatch, grid: Grid, *, by_place: bool) -> None:
    """Find the header row of a sheet, its columns and its data. by_place: whether unknown headers have one."""
    row, found = find_headers(match.spec, grid)
    if not row:
        return
    match.header_row = row
    match.columns = {name: columns[0] for name, columns in found.items() if len(columns) == 1}
    match.duplicates = {name: columns for name, columns in found.items() if len(columns) > 1}
    used = set(chain(*found.values()))
    texts = {column: header_text(grid, row, column) for column in range(1, min(grid.last_column, HEADER_COLUMNS) + 1)}
    left = {column: key(text) for column, text in texts.items() if column not in used and not is_blank(text)}
    below = below_merged(grid, row) if by_place else set()
    if by_place and len(used) + len(left) + len(below) >= len(match.spec.fields):
        _find_by_place(match, left, below)
    _find_renamed(match, left)
    match.unknown = [column for column in left if column not in match.renamed.values()]
    _find_moved(match)
    match.header_end = header_bottom(grid, row, used)
    find_data(match)


def find_data(match: SheetMatch, fills: Fills | None = None) -> None:
    """Find where the data of a sheet begin. fills: returns those of some cells; without them no row is known by one."""
    if match.sheet and match.header_row:
        columns = {**match.columns, **match.renamed}
        rows = HeaderRows(match.header_row, match.header_end)
        found = data_begin(match.spec, match.sheet.grid, rows, columns, fills)
        match.first_row, match.doubtful_row, match.answered = found


def _find_by_place(match: SheetMatch, left: dict[int, str], below: set[int]) -> None:
    """Find the columns of a form whose wording is not known: where just as many are between known ones."""
    before, gap = 0, list[str]()
    for name in (*match.spec.fields, None):
        if name is not None and name not in match.columns:
            gap.append(name)
            continue
        after = match.columns[name] if name is not None else before + len(gap) + 1
        columns = range(before + 1, after)
        if gap and len(columns) == len(gap) and left.keys() | below >= set(columns):
            match.columns.update(zip(gap, columns, strict=True))
            match.by_place.update(gap)
            for column in columns:
                left.pop(column, None)
        before, gap = after, []


def _find_renamed(match: SheetMatch, left: dict[int, str]) -> None:
    """Pair the columns left over with the fields left over, the most alike first."""
    published = list(match.spec.fields)
    likenesses = sorted(
        ((_likeness(text, item), -abs(column - published.index(item.name) - 1), column, item.name)
         for column, text in left.items() for item in match.missing),
        reverse=True,
    )  # fmt: skip
    for likeness, _, column, name in likenesses:
        if likeness >= _LEAST_LIKENESS and name not in match.renamed and column not in match.renamed.values():
            match.renamed[name] = column


def _likeness(text: str, item: FieldSpec) -> float:
    return max(_ratio(text, cached_key(header)) for header in (item.header, *item.aliases))


def _ratio(text: str, header: str) -> float:
    """Return how alike two texts are, 0 where too little is in common: a text may be very long."""
    enough = _LEAST_LIKENESS * (len(text) + len(header)) / 2
    if len(header) < enough or sum(map(header.__contains__, text)) < enough:
        return 0
    return SequenceMatcher(None, text, header).ratio()


def _find_moved(match: SheetMatch) -> None:
    """Name the fewest columns that must be moved back for the published order; or the first, where all are shifted."""
    found = {**match.columns, **match.renamed}
    order = sorted(found, key=lambda name: found[name])
    published = list(match.spec.fields)
    positions = [published.index(name) + 1 for name in order]
    in_order = _longest_rise(positions)
    match.moved = [name for name, position in zip(order, positions, strict=True) if position not in in_order]
    shifted = [name for name, position in zip(order, positions, strict=True) if found[name] != position]
    if shifted and not match.moved and not match.missing and not match.unknown and not match.duplicates:
        match.moved = shifted[:1]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    if all(map(lt, numbers, numbers[1:])):
        return set(numbers)
    rises: list[list[int]] = [[]]
    for number in numbers:
        longest = max((rise for rise in rises if not rise or rise[-1] < number), key=len)
        rises.append([*longest, number])
    longest = max(rises, key=len)
    return set(longest)
