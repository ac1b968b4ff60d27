"""Cells made of a number or a day and of its format, from a file or from the open book."""

from datetime import date

from ..formats.number_format import FIRST_OF_1904, is_date_format, is_time, plain_number, show, to_date
from ..workbook import Cell, CellKind

_FIRST_DAY = date(1899, 12, 30)
_PLAIN_DAY = "yyyy/m/d"


def number_cell(number: float, code: str, *, epoch_1904: bool = False) -> Cell:
    """Return the cell of a number under a format; of one that is not known, General is shown.

    The number of a day is that of the usual count.
    """
    shown, stored = show(number, code, epoch_1904=epoch_1904), plain_number(number)
    if is_time(number, code):
        day = to_date(number, epoch_1904) if is_date_format(code) else None
        shown = shown or show(number, _PLAIN_DAY, epoch_1904=epoch_1904) or stored
        number += FIRST_OF_1904 if day and epoch_1904 else 0
        return Cell(shown, CellKind.DATE, number, day, stored=plain_number(number))
    if shown == stored:
        return Cell(stored, CellKind.NUMBER, number)
    return Cell(stored if shown is None else shown, CellKind.NUMBER, number, stored=stored)


def day_cell(day: date, code: str) -> Cell:
    """Return the cell of a day that is written as such."""
    number = float((day - _FIRST_DAY).days)
    shown = show(number, code) if is_time(number, code) else None
    return Cell(shown or show(number, _PLAIN_DAY) or day.isoformat(), CellKind.DATE, day=day)
