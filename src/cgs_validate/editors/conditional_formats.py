"""Where the conditional formats of a worksheet may show a fill, which hides that of a mark."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from ..sheets import Area, parse_area
from .markup import Element, Markup, number

_MOST_AREAS = 100_000  # that are looked at


def places_with_fill(
    places: Iterable[tuple[int, int]], sheet: Markup, behind: int, filled: Collection[int]
) -> set[tuple[int, int]]:
    """Return which of some cells are there. behind: where cells end; filled: the differential formats with a fill."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(places):
        rows.setdefault(column, []).append(row)
    found: set[tuple[int, int]] = set()
    for area in islice(_areas(sheet, behind, filled), _MOST_AREAS):
        for column, waiting in rows.items():
            if area.left <= column <= area.right:
                inside = slice(bisect_left(waiting, area.top), bisect_right(waiting, area.bottom))
                found.update((row, column) for row in waiting[inside])
                del waiting[inside]
    return found


def _areas(sheet: Markup, behind: int, filled: Collection[int]) -> Iterator[Area]:
    for formatting in _formats(sheet, behind):
        if any(_has_fill(sheet, rule, filled) for rule in sheet.children(formatting)):
            yield from filter(None, map(parse_area, _references(sheet, formatting)))


def _formats(sheet: Markup, behind: int) -> Iterator[Element]:
    """Yield the conditional formats, those that Excel 2010 brought (in ``extLst``) among them."""
    for element in sheet.elements(behind, sheet.root.outer):
        if element.local == b"conditionalFormatting":
            yield element
        elif element.local == b"extLst":
            for extension in sheet.children(element):
                for group in sheet.children(extension):
                    if group.local == b"conditionalFormattings":
                        yield from sheet.children(group)


def _has_fill(sheet: Markup, rule: Element, filled: Collection[int]) -> bool:
    named = sheet.attribute(rule, b"dxfId")
    if (named and number(named) in filled) or sheet.child(rule, b"colorScale"):
        return True
    own = sheet.child(rule, b"dxf")
    return bool(own and sheet.child(own, b"fill"))


def _references(sheet: Markup, formatting: Element) -> list[str]:
    written = sheet.child(formatting, b"sqref")
    listed = sheet.text(written) if written else sheet.attribute(formatting, b"sqref") or ""
    return listed.split()
