"""The indices by which parts refer to formats, fonts, fills and borders, those beyond the end of their list among them.

To Excel and LibreOffice an index beyond the list is as good as the first: nothing that is added may take it.
"""

import re
from collections.abc import Mapping

from ..ooxml.part_cache import cached_by_content
from ..ooxml.parts import Parts
from .markup import number, unescape_all, utf8
from .workbook import WorkbookEditor

FILL, FONT, BORDER, _FORMAT = (
    re.compile(name + rb"""(?:="|\s*+=\s*+["'])([^"']*+)""")
    for name in (rb"f(?<=\sf)illId", rb"f(?<=\sf)ontId", rb"b(?<=\sb)orderId", rb"s(?<=\ss)(?:tyle)?")
)  # one letter is found fast


def indices(data: bytes, attribute: re.Pattern[bytes]) -> frozenset[int]:
    """Return the numbers that an attribute has; a text that looks like an attribute does no harm."""
    found = set(attribute.findall(data))
    return frozenset(number(unescape_all(value.decode(errors="replace")).strip()) for value in found)


def formats_in(data: bytes, part: str) -> frozenset[int]:
    """Return the formats that the cells, rows and columns of a worksheet's part refer to."""
    return indices(utf8(data, part), _FORMAT)


def formats_beyond(book: WorkbookEditor, count: int, known: Mapping[str, int | None]) -> set[int]:
    """Return the formats beyond so many to which the sheets of an unchanged workbook refer.

    known: for some sheets the last format that each refers to.
    """
    last = {part: known.get(name) for name, part in book.worksheets.items()}
    others = (part for part, index in last.items() if index is None or index >= count)
    return {index for part in others for index in _formats_in(part, book.container) if index >= count}


@cached_by_content
def _formats_in(part: str, parts: Parts) -> frozenset[int]:
    return formats_in(parts.read(part), part)
