"""A worksheet's part written from rows: text is text, whatever it begins with; a formula is one only by its type."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..editors.markup import attribute_text, text
from ..normalize import display_width
from ..sheets import Formula, address, column_letters

_LINE = 17  # points
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACED = re.compile(r"\A\s|\s\Z|\n")  # what some readers would take away


def sheet_part(
    rows: Iterable[Sequence[str | Formula]],
    widths: Sequence[int] = (),
    links: Mapping[tuple[int, int], str] | None = None,
    looks: Mapping[int, Sequence[int]] | None = None,
) -> list[bytes]:
    """Return a worksheet, in pieces.

    links: (row, column) → place in the workbook; looks: row → the cell formats of its cells.
    """
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    linked = "".join(_link(place, target) for place, target in (links or {}).items())
    return [
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'.encode(),
        f"<cols>{columns}</cols>".encode() if columns else b"",
        b"<sheetData>",
        *(_row(number, cells, widths, (looks or {}).get(number)).encode() for number, cells in enumerate(rows, 1)),
        b"</sheetData>",
        f"<hyperlinks>{linked}</hyperlinks>".encode() if linked else b"",
        b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    ]


def _row(number: int, cells: Sequence[str | Formula], widths: Sequence[int], looks: Sequence[int] | None) -> str:
    """Return a row, as high as its text when that is wrapped."""
    formats = [f' s="{look}"' for look in looks] if looks else [""] * len(cells)
    written = "".join(
        f'<c r="{column_letters(column)}{number}"{look}{_content(cell)}</c>'
        for column, (cell, look) in enumerate(zip(cells, formats, strict=False), 1)
        if cell
    )
    lines = max(_lines(cells, widths)) if looks else 1
    height = f' ht="{lines * _LINE}" customHeight="1"' if widths else ""
    return f'<row r="{number}"{height}>{written}</row>'


def _lines(cells: Sequence[str | Formula], widths: Sequence[int]) -> Iterator[int]:
    """Yield how many lines the text of each cell takes; no sign is wider than two."""
    for cell, width in zip(map(str, cells), widths, strict=False):
        yield 1 + display_width(cell) // width if 2 * len(cell) >= width else 1


def _content(cell: str | Formula) -> str:
    if isinstance(cell, Formula):
        return f"><f>{text(cell.text)}</f><v>{cell.result}</v>"
    space = ' xml:space="preserve"' if _SPACED.search(cell) else ""
    return f' t="inlineStr"><is><t{space}>{text(cell)}</t></is>'


def _link(place: tuple[int, int], target: str) -> str:
    return f'<hyperlink ref="{address(*place)}" location="{attribute_text(target).decode()}"/>'
