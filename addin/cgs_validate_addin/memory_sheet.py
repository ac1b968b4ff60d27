"""The hidden sheet that stores the mark memory, in the same form as in marked files."""

import re

from cgs_validate.marking import memory as mark_memory
from cgs_validate.marking.memory import Memory, recall

from .open_book import OpenBook, OpenSheet, sheet_named
from .reading import read_sheet

_NAME, _TRACKER = 1, 5  # columns of the sheet's name, and of a formula that follows the cell
_TRACKED = re.compile(r"=ROW\(\$?(?:'((?:[^']|'')+)'|([^'!.]+))[!.]")


def read_memory(book: OpenBook) -> Memory:
    """Return the workbook's mark memory, with the current names of renamed sheets."""
    sheet = sheet_named(book, mark_memory.SHEET)
    if sheet is None:
        return Memory()
    memory = recall(read_sheet(sheet))
    names = {cell.sheet for cell in memory.cells} | {name for name, _ in memory.places}
    if names <= {each.name for each in book.sheets()}:
        return memory
    renamed = _current_names(sheet)
    memory.cells = [cell._replace(sheet=renamed.get(cell.sheet, cell.sheet)) for cell in memory.cells]
    memory.places = [(renamed.get(name, name), cell) for name, cell in memory.places]
    return memory


def write_memory(book: OpenBook, memory: Memory) -> None:
    """Replace the hidden sheet, or remove it if the memory is empty."""
    book.remove_sheet(mark_memory.SHEET)
    if memory.cells or memory.places:
        book.add_sheet(mark_memory.SHEET, hidden=True).write(list(memory.rows()))


def _current_names(sheet: OpenSheet) -> dict[str, str]:
    """Return the sheets' names in the formulas, which follow a renaming, by the stored names."""
    area = sheet.used()
    rows = [row for row in sheet.rows(area) if len(row.values) > _TRACKER] if area else []
    found = ((str(row.values[_NAME]), _TRACKED.match(row.formulas[_TRACKER] or "")) for row in rows)
    return {stored: (match[1] or match[2]).replace("''", "'") for stored, match in found if match}
