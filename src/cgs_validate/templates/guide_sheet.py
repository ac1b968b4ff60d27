"""The sheet 填報說明 of a template: who reports what, then the definitions of the codes."""

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..spec.code_list import CodeList
from ..spec.model import Guide
from .styles import GUIDE_CODE, GUIDE_HEAD, GUIDE_HEADING, GUIDE_NOTE, GUIDE_TEXT, GUIDE_TITLE, Look, set_up_page

_WIDTHS = (10, 24, 92)
_TABLE_HEADS = ("代號", "名稱", "定義")
_LEAST_HEIGHT = 20


def write_guide(paper: Worksheet, guide: Guide) -> None:
    """Write the guide: title, sections, then a table for each code list."""
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        paper.column_dimensions[letter].width = width
    _write_line(paper, guide.title, GUIDE_TITLE)
    for heading, lines in guide.sections:
        _write_gap(paper)
        _write_line(paper, heading, GUIDE_HEADING)
        for line in lines:
            _write_line(paper, line, GUIDE_TEXT)
    for code_list in guide.definitions:
        _write_definitions(paper, code_list)
    paper.sheet_view.showGridLines = False
    set_up_page(paper)


def _write_definitions(paper: Worksheet, code_list: CodeList) -> None:
    paper.row_breaks.append(Break(id=paper.max_row))
    _write_gap(paper)
    _write_line(paper, f"{code_list.title}定義", GUIDE_HEADING)
    if code_list.prefix:
        first = next(iter(code_list.codes.values()))
        shown = f"{_shown(code_list, first.code)}.{first.label}"
        _write_line(paper, f"請依據以下項目代號輸入。例如{shown}，請輸入{first.code}，依此類推。", GUIDE_NOTE)
    _write_row(paper, _TABLE_HEADS, GUIDE_HEAD)
    for code in code_list.codes.values():
        _write_row(paper, (_shown(code_list, code.code), code.label, code.definition), GUIDE_TEXT)


def _shown(code_list: CodeList, code: str) -> str:
    return f"{code_list.prefix}{code:0>2}" if code_list.prefix else code


def _write_gap(paper: Worksheet) -> None:
    paper.row_dimensions[paper.max_row + 1].height = _LEAST_HEIGHT / 2
    paper.cell(paper.max_row + 1, 1)


def _write_line(paper: Worksheet, text: str, look: Look) -> None:
    row = _next_row(paper)
    cell = paper.cell(row, 1, text)
    look.dress(cell)
    paper.merge_cells(None, row, 1, row, len(_WIDTHS))
    paper.row_dimensions[row].height = max(look.height(text, sum(_WIDTHS)), _LEAST_HEIGHT)


def _write_row(paper: Worksheet, texts: tuple[str, ...], look: Look) -> None:
    row = _next_row(paper)
    for column, text in enumerate(texts, start=1):
        (GUIDE_CODE if look is GUIDE_TEXT and column == 1 else look).dress(paper.cell(row, column, text))
    heights = [look.height(text, width) for text, width in zip(texts, _WIDTHS, strict=True)]
    paper.row_dimensions[row].height = max(*heights, _LEAST_HEIGHT)


def _next_row(paper: Worksheet) -> int:
    return paper.max_row + (paper.cell(1, 1).value is not None)
