"""Finding the sheets of a spec in a workbook, and in each its header row, its columns and its first data row.

Headers are found by their text, never by fixed rows: titles, group rows and instructions vary (docs/facts.md A1, H9).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain
from operator import itemgetter, lt

from ..cached_property import cached_property
from ..spec.model import FieldSpec, OtherTemplate, SheetSpec, TemplateSpec
from ..text import half_width, is_blank, key, undecorated
from ..workbook import Cell, CellKind, Grid, Places, Sheet, Workbook
from .findings import Place
from .instruction_rows import Fills, HeaderRows, data_begin

SUMMARY_SHEET = "檢核結果"  # what marking adds; with a number where that name is in use; never checked

_SUMMARY = re.compile(f"{SUMMARY_SHEET}[0-9]*")
_FIRST_ROWS = range(1, 11)  # in which most forms have their header row
_OTHER_ROWS = range(11, 41)  # in which it is looked for, too
_HEADER_COLUMNS = 200
_LONGEST_DECORATED = 500  # characters of a header with its instructions
_MORE = 20  # characters, such as stars, that a header may have beyond those of the spec
_LONGEST = 60  # characters; one length, in which most specs' headers are, so that texts are compared and stored once
_LEAST_LIKENESS = 0.6
_SPLIT_ROWS = 2  # below the header row
_OTHER_HEADERS = 2  # so many headers that only another template has make the workbook one of it

_spec_key = lru_cache(1024)(key)  # of a spec's own words, which are compared again and again


@dataclass
class SheetMatch:
    """Where a sheet of the spec was found, and which of its columns.

    Columns are by field name; ``duplicates`` and ``renamed`` are no part of ``columns``. ``by_place``: those of
    ``columns`` known by their place alone. ``doubtful_row``: one above the first that may be data, or explain the form.
    """

    spec: SheetSpec
    sheet: Sheet | None = None
    namesakes: list[Sheet] = field(default_factory=list)
    found_by_headers: bool = False
    header_row: int | None = None
    header_end: int = 0
    first_row: int = 1
    doubtful_row: int | None = None
    columns: dict[str, int] = field(default_factory=dict)
    duplicates: dict[str, list[int]] = field(default_factory=dict)
    renamed: dict[str, int] = field(default_factory=dict)
    by_place: set[str] = field(default_factory=set)
    moved: list[str] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    other_template: OtherTemplate | None = None

    @property
    def missing(self) -> list[FieldSpec]:
        """The fields whose column is nowhere."""
        found = {*self.columns, *self.duplicates, *self.renamed}
        return [item for name, item in self.spec.fields.items() if name not in found]

    @property
    def checkable(self) -> bool:
        """Whether its columns are known, and are those of this template, so that its data can be checked."""
        return self.header_row is not None and self.other_template is None

    @property
    def complete(self) -> bool:
        """Whether the sheet has as many columns as the form, those that are known where the form has them."""
        found, fields = {**self.columns, **self.renamed}, list(self.spec.fields)
        headers = len(found) + len(self.unknown) + sum(map(len, self.duplicates.values()))
        return headers == len(fields) and all(fields[column - 1 :][:1] == [name] for name, column in found.items())

    def place(self, column: int | None = None) -> Place:
        """Return the place of a column's header, or of the whole header row."""
        return Place(self.sheet.name if self.sheet else None, self.header_row, column)

    def header(self, column: int) -> str:
        """Return the header text of a column, on one line."""
        if self.sheet is None or self.header_row is None:
            return ""
        return " ".join(header_text(self.sheet.grid, self.header_row, column).split())

    def label(self, field: str) -> str:
        """Return the header of a field as the sheet has it, where it is a known one of it; else the spec's."""
        column = self.columns.get(field)
        header = self.header(column) if column else ""
        return header if self.spec.headers.get(key(header)) == field else self.spec.fields[field].header

    @cached_property
    def folded_titles(self) -> list[tuple[int, int, str]]:
        """The titles in half-width form: (row, column, text)."""
        return [(row, column, half_width(text)) for row, column, text in self.titles()]

    def titles(self) -> Iterable[tuple[int, int, str]]:
        """Yield (row, column, text) of the cells above the header row."""
        if self.sheet is not None:
            for number, column in sorted(self.sheet.grid.columns.items()):
                for row, cell in column.between(last=(self.header_row or 6) - 1):
                    yield row, number, cell.text


def named_as_summary(name: str) -> bool:
    """Return whether a sheet's name is one that marking gives to what it adds."""
    return bool(_SUMMARY.fullmatch(name))


