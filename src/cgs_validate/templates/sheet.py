"""A sheet of a template: title, groups, headers and instructions where the spec puts them, then the rows to fill in."""

import re
from collections.abc import Iterable, Iterator

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from ..spec.examples import FilledSheet
from ..spec.model import SheetSpec
from ..workbook import Area, address, column_letters, parse_area
from . import validations
from .answers import is_free_text, number_format, write_answers
from .styles import (
    ANSWER,
    GROUP,
    HEADER,
    HIGHEST_ROW,
    INSTRUCTION,
    PAGE_WIDTH,
    ROW_HEIGHT,
    SUBTITLE,
    TITLE,
    Look,
    column_width,
    set_up_page,
)  # fmt: skip

_NARROWEST, _WIDEST = 11.5, 24.0  # columns, unless the page has room for more
_FREE_TEXT = 20.0  # columns for a few words
_MARGIN = 2.0  # columns that only the title covers
_LIST_WIDTH = 16.0  # lines up to this width are not broken
_TALLEST = 230.0  # points of text above one column; where there is more, the column gets wider
_LONG_HEADER = 8  # characters; longer ones are broken at their brackets

Piece = tuple[Area, str, Look]


def write_sheet(paper: Worksheet, sheet: SheetSpec, title: str, filled: FilledSheet) -> Iterator[bytes]:
    """Write a sheet of the form, blank or with rows filled in, and its guards. Return what ``write_answers`` does."""
    layout, row = sheet.layout, sheet.layout.header_row
    headers = [_broken(field.header) for field in sheet.fields.values()]
    areas = [
        *((area, text, GROUP) for area, text in _areas(layout.groups)),
        *((area, text, INSTRUCTION) for area, text in _areas(layout.instructions)),
        *((Area(row, column, row, column), text, HEADER) for column, text in enumerate(headers, start=1)),
    ]
    _write_columns(paper, sheet, areas)
    for row in range(layout.header_row + 1, layout.first_row):
        for column in range(1, len(sheet.fields) + 1):
            INSTRUCTION.dress(paper.cell(row, column))
    for area, text, look in areas:
        _write_area(paper, area, text, look)
    if layout.title_row:
        _write_title(paper, sheet, title)
    _fit_rows(paper, areas)
    later = write_answers(paper, sheet, filled)
    for field in sheet.fields.values():
        paper.add_data_validation(validations.guard(sheet, field))
    paper.freeze_panes = address(layout.header_row + 1, 1)
    set_up_page(paper, layout.header_row)
    return later


def _areas(texts: dict[str, str]) -> Iterator[tuple[Area, str]]:
    for reference, text in texts.items():
        if area := parse_area(reference):
            yield area, text


def _broken(header: str) -> str:
    """Return a long header with a line break after its first bracketed part, or before its last one."""
    if len(header) <= _LONG_HEADER:
        return header
    after = re.sub(r"(?<=[)）])(?=[^()（）])", "\n", header, count=1)
    return after if after != header else re.sub(r"(?=[(（][^()（）]*[)）]$)", "\n", header)


def _write_area(paper: Worksheet, area: Area, text: str | CellRichText, look: Look) -> None:
    cell = paper.cell(area.top, area.left)
    look.dress(cell)
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"  # a text of the form is never a formula
    if (area.top, area.left) != (area.bottom, area.right):
        paper.merge_cells(None, area.top, area.left, area.bottom, area.right)


def _write_title(paper: Worksheet, sheet: SheetSpec, title: str) -> None:
    layout = sheet.layout
    area = Area(layout.title_row, 1, layout.title_row, layout.title_columns)
    first, _, rest = title.partition("\n")
    text = CellRichText(_block(first, TITLE), _block(f"\n{rest}", SUBTITLE)) if rest else first
    _write_area(paper, area, text, TITLE)
    width = sum(column_width(paper, column) for column in range(1, layout.title_columns + 1))
    height = TITLE.height(first, width) + (SUBTITLE.height(rest, width) if rest else 0)
    paper.row_dimensions[layout.title_row].height = height


def _block(text: str, look: Look) -> TextBlock:
    font = look.font()
    return TextBlock(InlineFont(rFont=font.name, sz=font.sz, b=font.b, color=font.color), text)


def _write_columns(paper: Worksheet, sheet: SheetSpec, areas: Iterable[Piece]) -> None:
    widths = {
        column: _FREE_TEXT if is_free_text(field) else _NARROWEST
        for column, field in enumerate(sheet.fields.values(), start=1)
    }
    for area, text, look in areas:
        if area.left == area.right and area.left in widths:
            widths[area.left] = max(widths[area.left], _fitting_width(text, look))
    stretch = max(PAGE_WIDTH / sum(widths.values()), 1)
    for column, field in enumerate(sheet.fields.values(), start=1):
        dimension = paper.column_dimensions[column_letters(column)]
        dimension.width = round(widths[column] * stretch, 1)
        dimension.font, dimension.alignment = ANSWER.font(), ANSWER.alignment()
        dimension.number_format = number_format(field)
    for column in range(len(sheet.fields) + 1, sheet.layout.title_columns + 1):
        paper.column_dimensions[column_letters(column)].width = _MARGIN


def _fitting_width(text: str, look: Look) -> float:
    """Return the least width in which short lines stay whole and the text does not get too tall."""
    lines = [look.width(line) for line in text.split("\n")]
    width = max((line for line in lines if line <= _LIST_WIDTH or look is HEADER), default=_NARROWEST)
    while look.height(text, width) > _TALLEST and width < _WIDEST:
        width += 1
    return width


def _fit_rows(paper: Worksheet, areas: Iterable[Piece]) -> None:
    heights: dict[int, float] = {}
    for area, text, look in sorted(areas, key=lambda item: item[0].bottom - item[0].top):
        width = sum(column_width(paper, column) for column in range(area.left, area.right + 1))
        above = sum(heights.get(row, 0) for row in range(area.top, area.bottom))
        heights[area.bottom] = max(heights.get(area.bottom, ROW_HEIGHT), look.height(text, width) - above)
    for row, height in heights.items():
        paper.row_dimensions[row].height = min(round(height, 1), HIGHEST_ROW)
