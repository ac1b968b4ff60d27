"""A worksheet's part written from rows: text is text, whatever it begins with; a formula is one only by its type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from ..editing.markup import attribute_text, text
from ..text import wrapped_lines
from ..workbook import Formula, address, column_letters

_LINE = 17  # points
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MOST_KEPT = 1_000  # texts
_SPACED = re.compile(r"\A\s|\s\Z|\n")  # what some readers would take away


def worksheet(
    rows: Iterable[str], widths: Sequence[int] = (), links: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """Return a worksheet of rows that are written already. links: (row, column) → place in the workbook."""
    linked = "".join(_link(place, target) for place, target in (links or {}).items())
    pieces = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        _columns(tuple(widths)),
        "<sheetData>",
        *rows,
        "</sheetData>",
        f"<hyperlinks>{linked}</hyperlinks>" if linked else "",
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    )
    return "".join(pieces).encode()


class RowWriter:
    """Writes rows; of the texts, most of which stand in many cells, each is escaped and measured once."""

    def __init__(self, widths: Sequence[int] = ()) -> None:
        self._widths = widths
        self._content = lru_cache(_MOST_KEPT)(_content)
        self._lines = lru_cache(_MOST_KEPT)(_lines)

    def row(
        self,
        number: int | str,
        cells: Sequence[str | Formula],
        looks: Sequence[int] | None = None,
        measured: Sequence[str] | None = None,
    ) -> str:
        """Return a row, as high as its text where it has looks, which wrap it.

        number: from 1, or what stands for it in the pattern of many rows; measured: the texts of one of those.
        """
        formats = [f' s="{look}"' for look in looks] if looks else [""] * len(cells)
        written = "".join(
            f'<c r="{column_letters(column)}{number}"{look}{self._content(cell)}</c>'
            for column, (cell, look) in enumerate(zip(cells, formats, strict=False), 1)
            if cell
        )
        lines = max(map(self._lines, measured or cells, self._widths)) if looks else 1
        height = f' ht="{lines * _LINE}" customHeight="1"' if self._widths else ""
        return f'<row r="{number}"{height}>{written}</row>'


@cache
def _columns(widths: tuple[int, ...]) -> str:
    columns = (
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return f"<cols>{''.join(columns)}</cols>" if widths else ""


def literal(written: str) -> str:
    """Return text as it stands in the pattern of many rows."""
    return written.replace("{", "{{").replace("}", "}}")


def _lines(cell: str | Formula, width: int) -> int:
    """Return how many lines the text of a cell takes."""
    return wrapped_lines(str(cell), width)


def _content(cell: str | Formula) -> str:
    if isinstance(cell, Formula):
        return f"><f>{text(cell.text)}</f><v>{cell.result}</v>"
    space = ' xml:space="preserve"' if _SPACED.search(cell) else ""
    return f' t="inlineStr"><is><t{space}>{text(cell)}</t></is>'


def _link(place: tuple[int, int], target: str) -> str:
    return f'<hyperlink ref="{address(*place)}" location="{attribute_text(target).decode()}"/>'
