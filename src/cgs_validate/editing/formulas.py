"""The formulas of a worksheet's part: whether there are any."""

import re

from .markup import utf8

_SIGN = re.compile(rb"f(?<=[<:]f)(?=[\s/>])")  # found fast, but also in text
_FORMULA = re.compile(rb"""<(?:[^\s<>/:"'=]++:)?f(?=[\s/>])""")


def has_formula(sheet: bytes, part: str) -> bool:
    """Return whether a cell of a worksheet has a formula; what is behind the cells may have others."""
    sheet = utf8(sheet, part)
    if not _SIGN.search(sheet):
        return False
    return bool(_FORMULA.search(sheet, 0, max(sheet.rfind(b"sheetData"), 0)))
