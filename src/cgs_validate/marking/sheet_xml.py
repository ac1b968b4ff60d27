"""The XML of the sheets that marking adds.

Text is text in them, whatever it begins with; a formula is one only by its type.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..editing.markup import text
from ..text import wrapped_lines
from ..workbook import Formula

_LINE, _MARGIN = 15, 4  # points
_LETTERS_IN_WIDTH = 0.95  # of a column, which is in digits of another font
_LETTERS = "ABCDEFGHIJK"
_NO_LOOKS = ("",) * len(_LETTERS)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def worksheet(rows: Iterable[str], *, views: str = "", columns: str = "", filtered: str = "", links: str = "") -> bytes:
    """Return a worksheet of written rows. views, columns, filtered, links: elements that it has besides."""
    pieces = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        views,
        columns,
        "<sheetData>",
        *rows,
        "</sheetData>",
        filtered,
        links,
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>',
    )
    return "".join(pieces).encode()


class RowWriter:
    """Writes rows; of the texts, most of which are in many cells, each is escaped and measured once.

    widths: of the columns in which text is wrapped.
    """

    def __init__(self, widths: Sequence[int] = ()) -> None:
        self._widths = [int(width * _LETTERS_IN_WIDTH) for width in widths]
        self._text = lru_cache(1_000)(_text)
        self._lines = lru_cache(1_000)(wrapped_lines)

    def row(
        self, number: int, cells: Sequence[str | Formula], looks: Sequence[str] = (), *, wrapped: bool = False
    ) -> str:
        """Return a row. looks: attributes of the cells; wrapped: whether it is as high as its wrapped texts."""
        content, at = self._text, str(number)
        written = [
            f'<c r="{letter}{at}"{look}{content(cell) if isinstance(cell, str) else _formula(cell)}</c>'
            for letter, cell, look in zip(_LETTERS, cells, looks or _NO_LOOKS, strict=False)
            if cell or look
        ]
        height = ""
        if wrapped:
            lines = max(map(self._lines, map(str, cells), self._widths))
            height = f' ht="{lines * _LINE + _MARGIN}" customHeight="1"'
        return f'<row r="{number}"{height}>{"".join(written)}</row>'


def _formula(cell: Formula) -> str:
    return f"><f>{text(cell.text)}</f><v>{cell.result}</v>"


def _text(cell: str) -> str:
    if not cell:
        return ">"
    lost = cell != cell.strip() or "\n" in cell  # to some readers
    space = ' xml:space="preserve"' if lost else ""
    return f' t="inlineStr"><is><t{space}>{text(cell)}</t></is>'
