"""The answers in a template's cells: typed in, or copied from another workbook's cells."""

import re
from datetime import datetime, time, timedelta

from openpyxl.cell import Cell, MergedCell

from .. import workbook
from ..errors import ReadError
from ..ooxml.escapes import escaped
from ..spec.examples import Answer
from ..spec.model import FieldSpec
from ..workbook import CellKind
from . import validations
from .styles import TEXT_FORMAT

_ROC_DATE, _DATE = "[$-404]e/m/d", "yyyy/m/d"
_LONGEST_TEXT = 32_767  # characters that a cell can hold
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")


def write_answer(paper: Cell | MergedCell, answer: Answer, field: FieldSpec) -> None:
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
        _write_text(paper, answer.text)


def shown(answer: Answer) -> str:
    """Return an answer as its cell shows it."""
    return answer if isinstance(answer, str) else answer.text


def is_free_text(field: FieldSpec) -> bool:
    """Return whether a field asks for words, where it applies."""
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


def _write_text(paper: Cell | MergedCell, text: str) -> None:
    """Write text that stays text, whatever it begins with."""
    written = escaped(text)
    if len(written) > _LONGEST_TEXT:
        raise ReadError("text_too_long", limit=_LONGEST_TEXT)
    paper.value, paper.data_type = written, "s"
    paper.quotePrefix = text.startswith("=")
