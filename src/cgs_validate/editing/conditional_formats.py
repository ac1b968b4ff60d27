"""Where the conditional formats of a worksheet may show a fill, which hides that of a mark."""

from collections.abc import Iterator
from itertools import islice

from ..workbook import Area, parse_area
from .markup import Element, Markup, number

_MOST_AREAS = 100_000


def areas_with_fill(behind: bytes, part: str, filled: frozenset[int]) -> list[Area]:
    """Return where conditional formats may show a fill.

    behind: the worksheet's part behind its cells; filled: the differential formats that have a fill.
    """
    if behind.find(b"conditionalFormatting") < 0:
        return []
    sheet = Markup(b"<worksheet>%s</worksheet>" % behind, part)
    shown = (one for one in _formats(sheet) if any(_has_fill(sheet, rule, filled) for rule in sheet.children(one)))
    areas = (parse_area(written) for formatting in shown for written in _references(sheet, formatting))
    return list(islice(filter(None, areas), _MOST_AREAS))


def _formats(sheet: Markup) -> Iterator[Element]:
    """Yield the conditional formats, those that Excel 2010 brought (in ``extLst``) among them."""
    for element in sheet.children(sheet.root):
        if element.local == b"conditionalFormatting":
            yield element
        elif element.local == b"extLst":
            for extension in sheet.children(element):
                for group in sheet.children(extension):
                    if group.local == b"conditionalFormattings":
                        yield from sheet.children(group)


def _has_fill(sheet: Markup, rule: Element, filled: frozenset[int]) -> bool:
    named = sheet.attribute(rule, b"dxfId")
    if (named and number(named) in filled) or sheet.child(rule, b"colorScale"):
        return True
    own = sheet.child(rule, b"dxf")
    return bool(own and sheet.child(own, b"fill"))


def _references(sheet: Markup, formatting: Element) -> list[str]:
    written = sheet.child(formatting, b"sqref")
    return (sheet.text(written) if written else sheet.attribute(formatting, b"sqref") or "").split()
