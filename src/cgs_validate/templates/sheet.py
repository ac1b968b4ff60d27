"""A sheet of a template: title, groups, headers and instructions where the spec puts them, then the rows to fill in.

Answers are typed in, or copied from another workbook's cells.
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime, time, timedelta

from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from .. import workbook
from ..errors import ReadError
from ..ooxml.escapes import escaped
from ..spec.examples import Answer, FilledSheet
from ..spec.model import FieldSpec, SheetSpec
from ..workbook import Area, CellKind, address, column_letters, parse_area
from . import validations
from .styles import ANSWER, BOX, GROUP, HEADER, INSTRUCTION, PAGE_WIDTH, SUBTITLE, TEXT_FORMAT, TITLE, Look, set_up_page

_RULED_ROWS = 15  # are drawn from the start, the others once they have a value
_ROW_HEIGHT, _HIGHEST_ROW = 21, 409  # points; Excel has no higher rows
_NARROWEST, _WIDEST = 11.5, 24.0  # columns, unless the page has room for more
_FREE_TEXT = 20.0  # columns for a few words
_MARGIN = 2.0  # columns that only the title covers
_LIST_WIDTH = 16.0  # lines up to this width are not broken
_TALLEST = 230.0  # points of text above one column; where there is more, the column gets wider
_LONG_HEADER = 8  # characters; longer ones are broken at their brackets

Piece = tuple[Area, str, Look]
_ROC_DATE, _DATE = "[$-404]e/m/d", "yyyy/m/d"
_LONGEST_TEXT = 32_767  # characters that a cell can hold
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")


def write_sheet(paper: Worksheet, sheet: SheetSpec, title: str, filled: FilledSheet) -> None:
    """Write a sheet of the form, blank or with rows filled in, and its guards."""
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
    _write_answers(paper, sheet, filled)
    for field in sheet.fields.values():
        paper.add_data_validation(validations.guard(sheet, field))
    paper.freeze_panes = address(layout.header_row + 1, 1)
    set_up_page(paper, layout.header_row)


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
    width = sum(_width(paper, column) for column in range(1, layout.title_columns + 1))
    height = TITLE.height(first, width) + (SUBTITLE.height(rest, width) if rest else 0)
    paper.row_dimensions[layout.title_row].height = height


def _block(text: str, look: Look) -> TextBlock:
    font = look.font()
    return TextBlock(InlineFont(rFont=font.name, sz=font.sz, b=font.b, color=font.color), text)


def _write_columns(paper: Worksheet, sheet: SheetSpec, areas: Iterable[Piece]) -> None:
    widths = {
        column: _FREE_TEXT if _is_free_text(field) else _NARROWEST
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
        dimension.number_format = _number_format(field)
    for column in range(len(sheet.fields) + 1, sheet.layout.title_columns + 1):
        paper.column_dimensions[column_letters(column)].width = _MARGIN


def _fitting_width(text: str, look: Look) -> float:
    """Return the least width in which short lines stay whole and the text does not get too tall."""
    lines = [look.width(line) for line in text.split("\n")]
    width = max((line for line in lines if line <= _LIST_WIDTH or look is HEADER), default=_NARROWEST)
    while look.height(text, width) > _TALLEST and width < _WIDEST:
        width += 1
    return width


def _width(paper: Worksheet, column: int) -> float:
    return float(paper.column_dimensions[column_letters(column)].width)


def _fit_rows(paper: Worksheet, areas: Iterable[Piece]) -> None:
    heights: dict[int, float] = {}
    for area, text, look in sorted(areas, key=lambda item: item[0].bottom - item[0].top):
        width = sum(_width(paper, column) for column in range(area.left, area.right + 1))
        above = sum(heights.get(row, 0) for row in range(area.top, area.bottom))
        heights[area.bottom] = max(heights.get(area.bottom, _ROW_HEIGHT), look.height(text, width) - above)
    for row, height in heights.items():
        paper.row_dimensions[row].height = min(round(height, 1), _HIGHEST_ROW)


def _write_answers(paper: Worksheet, sheet: SheetSpec, filled: FilledSheet) -> None:
    first, fields = sheet.layout.first_row, list(sheet.fields.values())
    for column, field in enumerate(fields, start=1):
        cell = paper.cell(first, column)
        ANSWER.dress(cell)
        cell.number_format = _number_format(field)
        look = cell._style  # type: ignore[union-attr]
        for row in range(first + 1, first + max(_RULED_ROWS, len(filled.rows))):
            paper.cell(row, column)._style = copy(look)  # type: ignore[union-attr]
    for row, answers in enumerate(filled.rows, start=first):
        for column, (answer, field) in enumerate(zip(answers, fields, strict=False), start=1):
            _write_answer(paper.cell(row, column), answer, field)
        shown = (answer if isinstance(answer, str) else answer.text for answer in answers)
        heights = [ANSWER.height(text, _width(paper, column)) for column, text in enumerate(shown, start=1)]
        if max(heights, default=0) > _ROW_HEIGHT:
            paper.row_dimensions[row].height = min(max(heights), _HIGHEST_ROW)
    for area in filled.merged:
        paper.merge_cells(area)
    _rule_later_rows(paper, sheet)


def _rule_later_rows(paper: Worksheet, sheet: SheetSpec) -> None:
    first, last = sheet.layout.first_row, column_letters(len(sheet.fields))
    drawn = Rule("expression", dxf=DifferentialStyle(border=BOX), formula=[f"COUNTA($A{first}:${last}{first})>0"])
    paper.conditional_formatting.add(f"A{first}:{last}{first + validations.ROWS - 1}", drawn)
    paper.sheet_format.defaultRowHeight = _ROW_HEIGHT
    paper.sheet_format.customHeight = True


def _write_answer(paper: Cell | MergedCell, answer: Answer, field: FieldSpec) -> None:
    """Write an answer into a field's cell. Raises ReadError(``text_too_long``) where no cell can hold it."""
    if isinstance(answer, str):
        paper.value = as_typed(answer, field) if answer else None
    elif answer.kind is CellKind.NUMBER and not _is_read_as_shown(answer, field):
        paper.value = answer.number
    elif answer.kind is CellKind.DATE and answer.day:
        paper.value = datetime.combine(answer.day, time()) + timedelta(days=(answer.number or 0) % 1)
        paper.number_format = _ROC_DATE if answer.text.startswith(f"{answer.day.year - 1911}/") else _DATE
    elif answer.kind is CellKind.BOOLEAN:
        paper.value = answer.text == "TRUE"
    elif answer.kind is CellKind.ERROR:
        paper.value, paper.data_type = answer.text, "e"
    else:
        written = escaped(answer.text)
        if len(written) > _LONGEST_TEXT:
            raise ReadError("text_too_long", limit=_LONGEST_TEXT)
        paper.value, paper.data_type = written, "s"
        paper.quotePrefix = answer.text.startswith("=")


def _is_free_text(field: FieldSpec) -> bool:
    return field.expects == "string" and bool(field.applies_when)


def _number_format(field: FieldSpec) -> str:
    """Return the format in which Excel leaves an answer as it was typed: ``3,10``, ``001``, ``113/9/1``."""
    numbers = field.expects == "code" and all(map(_is_number, validations.offered(field)))
    return "General" if numbers or field.expects == "integer" or _is_free_text(field) else TEXT_FORMAT


def as_typed(text: str, field: FieldSpec) -> str | int | float:
    """Return the value that Excel gives a text typed into a field's cell."""
    if _number_format(field) == TEXT_FORMAT or not _is_number(text):
        return text
    return float(text) if "." in text else int(text)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_read_as_shown(cell: workbook.Cell, field: FieldSpec) -> bool:
    """Return whether a number is read as it is shown, and its format shows it otherwise than plain: ``007``."""
    return field.expects in ("string", "date") and cell.text != f"{cell.number:.15g}"
