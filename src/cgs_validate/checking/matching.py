"""Finding the sheets of a spec in a workbook, by their names or by the headers in them."""

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter

from ..spec.model import OtherTemplate, SheetSpec, TemplateSpec
from ..spec.months import Month
from ..text import cached_key, key
from ..workbook import Sheet, Workbook
from .column_matching import find_columns
from .header_row import find_headers
from .sheet_match import SheetMatch
from .sheet_months import in_order

SUMMARY_SHEET = "檢核結果"  # what marking adds; with a number where that name is in use; never checked

_SUMMARY = re.compile(f"{SUMMARY_SHEET}[0-9]*")
_OTHER_HEADERS = 2  # so many headers that only another template has make the workbook one of it


def named_as_summary(name: str) -> bool:
    """Return whether a sheet's name is one that marking gives to what it adds."""
    return bool(_SUMMARY.fullmatch(name))


def named_sheets(specs: Iterable[TemplateSpec], workbook: Workbook) -> list[Sheet]:
    """Return the sheets that are named as one of a spec, which are to be read first."""
    named: set[int] = set()
    for spec in specs:
        for sheet in spec.sheets.values():
            own = _not_others(sheet, spec, workbook)
            found = _named(cached_key(sheet.label), own)
            named.update(
                id(other) for other in found or (o for part in sheet.matches for o in _named(cached_key(part), own))
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


def match_sheets(
    spec: TemplateSpec, workbook: Workbook, month: Month | None = None, *, by_place: bool = True
) -> list[SheetMatch]:
    """Return one match for each sheet of the spec, in its order; ``sheet`` is None where it was not found.

    The needed sheets must have been read. month: the report month asked for, the sheets of which come before others
    that fit as well. by_place: whether unknown headers of a provisional form may be known by their place.
    """
    by_place &= spec.status == "provisional"
    matches = [_match_by_name(sheet, _not_others(sheet, spec, workbook), month) for sheet in spec.sheets.values()]
    used = {id(sheet) for match in matches for sheet in (match.sheet, *match.namesakes)}
    for match in matches:
        if match.sheet is None:
            _match_by_headers(match, [sheet for sheet in workbook if id(sheet) not in used], month)
            used.update(map(id, (match.sheet, *match.namesakes)))
        if match.sheet is not None:
            find_columns(match, match.sheet.grid, by_place=by_place)
    other = _other_template(spec, matches)
    for match in matches:
        if match.missing or match.unknown:  # old sheets that have no header of their own are old all the same
            match.other_template = other
    return matches


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
    others = {cached_key(sheet.sheet_name) for sheet in spec.sheets.values()} - {cached_key(own.sheet_name)}
    return [sheet for sheet in workbook if not named_as_summary(sheet.name) and sheet.key not in others]


def _match_by_name(spec: SheetSpec, sheets: list[Sheet], month: Month | None = None) -> SheetMatch:
    for part in map(cached_key, spec.matches):
        named = _named(part, sheets)
        if part != cached_key(spec.label):
            named = [sheet for sheet in named if 2 * len(find_headers(spec, sheet.grid)[1]) >= len(spec.fields)]
        elif len(named) > 1:
            named = [sheet for sheet in named if find_headers(spec, sheet.grid)[0]] or named[:1]
        if named:
            first, *others = in_order(spec, named, month)
            return SheetMatch(spec, first, others)
    return SheetMatch(spec)


def _named(part: str, sheets: list[Sheet]) -> list[Sheet]:
    """Return the sheets with that part in their name, the hidden ones only where no other has it."""
    named = [sheet for sheet in sheets if part in sheet.key]
    return [sheet for sheet in named if sheet.visible] or named


def _match_by_headers(match: SheetMatch, sheets: Iterable[Sheet], month: Month | None) -> None:
    shown = (sheet for sheet in sheets if sheet.visible and not named_as_summary(sheet.name))
    found = [(len(find_headers(match.spec, sheet.grid)[1]), sheet) for sheet in shown]
    most = max(map(itemgetter(0), found), default=0)
    if found and 2 * most >= len(match.spec.fields):
        equal = [sheet for headers, sheet in found if headers == most]
        match.sheet, *match.namesakes = in_order(match.spec, equal, month)
        match.found_by_headers = True


def _other_template(spec: TemplateSpec, matches: Iterable[SheetMatch]) -> OtherTemplate | None:
    """Return the other template that has columns which the sheets have, and the spec has not."""
    strange = {key(match.header(column)) for match in matches for column in (*match.unknown, *match.renamed.values())}
    shared = ((other, strange.intersection(map(cached_key, other.headers))) for other in spec.other_templates)
    return next((other for other, found in shared if len(found) >= _OTHER_HEADERS), None)
