"""Where the conditional formats of a worksheet may show a fill, which hides that of a mark."""

from collections.abc import Collection, Iterator

from ..sheets import Area, parse_area
from .markup import Element, Markup, number


def areas_with_fill(sheet: Markup, behind: int, filled: Collection[int]) -> list[Area]:
    """Return the areas. behind: where the cells end; filled: the differential formats that have a fill."""
    return [
        area
        for formatting in _formats(sheet, behind)
        if any(_has_fill(sheet, rule, filled) for rule in sheet.children(formatting))
        for reference in _references(sheet, formatting)
        if (area := parse_area(reference))
    ]


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
