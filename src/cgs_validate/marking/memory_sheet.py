"""The hidden sheet that remembers what marking covered, as a part: thousands of rows of which all have one pattern."""

from functools import cache

from ..workbook import column_letters, parse_address
from .memory import Memory, cell_row
from .sheet_xml import RowWriter, literal, worksheet


def memory_sheet(memory: Memory) -> bytes:
    """Return the worksheet of a memory of marked cells."""
    writer = RowWriter()

    @cache
    def pattern(sheet: str, has_note: bool) -> str:
        rows, note = ("{row}", "{below}", "{second}"), "{note}" if has_note else ""
        return writer.row("{number}", cell_row(literal(sheet), "{letters}", "{column}", rows, "{fill}", note))

    written = [writer.row(number, cells) for number, cells in enumerate(Memory(memory.fills).rows(), 1)]
    for number, cell in enumerate(memory.cells, len(written) + 1):
        row, column = parse_address(cell.cell) or (0, 0)
        told = {"number": number, "letters": column_letters(column), "column": column, "fill": cell.fill}
        told |= {"row": row, "below": row + 1, "second": row + 2, "note": cell.note}
        written.append(pattern(cell.sheet, bool(cell.note)).format_map(told))
    return worksheet(written)
