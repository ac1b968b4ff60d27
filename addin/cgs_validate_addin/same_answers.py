"""Compares the answers of the checked workbook with those in its saved file."""

from cgs_validate.checking.report import Report
from cgs_validate.workbook import Cell

_CALCULATED = "="


def same_answers(checked: Report, saved: Report) -> bool:
    """Return whether both hold the same answers; formulas are skipped, since programs recalculate them when saving."""
    one, other = _answers(checked), _answers(saved)
    pairs = ((one.get(place), other.get(place)) for place in one.keys() | other.keys())
    return checked.spec.id == saved.spec.id and all(len({*pair}) == 1 for pair in pairs if _CALCULATED not in pair)


def _answers(report: Report) -> dict[tuple[str, str, int], object]:
    """Return the answers by sheet, field and row."""
    return {
        (table.sheet, name, row): _answer(value.cell)
        for table in report.tables
        for name, column in table.columns.items()
        for row, value in zip(table.rows, column.values, strict=True)
        if value
    }


def _answer(cell: Cell) -> object:
    """Return a cell's answer without what saving may change: its format, line ends, the last digits of a number."""
    if cell.formula:
        return _CALCULATED
    if cell.day or cell.number is None:
        return cell.day or tuple(cell.text.split())
    return float(f"{cell.number:.12g}")
