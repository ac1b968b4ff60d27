"""A worksheet's part written from rows: text is text, whatever it begins with; a formula is one only by its type."""

from collections.abc import Mapping, Sequence

from ..editors.markup import attribute_text, text
from ..normalize import display_width
from ..sheets import Formula, address

_LINE = 17  # points
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_part(
    rows: Sequence[Sequence[str | Formula]],
    widths: Sequence[int] = (),
    links: Mapping[tuple[int, int], str] | None = None,
    styles: Mapping[tuple[int, int], int] | None = None,
) -> bytes:
    """Return a worksheet. links: (row, column) → place in the workbook; styles: (row, column) → cell format."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    written = b"".join(_row(number, cells, widths, styles or {}) for number, cells in enumerate(rows, 1))
    linked = "".join(_link(place, target) for place, target in (links or {}).items())
    return b"".join(
        (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'.encode(),
            f"<cols>{columns}</cols>".encode() if columns else b"",
            b"<sheetData>" + written + b"</sheetData>",
            f"<hyperlinks>{linked}</hyperlinks>".encode() if linked else b"",
            b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
        )
    )


def _row(
    number: int, cells: Sequence[str | Formula], widths: Sequence[int], styles: Mapping[tuple[int, int], int]
) -> bytes:
    written = b"".join(
        b'<c r="%s" s="%d"%s</c>' % (address(number, column).encode(), styles.get((number, column), 0), _content(cell))
        for column, cell in enumerate(cells, 1)
        if cell
    )
    wrapped = [cell for column, cell in enumerate(cells, 1) if (number, column) in styles]
    lines = max(
        (1 + display_width(str(cell)) // width for cell, width in zip(wrapped, widths, strict=False)), default=1
    )
    return b'<row r="%d" ht="%d" customHeight="1">%s</row>' % (number, lines * _LINE, written)


def _content(cell: str | Formula) -> bytes:
    if isinstance(cell, Formula):
        return b"><f>%s</f><v>%d</v>" % (text(cell.text), cell.result)
    return b' t="inlineStr"><is><t xml:space="preserve">%s</t></is>' % text(cell)


def _link(place: tuple[int, int], target: str) -> str:
    return f'<hyperlink ref="{address(*place)}" location="{attribute_text(target).decode()}"/>'
