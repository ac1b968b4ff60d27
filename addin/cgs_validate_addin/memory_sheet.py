"""The hidden sheet in which a workbook remembers its marks, in the form that files are marked with."""

import re

from cgs_validate.marking import memory as mark_memory
from cgs_validate.marking.memory import Memory, recall

from .open_book import OpenBook, OpenSheet, sheet_named
from .reading import read_sheet

_NAME, _TRACKER = 1, 5  # where a row of the hidden sheet keeps a sheet's name, and a formula that follows the cell
_TRACKED = re.compile(r"=ROW\(\$?(?:'((?:[^']|'')+)'|([^'!.]+))[!.]")


def read_memory(book: OpenBook) -> Memory:
    """Return what the workbook remembers of its marks; sheets that were renamed go by their new names."""
    sheet = sheet_named(book, mark_memory.SHEET)
    if sheet is None:
        return Memory()
    memory = recall(read_sheet(sheet))
    names = {cell.sheet for cell in memory.cells} | {name for name, _ in memory.places}
    if names <= {each.name for each in book.sheets()}:
        return memory
    now = _names_now(sheet)
    memory.cells = [cell._replace(sheet=now.get(cell.sheet, cell.sheet)) for cell in memory.cells]
    memory.places = [(now.get(name, name), cell) for name, cell in memory.places]
    return memory


def write_memory(book: OpenBook, memory: Memory) -> None:
    """Put the hidden sheet in, instead of the one that is there."""
    book.remove_sheet(mark_memory.SHEET)
    if memory.cells or memory.places:
        book.add_sheet(mark_memory.SHEET, hidden=True).write(list(memory.rows()))


def _names_now(sheet: OpenSheet) -> dict[str, str]:
    """Return the names of sheets as the formulas have them, which follow a renaming, by the names as they were."""
    area = sheet.used()
    rows = [row for row in sheet.rows(area) if len(row.values) > _TRACKER] if area else []
    found = ((str(row.values[_NAME]), _TRACKED.match(row.formulas[_TRACKER] or "")) for row in rows)
    return {before: (told[1] or told[2]).replace("''", "'") for before, told in found if told}