def named_sheets(specs: Iterable[TemplateSpec], workbook: Workbook) -> list[Sheet]:
    """Return the sheets that are named as one of a spec, which are to be read first."""
    named: set[int] = set()
    for spec in specs:
        for sheet in spec.sheets.values():
            own = _not_others(sheet, spec, workbook)
            found = _named(_spec_key(sheet.label), own)
            named.update(
                id(other) for other in found or (o for part in sheet.matches for o in _named(_spec_key(part), own))
            )
    return [sheet for sheet in workbook if id(sheet) in named]


def unnamed_sheets(specs: Iterable[TemplateSpec], workbook: Workbook) -> list[Sheet]:
    """Return the sheets that may be one of a spec by their headers, where none of those that were read is one."""
    by_name = (
        _match_by_name(sheet, _not_others(sheet, spec, workbook)) for spec in specs for sheet in spec.sheets.values()
    )
    if all(match.sheet for match in by_name):
        return []
    return [sheet for sheet in workbook if sheet.visible and not named_as_summary(sheet.name)]


def match_sheets(spec: TemplateSpec, workbook: Workbook, *, by_place: bool = True) -> list[SheetMatch]:
    """Return one match for each sheet of the spec, in its order; ``sheet`` is None where it was not found.

    The needed sheets must have been read. by_place: whether unknown headers of a provisional form may be known by
    their place.
    """
    by_place &= spec.status == "provisional"
    matches = [_match_by_name(sheet, _not_others(sheet, spec, workbook)) for sheet in spec.sheets.values()]
    used = {id(sheet) for match in matches for sheet in (match.sheet, *match.namesakes)}
    for match in matches:
        if match.sheet is None:
            _match_by_headers(match, [sheet for sheet in workbook if id(sheet) not in used])
            used.add(id(match.sheet))
        if match.sheet is not None:
            _find_columns(match, match.sheet.grid, by_place=by_place)
    other = _other_template(spec, matches)
    for match in matches:
        if match.missing or match.unknown:  # old sheets that have no header of their own are old all the same
            match.other_template = other
    return matches


def find_data(match: SheetMatch, fills: Fills | None = None) -> None:
    """Find where the data of a sheet begin. fills: returns those of some cells; without them no row is known by one."""
    if match.sheet and match.header_row:
        columns = {**match.columns, **match.renamed}
        rows = HeaderRows(match.header_row, match.header_end)
        match.first_row, match.doubtful_row = data_begin(match.spec, match.sheet.grid, rows, columns, fills)


def likeness(spec: TemplateSpec, matches: Sequence[SheetMatch]) -> float:
    """Return how much of a spec was found in a workbook: 0 for none of its sheets, 1 for every column."""
    fields = sum(len(sheet.fields) for sheet in spec.sheets.values())
    found = sum(
        len(match.columns) - len(match.by_place) + len(match.duplicates) + 0.5 * len(match.renamed) for match in matches
    )
    named = sum(match.sheet is not None for match in matches) / len(matches)
    return 0.9 * found / fields + 0.1 * named


def _not_others(own: SheetSpec, spec: TemplateSpec, workbook: Workbook) -> list[Sheet]:
    """Return the sheets of a workbook that may be one of the spec, not those that bear the name of another."""
    others = {_spec_key(sheet.sheet_name) for sheet in spec.sheets.values()} - {_spec_key(own.sheet_name)}
    return [sheet for sheet in workbook if not named_as_summary(sheet.name) and sheet.key not in others]


def _match_by_name(spec: SheetSpec, sheets: list[Sheet]) -> SheetMatch:
    for part in map(_spec_key, spec.matches):
        named = _named(part, sheets)
        if part != _spec_key(spec.label):
            named = [sheet for sheet in named if 2 * len(_headers(spec, sheet.grid)[1]) >= len(spec.fields)]
        elif len(named) > 1:
            named = [sheet for sheet in named if _headers(spec, sheet.grid)[0]] or named[:1]
        if named:
            return SheetMatch(spec, named[0], named[1:])
    return SheetMatch(spec)


def _named(part: str, sheets: list[Sheet]) -> list[Sheet]:
    """Return the sheets with that part in their name, the hidden ones only where no other has it."""
    named = [sheet for sheet in sheets if part in sheet.key]
    return [sheet for sheet in named if sheet.visible] or named


def _match_by_headers(match: SheetMatch, sheets: Iterable[Sheet]) -> None:
    shown = (sheet for sheet in sheets if sheet.visible and not named_as_summary(sheet.name))
    found = [(len(_headers(match.spec, sheet.grid)[1]), sheet) for sheet in shown]
    most, best = max(found, key=itemgetter(0), default=(0, None))
    if 2 * most >= len(match.spec.fields):
        match.sheet, match.found_by_headers = best, best is not None


def header_text(grid: Grid, row: int, column: int) -> str:
    """Return a header's text; a merged header belongs to its left-most column, in all its rows."""
    cell = grid.get(row, column) or grid.get(*grid.merged_from.get((row, column), (row, column)))
    return cell.text if cell else ""


