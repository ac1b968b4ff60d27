"""What was judged in the open workbook held against what was saved of it."""

from cgs_validate.checking.report import Report
from cgs_validate.workbook import Cell

_CALCULATED = "="


def same_data(judged: Report, saved: Report) -> bool:
    """Tell whether both hold the same answers. Formulas do not count: programs calculate them anew when they save."""
    one, other = _answers(judged), _answers(saved)
    pairs = ((one.get(place), other.get(place)) for place in one.keys() | other.keys())
    return judged.spec.id == saved.spec.id and all(len({*pair}) == 1 for pair in pairs if _CALCULATED not in pair)


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
    """Return what a cell holds, however its format, its line ends, or the last digits of its number are written."""
    if cell.formula:
        return _CALCULATED
    if cell.day or cell.number is None:
        return cell.day or tuple(cell.text.split())
    return float(f"{cell.number:.12g}")
