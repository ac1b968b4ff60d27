"""The look of a template: calm fills that print well, thin lines, and how much room a text takes in a cell."""

import unicodedata
from dataclasses import dataclass
from math import ceil

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ..workbook import column_letters

_FONT = "Microsoft JhengHei"
_INK = "FF1F2933"
_LINE = Side(style="thin", color="FF9AA5B1")

BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TEXT_FORMAT = "@"
PAGE_WIDTH = 146.0  # of the columns on a printed page, unscaled
ROW_HEIGHT, HIGHEST_ROW = 21, 409  # points; Excel has no higher rows

# A width unit of Excel is a digit of the workbook's default font; a text of this size has digits as wide.
_UNIT_SIZE = 10.5
_LINE_HEIGHT = 1.5
_PADDING = 1.0  # width units that a cell leaves free at its sides
_INDENT = 1.3  # the same for each step of indentation
_WIDE = "WFA"  # East Asian widths that take two units


@dataclass(frozen=True)
class Look:
    """How a kind of cell looks. ``size``: of the font, in points; ``fill``: RGB, none for white."""

    size: float = 10
    bold: bool = False
    fill: str = ""
    horizontal: str = "left"
    vertical: str = "center"
    boxed: bool = True
    indent: int = 0

    def font(self) -> Font:
        """Return the font."""
        return Font(name=_FONT, size=self.size, bold=self.bold, color=_INK)

    def alignment(self) -> Alignment:
        """Return the alignment; every text wraps."""
        return Alignment(horizontal=self.horizontal, vertical=self.vertical, wrap_text=True, indent=self.indent)

    def dress(self, cell: Cell | MergedCell) -> None:
        """Give a cell this look."""
        cell.font = self.font()
        cell.alignment = self.alignment()
        if self.boxed:
            cell.border = BOX
        if self.fill:
            cell.fill = PatternFill("solid", fgColor=self.fill)

    def width(self, text: str) -> float:
        """Return the column width that shows the longest line of a text unbroken."""
        return max(self._width(line) for line in text.split("\n")) + self._padding

    def height(self, text: str, width: float) -> float:
        """Return the height, in points, that a text needs in a cell of that width."""
        room = max(width - self._padding, 1)
        lines = sum(max(ceil(self._width(line) / room), 1) for line in text.split("\n"))
        return (lines + 0.4) * self.size * _LINE_HEIGHT

    @property
    def _padding(self) -> float:
        return _PADDING + self.indent * _INDENT

    def _width(self, line: str) -> float:
        units = sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in line)
        return units * self.size / _UNIT_SIZE


TITLE = Look(size=14, bold=True, horizontal="center")
SUBTITLE = Look(size=10)
GROUP = Look(size=10, bold=True, fill="FFC9D6E2", horizontal="center")
HEADER = Look(size=10, bold=True, fill="FFDFE8F0", horizontal="center")
INSTRUCTION = Look(size=9, fill="FFF5F8FA", vertical="top")
ANSWER = Look(size=10, horizontal="center")
GUIDE_TITLE = Look(size=14, bold=True, horizontal="center", boxed=False)
GUIDE_HEADING = Look(size=11, bold=True, fill="FFDFE8F0", indent=1)
GUIDE_HEAD = Look(size=10, bold=True, fill="FFF5F8FA", horizontal="center")
GUIDE_TEXT = Look(size=10, indent=1)
GUIDE_NOTE = Look(size=9, boxed=False, indent=1)
GUIDE_CODE = Look(size=10, horizontal="center")


def column_width(paper: Worksheet, column: int) -> float:
    """Return the width that a column was given."""
    return float(paper.column_dimensions[column_letters(column)].width)


def set_up_page(paper: Worksheet, heading_rows: int = 0) -> None:
    """Print on A4 paper, landscape, as wide as the page; ``heading_rows`` come again on every page."""
    paper.page_setup.orientation = "landscape"
    paper.page_setup.paperSize = paper.PAPERSIZE_A4
    paper.page_setup.fitToWidth, paper.page_setup.fitToHeight = 1, 0
    paper.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    paper.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    paper.print_options.horizontalCentered = True
    paper.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 頁，共 &N 頁"))
    if heading_rows:
        paper.print_title_rows = f"1:{heading_rows}"