def _headers(spec: SheetSpec, grid: Grid) -> tuple[int, dict[str, list[int]]]:
    """Return the row with the most headers of the spec, at least two of them, the first of equals; 0 where none is.

    With it, from the left, the fields with a header in it, each with its columns.
    """
    own = _MORE + 3 * max(map(len, spec.headers), default=0)  # letters are compared in their composed form
    longest = max(own, _LONGEST)
    best, found = _best_row(spec, first := grid.texts_at_top(_FIRST_ROWS, longest))
    if len(found) < len(spec.fields):
        best, found = _best_row(spec, first, grid.texts_at_top(_OTHER_ROWS, longest))
    if 2 * len(found) < len(spec.fields):
        best, found = _best_row(spec, first, grid.texts_at_top(_FIRST_ROWS, _LONGEST_DECORATED, undecorated))
    if len(found) < min(2, len(spec.fields)):
        return 0, {}
    columns = {name: sorted(columns) for name, columns in found.items()}
    return best, dict(sorted(columns.items(), key=lambda item: item[1]))


def _best_row(spec: SheetSpec, *texts: Places) -> tuple[int, dict[str, list[int]]]:
    rows: dict[int, dict[str, list[int]]] = {}
    for text, name in spec.headers.items():
        for row, column in chain.from_iterable(places.get(text, ()) for places in texts):
            if column <= _HEADER_COLUMNS:
                columns = rows.setdefault(row, {}).setdefault(name, [])
                if column not in columns:
                    columns.append(column)
    best = max(sorted(rows), key=lambda row: len(rows[row]), default=0)
    return best, rows.get(best, {})


def _other_template(spec: TemplateSpec, matches: Iterable[SheetMatch]) -> OtherTemplate | None:
    """Return the other template that has columns which the sheets have, and the spec has not."""
    strange = {key(match.header(column)) for match in matches for column in (*match.unknown, *match.renamed.values())}
    shared = ((other, strange.intersection(map(_spec_key, other.headers))) for other in spec.other_templates)
    return next((other for other, found in shared if len(found) >= _OTHER_HEADERS), None)


def _find_columns(match: SheetMatch, grid: Grid, *, by_place: bool) -> None:
    row, found = _headers(match.spec, grid)
    if not row:
        return
    match.header_row = row
    match.columns = {name: columns[0] for name, columns in found.items() if len(columns) == 1}
    match.duplicates = {name: columns for name, columns in found.items() if len(columns) > 1}
    used = set(chain(*found.values()))
    texts = {column: header_text(grid, row, column) for column in range(1, min(grid.last_column, _HEADER_COLUMNS) + 1)}
    left = {column: key(text) for column, text in texts.items() if column not in used and not is_blank(text)}
    below = _below_merged(grid, row) if by_place else set()
    if by_place and len(used) + len(left) + len(below) >= len(match.spec.fields):
        _find_by_place(match, left, below)
    _find_renamed(match, left)
    match.unknown = [column for column in left if column not in match.renamed.values()]
    _find_moved(match)
    match.header_end = _bottom(grid, row, used)
    find_data(match)


def _below_merged(grid: Grid, row: int) -> set[int]:
    """Return the columns over which a header from further left is merged; their own headers are a row below."""
    wide = (area for area in grid.merges if area.top <= row <= area.bottom)
    return {column for area in wide for column in range(area.left + 1, min(area.right, _HEADER_COLUMNS) + 1)}


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
    return max(_ratio(text, _spec_key(header)) for header in (item.header, *item.aliases))


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


def _bottom(grid: Grid, row: int, columns: set[int]) -> int:
    """Return the last row of the headers, where some are merged downwards; a row that holds anything is none.

    It may hold texts below other headers that are split there, where most are merged into it.
    """
    crossing = [area for area in grid.merges if area.top <= row <= area.bottom]
    merged = {
        column: area.bottom for column in sorted(columns) for area in crossing if area.left <= column <= area.right
    }
    deepest = max([row, *merged.values()])
    if row < deepest <= row + _SPLIT_ROWS and 2 * list(merged.values()).count(deepest) > len(columns):
        below = [(column, cell) for column in columns for _, cell in _between(grid, column, row + 1, deepest)]
        if all(merged.get(column) != deepest and cell.kind is CellKind.TEXT for column, cell in below):
            return deepest
    filled = (grid.columns[column].rows for column in columns if column in grid.columns)
    after = (rows[bisect_right(rows, row)] for rows in filled if rows[-1] > row)
    return min(deepest, min(after, default=deepest + 1) - 1)


def _between(grid: Grid, column: int, first: int, last: int) -> Iterable[tuple[int, Cell]]:
    return grid.columns[column].between(first, last) if column in grid.columns else ()
