"""The hidden sheet that remembers what marking covered, as a part: thousands of rows of which all have one pattern."""

from functools import cache

from ..mark_memory import Memory, cell_row
from ..sheets import column_letters, parse_address
from .sheet_part import RowWriter, literal, worksheet


def memory_sheet(memory: Memory) -> bytes:
    """Return the worksheet of a memory of marked cells."""
    writer = RowWriter()

    @cache
    def pattern(sheet: str, has_note: bool) -> str:
        note = "{7}" if has_note else ""
        return writer.row("{0}", cell_row(literal(sheet), "{1}", "{2}", ("{3}", "{4}", "{5}"), "{6}", note))

    written = [writer.row(number, cells) for number, cells in enumerate(Memory(memory.fills).rows(), 1)]
    for number, cell in enumerate(memory.cells, len(written) + 1):
        row, column = parse_address(cell.cell) or (0, 0)
        told = number, column_letters(column), column, row, row + 1, row + 2, cell.fill, cell.note
        written.append(pattern(cell.sheet, bool(cell.note)).format(*told))
    return worksheet(written)
