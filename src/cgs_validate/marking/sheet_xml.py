"""A worksheet's part written from rows: text is text, whatever it begins with; a formula is one only by its type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ..editing.markup import attribute_text, text
from ..text import wrapped_lines
from ..workbook import Formula, address, column_letters

_LINE = 17  # points
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACED = re.compile(r"\A\s|\s\Z|\n")  # what some readers would take away


def worksheet(
    rows: Iterable[str], widths: Sequence[int] = (), links: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """Return a worksheet of written rows. links: (row, column) → place in the workbook."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    linked = "".join(
        f'<hyperlink ref="{address(*place)}" location="{attribute_text(target).decode()}"/>'
        for place, target in (links or {}).items()
    )
    pieces = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f"<cols>{columns}</cols>" if columns else "",
        "<sheetData>",
        *rows,
        "</sheetData>",
        f"<hyperlinks>{linked}</hyperlinks>" if linked else "",
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    )
    return "".join(pieces).encode()


class RowWriter:
    """Writes rows; of the texts, most of which are in many cells, each is escaped and measured once."""

    def __init__(self, widths: Sequence[int] = ()) -> None:
        self._widths = widths
        self._content = lru_cache(1_000)(_content)
        self._lines = lru_cache(1_000)(wrapped_lines)

    def row(self, number: int, cells: Sequence[str | Formula], looks: Sequence[int] = ()) -> str:
        """Return a row, as high as its text where it has looks, which wrap it."""
        formats = [f' s="{look}"' for look in looks] or [""] * len(cells)
        written = "".join(
            f'<c r="{column_letters(column)}{number}"{look}{self._content(cell)}</c>'
            for column, (cell, look) in enumerate(zip(cells, formats, strict=False), 1)
            if cell
        )
        lines = max(map(self._lines, map(str, cells), self._widths)) if looks else 1
        height = f' ht="{lines * _LINE}" customHeight="1"' if self._widths else ""
        return f'<row r="{number}"{height}>{written}</row>'


def _content(cell: str | Formula) -> str:
    if isinstance(cell, Formula):
        return f"><f>{text(cell.text)}</f><v>{cell.result}</v>"
    space = ' xml:space="preserve"' if _SPACED.search(cell) else ""
    return f' t="inlineStr"><is><t{space}>{text(cell)}</t></is>'
