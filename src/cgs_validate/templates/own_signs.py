"""The signs of a template whose form is not known in the original: a notice on each sheet, a sign in each text."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from ..spec.model import TemplateSpec
from ..spec.own_template import NOTICE, SIGN
from .styles import TITLE

_LINE = TITLE.height("", 1)
_PROMPT_TITLE, _LONGEST = "暫定：", 32  # characters that Excel takes


def add_signs(book: Workbook, spec: TemplateSpec) -> None:
    """Sign all texts of a form that is not known for certain; say so on each sheet of one that is not released."""
    if spec.confirmed:
        return
    notice = "" if spec.status == "released" else f"{NOTICE}\n"
    for sheet in spec.sheets.values():
        layout = sheet.layout
        rows = [row for row in range(1, layout.first_row) if row != layout.header_row]  # headers are compared by others
        _sign(book[sheet.sheet_name], rows, notice)
    if spec.guide:
        guide = book[spec.guide.sheet_name]
        _sign(guide, range(1, guide.max_row + 1), notice)


def _sign(paper: Worksheet, rows: Iterable[int], notice: str) -> None:
    texts = [cell for row in rows for cell in paper[row] if isinstance(cell, Cell) and cell.value]
    for cell in texts:
        _write(cell, "", SIGN)
    if texts and notice:
        _write(texts[0], notice, "")
        dimension = paper.row_dimensions[texts[0].row]
        dimension.height = dimension.height + _LINE
    for validation in paper.data_validations.dataValidation if notice else ():
        validation.promptTitle = f"{_PROMPT_TITLE}{validation.promptTitle}"[:_LONGEST]


def _write(cell: Cell, before: str, after: str) -> None:
    if isinstance(cell.value, CellRichText):
        blocks = [block for block in cell.value if isinstance(block, TextBlock)]
        blocks[0].text, blocks[-1].text = before + blocks[0].text, blocks[-1].text + after
    else:
        cell.value = f"{before}{cell.value}{after}"
