"""The answers in a sheet's rows: typed in, or copied from another workbook's cells.

openpyxl holds the first rows; a thousand bytes and many calls for each cell are too much for all that a form may have.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, cast
from xml.sax.saxutils import escape

from openpyxl.cell import Cell, MergedCell
from openpyxl.compat import safe_string
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from .. import workbook
from ..errors import ReadError
from ..ooxml.escapes import escaped
from ..spec.examples import Answer, FilledSheet
from ..spec.model import FieldSpec, SheetSpec
from ..workbook import CellKind, column_letters, parse_area
from . import validations
from .styles import ANSWER, BOX, HIGHEST_ROW, ROW_HEIGHT, TEXT_FORMAT, column_width

_RULED_ROWS = 15  # are drawn from the start, the others once they have a value
_CACHED = 1_000  # answers of a column
_ROC_DATE, _DATE = "[$-404]e/m/d", "yyyy/m/d"
_LONGEST_TEXT = 32_767  # characters that a cell can hold
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")


def write_answers(paper: Worksheet, sheet: SheetSpec, filled: FilledSheet) -> Iterator[bytes]:
    """Write the first rows, and return the XML of the later ones, which replaces the last row in the sheet's part.

    It is to be asked for once the sheet is written, since formats are numbered in the order of their cells.
    """
    first = sheet.layout.first_row
    columns = [_Column(paper, number, field) for number, field in enumerate(sheet.fields.values(), start=1)]
    end = max([first + _RULED_ROWS, *(area.bottom + 1 for area in map(parse_area, filled.merged) if area)])
    for row, answers in zip(range(first, end), chain(filled.rows, repeat(())), strict=False):
        heights = (column.write(paper.cell(row, column.number), answer) for column, answer in _along(columns, answers))
        paper.row_dimensions[row].height = _row_height(heights)
    for area in filled.merged:
        paper.merge_cells(area)
    _rule_later_rows(paper, sheet)
    if later := filled.rows[end - first :]:
        paper.cell(first + len(filled.rows) - 1, len(columns))  # so that the sheet's dimension is known
    return _later_rows(columns, end, later)


class _Column:
    """A column of answers. ``written``: from an answer to the XML of its cell behind the address, and its height."""

    def __init__(self, paper: Worksheet, number: int, field: FieldSpec) -> None:
        self.paper, self.number, self.field = paper, number, field
        self.written = lru_cache(_CACHED)(self._written)
        self._width = column_width(paper, number)
        cell = Cell(paper, 1, number)
        ANSWER.dress(cell)
        cell.number_format = number_format(field)
        self._look = cell._style  # type: ignore[attr-defined]

    def write(self, cell: Cell | MergedCell, answer: Answer) -> float:
        """Write an answer into a cell, and return the height that it needs."""
        cell._style = copy(self._look)  # type: ignore[union-attr]
        _write_answer(cell, answer, self.field)
        return ANSWER.height(answer if isinstance(answer, str) else answer.text, self._width)

    def _written(self, answer: Answer) -> tuple[str, float]:
        height = self.write(cell := Cell(self.paper, 1, self.number), answer)
        return _xml(cell), height


def _later_rows(columns: list[_Column], start: int, rows: Sequence[Sequence[Answer]]) -> Iterator[bytes]:
    letters = [column_letters(column.number) for column in columns]
    for row, answers in enumerate(rows, start=start):
        written = [column.written(answer) for column, answer in _along(columns, answers)]
        height = _row_height(height for _, height in written)
        shape = f' ht="{safe_string(height)}" customHeight="1"' if height else ""
        cells = "".join(f'<c r="{letter}{row}" {cell}' for letter, (cell, _) in zip(letters, written, strict=True))
        yield f'<row r="{row}"{shape}>{cells}</row>'.encode()


def _along(columns: list[_Column], answers: Sequence[Answer]) -> Iterator[tuple[_Column, Answer]]:
    return zip(columns, chain(answers, repeat("")), strict=False)


def _row_height(heights: Iterable[float]) -> float | None:
    return min(height, HIGHEST_ROW) if (height := max(heights)) > ROW_HEIGHT else None


def _rule_later_rows(paper: Worksheet, sheet: SheetSpec) -> None:
    first, last = sheet.layout.first_row, column_letters(len(sheet.fields))
    drawn = Rule("expression", dxf=DifferentialStyle(border=BOX), formula=[f"COUNTA($A{first}:${last}{first})>0"])
    paper.conditional_formatting.add(f"A{first}:{last}{first + validations.ROWS - 1}", drawn)
    paper.sheet_format.defaultRowHeight = ROW_HEIGHT
    paper.sheet_format.customHeight = True


def _xml(cell: Cell) -> str:
    """Return the XML of a cell behind the address, as openpyxl and the standard library write it."""
    kind = {"s": "inlineStr", "d": "n"}.get(cell.data_type, cell.data_type)
    look, value = f's="{cell.style_id}"', cast(Any, cell.value)
    if kind == "f":
        return f"{look}><f>{escape(value[1:])}</f><v /></c>"
    if value is None or value == "":
        return f'{look} t="{kind}" />'
    if kind == "inlineStr":
        space = ' xml:space="preserve"' if value.strip() not in ("", value) else ""
        return f'{look} t="{kind}"><is><t{space}>{escape(value)}</t></is></c>'
    number = to_excel(value) if cell.data_type == "d" else value  # type: ignore[no-untyped-call]
    return f'{look} t="{kind}"><v>{escape(safe_string(number))}</v></c>'


def _write_answer(paper: Cell | MergedCell, answer: Answer, field: FieldSpec) -> None:
    """Write an answer into a field's cell. Raises ReadError(``text_too_long``) where no cell can hold it."""
    if isinstance(answer, str):
        paper.value = as_typed(answer, field) if answer else None
    elif answer.kind is CellKind.NUMBER and not _is_read_as_shown(answer, field):
        paper.value = answer.number
    elif answer.kind is CellKind.DATE and answer.day:
        paper.value = datetime.combine(answer.day, time()) + timedelta(days=(answer.number or 0) % 1)
        paper.number_format = _DATE if str(answer.day.year) in answer.text else _ROC_DATE
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


def is_free_text(field: FieldSpec) -> bool:
    """Return whether the field is for a few words, where they are due."""
    return field.expects == "string" and bool(field.applies_when)


def number_format(field: FieldSpec) -> str:
    """Return the format in which Excel leaves an answer as it was typed: ``3,10``, ``001``, ``113/9/1``."""
    numbers = field.expects == "code" and all(map(_is_number, validations.offered(field)))
    return "General" if numbers or field.expects == "integer" or is_free_text(field) else TEXT_FORMAT


def as_typed(text: str, field: FieldSpec) -> str | int | float:
    """Return the value that Excel gives a text typed into a field's cell."""
    if number_format(field) == TEXT_FORMAT or not _is_number(text):
        return text
    return float(text) if "." in text else int(text)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_read_as_shown(cell: workbook.Cell, field: FieldSpec) -> bool:
    """Return whether a number is read as it is shown, and its format shows it otherwise than plain: ``007``."""
    return field.expects in ("string", "date") and cell.text != f"{cell.number:.15g}"
