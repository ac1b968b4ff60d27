"""The addresses of merged cells, as Excel gives them: ``'A, B'!A1:B2,Sheet1!C3:C4``."""

import re
from collections.abc import Iterator

from cgs_validate.workbook import Area, column_number

_AREA = re.compile(r"(?:'(?:[^']|'')*'|[^',!]+)!\$?([A-Z]+)\$?([0-9]+):\$?([A-Z]+)\$?([0-9]+)")


def parse_merged(addresses: str) -> Iterator[Area]:
    """Yield the areas."""
    for left, top, right, bottom in _AREA.findall(addresses):
        yield Area(int(top), column_number(left), int(bottom), column_number(right))
